"""Whether the numbers of a month are numbers and add up.  A run in which they do not has failed."""

from functools import cache

import numpy as np

from giants.batch import shared
from giants.errors import RunError
from giants.symbols import MEX, Array, table
from giants.world import World

YEAR = 12  # months from one full check to the next
LARGE = 4096  # numbers from which a symbol of all Worlds is worth calls of its own; smaller ones are looked at as one
TOLERANCE = 1e-6
"""of sums and bounds, relative; the markets' own is 1e-8"""
MONTHLY = (
    ("trade", "gdp"),
    ("trade", "real_income"),
    ("trade", "flows"),
    ("labour", "jobs"),
    ("security", "members"),
    ("security", "purity"),
    ("society", "disposable"),
)
"""Totals that are looked at every month: a number that is lost elsewhere reaches one of them within months."""
FRACTIONS = ("0..1", "0 or 1")
AMOUNTS = ("factor", "persons", "count", "kg", "2023 = 1", "present = 1", "base = 1", "USD a year")
"""Beginnings of the units of what cannot be negative."""
_SHARES = ("export_share", "import_share", "us_import_share", "us_export_content")


def inspect(w: World, months: int) -> None:
    """Raise RunError if totals of this month are wrong; every twelfth month and in the last of `months` look at all.

    Of a stack, if those of any World are.
    """
    month = int(shared(w.calendar.month))
    if month % YEAR == YEAR - 1 or month == months - 1:
        inspect_all(w)
        return
    totals = np.concatenate([w[symbol].ravel() for symbol in MONTHLY])
    if not (totals.min() >= 0.0 and totals.max() < np.inf):
        inspect_all(w)  # which may find where it began
        block, name = next(symbol for symbol in MONTHLY if not (w[symbol].min() >= 0.0 and w[symbol].max() < np.inf))
        raise RunError(_failed(w, f"world.{block}.{name} is negative or not finite"))
    trade, labour = w.trade, w.labour
    for what, gap in (
        (
            "world.labour.output: money of states is not that of the country",
            _gap(labour.output, trade.flows[..., MEX, :]),
        ),
        ("world.trade.us_import_share: shares do not sum to one", trade.us_import_share.sum(-1) - 1),
        ("world.trade.redundant: incomes do not add up", trade.redundant),
    ):
        if not np.abs(gap).max() <= TOLERANCE:
            inspect_all(w)
            raise RunError(_failed(w, f"{what} (gap {np.abs(gap).max():.2g})"))


def inspect_all(w: World) -> None:
    """Raise RunError naming the first symbol that `inspect_symbols` refuses or that breaks an identity.

    Shares sum to one; jobs and people between jobs are the labour force; output and exports of states are those of
    Mexico; capital has owners.
    """
    inspect_symbols(w)
    for name, gap in _identities(w).items():
        wrong = ~(np.abs(gap) <= TOLERANCE)
        if wrong.any():
            raise RunError(_failed(w, f"world.{name} (gap {gap[wrong].flat[0]:.2g}){_at(wrong)}"))


def inspect_symbols(w: World) -> None:
    """Raise RunError naming the first symbol that is not finite or leaves the bounds of its unit.

    Measures may be missing (nan), where they have no meaning.
    """
    arrays = [w[block, name] for block, name, _ in _rows()]
    sizes, (bottom, top) = np.array([values.size for values in arrays]), _limits()
    low, high = bottom.copy(), bottom.copy()  # nan where any is
    if (few := np.flatnonzero((sizes > 0) & (sizes < LARGE))).size:
        flat = np.concatenate([arrays[row].ravel() for row in few], dtype=float)
        begins = np.cumsum(sizes[few]) - sizes[few]
        low[few], high[few] = np.minimum.reduceat(flat, begins), np.maximum.reduceat(flat, begins)
    for row in np.flatnonzero(sizes >= LARGE):
        low[row], high[row] = arrays[row].min(), arrays[row].max()
    for row in np.flatnonzero(~((bottom <= low) & (high <= top))):
        (block, name, unit), values = _rows()[row], arrays[row]
        wrong = ~((values >= bottom[row]) & (values <= top[row]))
        if block == "measures":  # may be missing
            wrong &= ~np.isnan(values)
        if np.any(wrong):
            worst = float(np.asarray(values)[wrong].flat[0])
            what = f"({unit}) is {worst:.3g}" if np.isfinite(worst) else "is not finite"
            raise RunError(_failed(w, f"world.{block}.{name} {what}{_at(np.asarray(wrong))}"))


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["block"], row["name"], row["unit"]) for row in table())


@cache
def _limits() -> tuple[Array, Array]:
    """Return the least and the greatest (symbols,) that each may be, by its unit."""
    units, largest = [unit for *_, unit in _rows()], float(np.finfo(float).max)
    bounded = np.array([unit.startswith((*FRACTIONS, *AMOUNTS)) for unit in units])
    return np.where(bounded, -TOLERANCE, -largest), np.where([u in FRACTIONS for u in units], 1 + TOLERANCE, largest)


def _identities(w: World) -> dict[str, Array]:
    trade, labour, invest = w.trade, w.labour, w.invest
    abroad = trade.flows[..., MEX, :].sum((-2, -1)) - trade.flows[..., MEX, MEX, :].sum(-1)
    people = labour.jobs.sum(-1) / labour.labour_force + labour.slack - 1
    gaps = {f"trade.{name}: shares do not sum to one": getattr(trade, name).sum(-1) - 1 for name in _SHARES}
    gaps |= {
        "trade.content: shares do not sum to one": trade.content.sum(-3) - 1,
        "trade.redundant: incomes do not add up": trade.redundant,
        "actions.cartel_launder: shares do not sum to one": w.actions.cartel_launder.sum(-1) - 1,
        "labour.jobs: they and those between jobs are not the labour force": people,
        "labour.output: the sum of states is not that of Mexico": _gap(labour.output, trade.flows[..., MEX, :]),
        "labour.exports: the sum of states is not that of Mexico": labour.exports.sum((-2, -1)) / abroad - 1,
        "invest.owners: the sum is not the capital in Mexico": _gap(invest.owners, invest.capital_mexico),
    }
    return {name: np.asarray(gap) for name, gap in gaps.items()}


def _gap(parts: Array, whole: Array) -> Array:
    """Return the relative difference of two sums over the last two axes."""
    return np.asarray(parts.sum((-2, -1)) / whole.sum((-2, -1)) - 1)


def _at(wrong: Array) -> str:
    return f" at {np.argwhere(wrong)[0].tolist()}" if wrong.ndim else ""


def _failed(w: World, what: str) -> str:
    return f"the run failed in month {int(shared(w.calendar.month))}: {what}"
