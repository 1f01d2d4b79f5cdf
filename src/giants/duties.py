"""The table of duties: every statute that adds to the base rates, by origin and sector, with what it spares and when.

    paid = Σ rows  rate · share · coverage · (1 - spared · v),     v = min(u / scope, 1)

`share` of the sector's imports is named by the row, `coverage` of it pays (fitted on collected duties by
`giants.evidence.trade.duty_coverage`), `spared` of what claims the treaty's preference is left out.  u is the share of
the sector's imports that claims; what no duty reaches gains nothing by claiming, so that use within the `scope` of all
rows together is u / scope.  More use never pays more.  Threats, losses and expectations are differences of two
evaluations of this table.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from giants import tables
from giants.batch import column
from giants.scenario import month_number
from giants.symbols import ECONOMIES, MEX, PREFERRED_ROWS, SECTORS, USA, Array, Scalar
from giants.world import World

TABLE = "trade/duties.csv"
ONGOING = 12 * 10_000
"""First month after the last that a date can name, December 9999."""
SECTOR_STATUTE = "Section 232"
"""Rows of this statute name products; those of all others are on all goods that it does not name (no stacking)."""


class DutyRow(NamedTuple):
    """One line of the table."""

    statute: str
    importer: int
    origin: int
    sector: int
    rate: float
    """ad valorem, as written"""
    reach: float
    """share of the sector's imports that pays it if nothing claims: share · coverage"""
    spared: float
    first: int
    """first absolute month, in force on the 15th"""
    end: int
    """absolute month from which it is no longer in force"""


class Duties(NamedTuple):
    """What is in force in a month."""

    full: Array
    """(n, i, j) ad valorem, if nothing claims the preference."""
    spared: Array
    """(i, j) part of the US duty that is left out if everything in scope claims."""
    scope: Array
    """(i, j) share of US imports that some added duty reaches."""
    spared_scope: Array
    """(i, j) share of US imports that a duty reaches which spares what claims: there claiming saves anything."""
    sector_rate: Array
    """(j,) rate of Section 232 on Mexican goods, as written."""
    sector_reach: Array
    """(j,) share of Mexican goods that it reaches."""


@lru_cache(maxsize=1)
def table() -> tuple[DutyRow, ...]:
    """Read the table.  Raises InputError naming row and column of what is wrong."""
    read = tables.read(TABLE, ("rate", "share", "coverage", "spared"), ("statute", "importer", "origin", "sector"))
    for name, codes in (("importer", ECONOMIES), ("origin", ECONOMIES), ("sector", SECTORS)):
        tables.known(TABLE, name, list(read[name]), codes)
    return tuple(
        DutyRow(
            r.statute,
            ECONOMIES.index(r.importer),
            ECONOMIES.index(r.origin),
            SECTORS.index(r.sector),
            float(r.rate),
            float(r.share * r.coverage),
            float(r.spared),
            since(str(r.since)),
            since(str(r.until)) if isinstance(r.until, str) and r.until else ONGOING,
        )
        for r in read.itertuples()
    )


def since(day: str) -> int:
    """Return the first absolute month in which what begins on `day` is in force on the 15th."""
    return month_number(day[:7]) + (int(day[8:]) > 15)


@lru_cache(maxsize=1024)
def in_force(month: int) -> Duties:
    """Return the duties in force in absolute `month`."""
    N, J = len(ECONOMIES), len(SECTORS)
    spared, scope, spared_scope = np.zeros((3, N, J))
    out = Duties(np.zeros((N, N, J)), spared, scope, spared_scope, np.zeros(J), np.zeros(J))
    for row in table():
        if not row.first <= month < row.end:
            continue
        out.full[row.importer, row.origin, row.sector] += row.rate * row.reach
        if row.importer == USA:
            out.spared[row.origin, row.sector] += row.rate * row.reach * row.spared
            out.scope[row.origin, row.sector] += row.reach
            out.spared_scope[row.origin, row.sector] += row.reach * (row.spared > 0)
            if row.origin == MEX and row.statute == SECTOR_STATUTE:
                out.sector_rate[row.sector] = max(out.sector_rate[row.sector], row.rate)
                out.sector_reach[row.sector] += row.reach
    for array in out:
        array.flags.writeable = False
    return out


def within(use: ArrayLike, scope: ArrayLike) -> Array:
    """Return use of the preference within the scope of added duties: v = min(u / scope, 1), u where there are none."""
    scope = np.asarray(scope, float)
    return np.asarray(np.minimum(use / np.where(scope > 0, scope, 1.0), 1.0))


def paid(full: ArrayLike, spared: ArrayLike, scope: ArrayLike, use: ArrayLike) -> Array:
    """Return what is paid on average when the share `use` claims: full - spared · v."""
    full = np.asarray(full, float)
    return np.asarray(full - np.minimum(spared, np.maximum(full, 0.0)) * within(use, scope))


def standing(treaty_in_force: Scalar, preference_lost: Scalar) -> Array:
    """Return whether the US preference of each origin stands (i,), 0 or 1: with the treaty, and Mexico's until lost."""
    out = np.zeros((*np.shape(treaty_in_force), len(ECONOMIES)))
    out[..., PREFERRED_ROWS] = column(treaty_in_force)
    out[..., MEX] *= 1.0 - np.asarray(preference_lost)
    return out


def claims(w: World, use: Array | None = None) -> Array:
    """Return the share of US imports (i, j) that claims the preference now: the habit of claiming where it stands.

    `use` (i, j) is the habit, that of last month if None: it outlives a preference, since it says who would claim.
    """
    use = w.trade.preference_use if use is None else use
    return use * standing(w.bargaining.treaty_in_force, w.bargaining.preference_lost)[..., None]


def law_paid(w: World, use: Array) -> Array:
    """Return the law's US tariffs above the base (i, j) as paid at a use (i, j) of the preference."""
    c = w.calendar
    return paid(c.added_tariff[..., USA, :, :], c.claim_margin, c.duty_scope, use)


def ended(w: World, preferred: Array) -> Array:
    """Return the ordinary rates (i, j) that US imports pay again where the preference (i,) no longer stands."""
    return (1.0 - preferred)[..., None] * w.trade.ordinary_margin


def levied(rate: Array, mean: Array, sector_rate: Array, sector_reach: Array) -> Array:
    """Return what of a duty at `rate` on all goods is in force already, row by row: Σ_p r_p min(rate, t_p).

    Rows p are Section 232, of rate t and reach r, and all else at the rate that makes the mean `mean`.  What the duty
    adds is then Σ_p r_p max(rate - t_p, 0).  Never more than `mean`: claims spare some goods their Section 232.
    """
    rest = 1.0 - sector_reach
    other = np.maximum(mean - sector_rate * sector_reach, 0.0) / np.maximum(rest, 1e-9)
    by_row = sector_reach * np.minimum(rate, sector_rate) + rest * np.minimum(rate, other)
    return np.asarray(np.minimum(by_row, mean))
