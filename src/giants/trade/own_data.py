"""Checks of a trade table of one's own, before any solve, and the repair of published tables.

Every message is one line that names the region, the partner, the sector and the value that is wrong.
"""

import warnings
from collections.abc import Mapping

import numpy as np

from giants.errors import InputError
from giants.symbols import Array

ROUNDING = 1e-6
"""Negative final demand down to this share of expenditure is rounding, and repaired without a word."""


def check_names(what: str, codes: tuple[str, ...]) -> None:
    """Raise InputError unless `codes` are different texts; "*" stands for all of them and can be none."""
    for code in codes:
        if not isinstance(code, str) or not code.strip() or code == "*":
            raise InputError(f"trade data: {code!r} cannot be the name of a {what}; names are texts other than '*'")
    twice = [code for code in codes if codes.count(code) > 1]
    if twice or not codes:
        raise InputError(f"trade data: {f'{what} {twice[0]} is named twice' if twice else f'there is no {what}'}")


def check_array(
    name: str, values: Array, axes: Mapping[str, tuple[str, ...]], least: float = -np.inf, above: float = -np.inf
) -> None:
    """Raise InputError unless `values` has `axes` (word: codes) and finite numbers from `least`, over `above`."""
    shape = tuple(len(codes) for codes in axes.values())
    if not isinstance(values, np.ndarray) or values.shape != shape or values.dtype.kind not in "fiub":
        found = f"shape {values.shape}" if isinstance(values, np.ndarray) else type(values).__name__
        found += f" of {values.dtype}" if isinstance(values, np.ndarray) and values.dtype.kind not in "fiub" else ""
        wanted = ", ".join(f"{word} ({len(codes)})" for word, codes in axes.items())
        raise InputError(f"trade data: {name} must be an array of numbers by {wanted}, not {found}")
    right = np.isfinite(values) & (values >= least) & (values > above)
    if not right.all():
        cell = np.argwhere(~right)[0]
        where = ", ".join(f"{word} {codes[i]}" for i, (word, codes) in zip(cell, axes.items(), strict=True))
        rule = f"at least {least:g}" if np.isfinite(least) else f"above {above:g}" if np.isfinite(above) else "finite"
        raise InputError(f"trade data: {name} of {where} is {values[tuple(cell)]:.6g}; it must be {rule}")


def check_connected(regions: tuple[str, ...], flows: Array) -> None:
    """Raise InputError if some regions trade with nobody else: nothing would tie their prices to those of the rest."""
    traded = flows.sum(2) > 0
    near = traded | traded.T | np.eye(len(regions), dtype=bool)
    within = near[0]
    for _ in regions:
        within = near[within].any(0)
    if not within.all():
        few = within if within.sum() <= len(regions) / 2 else ~within
        names = [code for code, out in zip(regions, few, strict=True) if out]
        who = f"region {names[0]} trades" if len(names) == 1 else f"regions {', '.join(names)} trade"
        raise InputError(f"trade data: {who} with nobody else; leave them out or give their flows")


def home_sales(
    regions: tuple[str, ...], sectors: tuple[str, ...], flows: Array, t0: Array, g: Array, repair: bool
) -> Array:
    """Return the sales at home, (N, J), that lift negative final demand to zero; usually none.

    Final demand F = X - g Y of a published table is negative where stocks were run down.  A sale d at home adds
    (1 + t) d to expenditure and d to output, so F + (diag(1 + t) - g) d = 0 where d > 0 and F >= 0 elsewhere has one
    least solution.  Beyond rounding that is a change of the table: it needs `repair`, and how many cells and how much
    is said in a warning.  Raises InputError naming the worst cell.
    """
    Y, X = flows.sum(0), ((1 + t0) * flows).sum(1)
    F = X - np.einsum("njk,nk->nj", g, Y)
    large = F < -ROUNDING * X
    if large.any() and not repair:
        n, j = np.unravel_index(int(np.argmin(np.where(large, F, 0))), F.shape)
        raise InputError(
            f"trade data: final demand of {regions[n]} for {sectors[j]} is negative ({F[n, j]:.6g}): intermediate use "
            f"exceeds supply in {int(large.sum())} of {F.size:,} cells; repair=True sets them to zero and books the "
            "sales at home"
        )
    added: Array = np.zeros_like(F)
    for n in np.flatnonzero((F < 0).any(1)):
        added[n] = _least(F[n], np.diag(1 + t0[n, n]) - g[n], regions[n])
    if large.any():
        n, j = np.unravel_index(int(np.argmin(F)), F.shape)
        warnings.warn(
            f"trade data: negative final demand in {int(large.sum())} of {F.size:,} cells is set to zero "
            f"({-F[large].sum() / F[F > 0].sum():.2%} of final demand, most in {regions[n]}, {sectors[j]}: "
            f"{F[n, j]:.6g}); sales at home rise by {added.sum() / Y.sum():.2%} of output",
            stacklevel=3,
        )
    return added


def _least(F: Array, A: Array, region: str) -> Array:
    """Return the least d >= 0 with F + A d >= 0, zero where d > 0; A has no positive entry off its diagonal."""
    d: Array = np.zeros_like(F)
    short = F < 0
    while True:
        rows = np.flatnonzero(short)
        try:
            d[rows] = np.linalg.solve(A[np.ix_(rows, rows)], -F[rows])
        except np.linalg.LinAlgError:
            d[rows] = np.nan
        more = F + A @ d < 0
        more[rows] = False
        if not (d >= 0).all():
            raise InputError(f"trade data: {region} uses more inputs than it makes; no sales at home can mend that")
        if not more.any():
            return d
        short = short | more
