"""How threats end, as estimated on coded cases: the chances and shares that a month and the scores both call.

A sender is expressive, and carries out what it can whatever the target does, or coercive, and stops where the target
concedes.  Neither the target's choice nor the sender's follow-through is certain: both are logistic.
"""

from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np

from giants import tables
from giants.bargaining.threat import logistic
from giants.symbols import Array

TABLE = "bargaining/threat_estimates.csv"
EXPOSURE_ORIGIN, MARKET_ORIGIN = 0.035, 60.0
"""Exposure, and US imports in bn USD, at which their terms are zero: medians of the coded cases, an origin only."""
LITTLE_SPREAD, MUCH_SPREAD = 1.3, 0.9
"""Spread of the share on the log odds scale where the target refuses and where it concedes (priors, 1 to 1.6 and 0.7
to 1.2; Beta(2, 2), the shape of settlements in TIES, has 1.1)."""
GRID = np.arange(41) / 40
"""Shares of the demand that the coders can give."""


class KnownThreat(NamedTuple):
    """What can be known of threats at their start, each (N,) or with batch axes before."""

    form: Array
    """index in `signals.FORMS`, -1 where it is not known"""
    protective: Array
    statute_named: Array
    record: Array
    """of the sender, `signals.record`"""
    kind: Array
    """index of the class of the demand: executive, structural, sovereign, each more extreme than the last"""
    exposure: Array
    """`signals.exposure`"""
    market: Array
    """sender's imports from the target, bn USD a year"""
    adversary: Array
    """1 if the sender's law lists the target as an adversary"""
    mexico: Array
    """1 if the target is Mexico"""


UNKNOWN = -1
"""Form of a threat that is not known, or not made yet."""


def unmade(named: float) -> KnownThreat:
    """Return an executive demand in no particular form, `named` the chance that its statute is; a definition."""
    none = np.zeros(1)
    return KnownThreat(none.astype(int) + UNKNOWN, none, none + named, none, none.astype(int), none + EXPOSURE_ORIGIN,
                       none + MARKET_ORIGIN, none, none)  # fmt: skip


class Coefficients(NamedTuple):
    """Coefficients on the log odds scale, each a number or an array (..., 1); meaning and basis stand in TABLE."""

    base: Array
    statement: Array
    process: Array
    order: Array
    letter: Array
    protective: Array
    statute_named: Array
    extreme: Array
    record: Array
    mexico: Array
    expressive: Array
    expressive_protective: Array
    concede: Array
    concede_executive: Array
    concede_structural: Array
    concede_sovereign: Array
    concede_exposure: Array
    concede_market: Array
    concede_adversary: Array
    concede_statute_named: Array
    concede_record: Array
    concede_mexico: Array
    little: Array
    much: Array

    def shifted(self, follow: float, concede: float) -> Self:
        """Return coefficients with the log odds of carrying out, and of conceding, moved."""
        return self._replace(base=self.base + follow, concede=self.concede + concede)


@lru_cache(maxsize=1)
def read() -> Coefficients:
    """Return the estimates of the table, numbers."""
    table = tables.read(TABLE, columns=("estimate",), text=("parameter",))
    tables.known(TABLE, "parameter", list(table["parameter"]), Coefficients._fields)
    by_name = dict(zip(table["parameter"], table["estimate"], strict=True))
    return Coefficients(**{name: np.asarray(by_name[name]) for name in Coefficients._fields})


def follow_through(c: Coefficients, x: KnownThreat) -> Array:
    """Return the chance h that a sender who is not stopped carries the threat out, (..., N).

    h = Λ(base + form + protective + statute named + extreme (kind - 1) + record r + Mexico)

    A form that is not known adds nothing.  Source: logit choice (McKelvey and Palfrey 1998).
    """
    of_form = _by_code((c.statement, c.process, c.order, c.letter, 0.0 * c.base), x.form)
    return logistic(
        c.base + of_form + c.protective * x.protective + c.statute_named * x.statute_named
        + c.extreme * (x.kind - 1) + c.record * x.record + c.mexico * x.mexico
    )  # fmt: skip


def _by_code(values: tuple[Array, ...], code: Array) -> Array:
    """Return the value of each code, (..., N), from numbers or arrays (..., 1); code -1 is the last."""
    return np.asarray(np.choose(code, values, mode="wrap"))


def expressive(c: Coefficients, x: KnownThreat) -> Array:
    """Return the chance e that the sender is of the expressive type, (..., N): e = Λ(expressive + protective).

    Source: the estimate.
    """
    return logistic(c.expressive + c.expressive_protective * x.protective)


def concede(c: Coefficients, x: KnownThreat) -> Array:
    """Return the chance q that the target concedes, (..., N).

    q = Λ(concede + class + exposure ln(E/E0) + market ln(M/M0) + adversary + statute named + record r + Mexico)

    Source: logit choice; dependence raises concession in US crises 1970-2000 (Crisman-Cox and Gibilisco 2019).
    """
    of_kind = _by_code((c.concede_executive, c.concede_structural, c.concede_sovereign), x.kind)
    return logistic(
        c.concede + of_kind + c.concede_exposure * np.log(x.exposure / EXPOSURE_ORIGIN)
        + c.concede_market * np.log(x.market / MARKET_ORIGIN) + c.concede_adversary * x.adversary
        + c.concede_statute_named * x.statute_named + c.concede_record * x.record + c.concede_mexico * x.mexico
    )  # fmt: skip


def carried_out(c: Coefficients, x: KnownThreat) -> Array:
    """Return the chance that the threat is carried out, even in part or for days, (..., N): P = h (1 - (1 - e) q).

    Source: the estimate.
    """
    return np.asarray(follow_through(c, x) * (1 - (1 - expressive(c, x)) * concede(c, x)))


def share_given(c: Coefficients) -> tuple[Array, Array]:
    """Return the chance of each share of GRID where the target refuses and where it concedes, (..., 41) each.

    The share is logit-normal around little or much, rounded to the grid.

    share = Λ(m + s ε), ε ~ N(0, 1), m little or much on the log odds scale, s its spread.  Prior form.
    """
    edges = np.concatenate([[0.0], GRID[1:] - GRID[1] / 2, [1.0]])
    with np.errstate(divide="ignore"):
        odds = np.log(edges / (1 - edges))
    low, high = ((odds - centre) / spread for centre, spread in ((c.little, LITTLE_SPREAD), (c.much, MUCH_SPREAD)))
    from scipy.special import ndtr  # takes a tenth of a second to load

    return np.diff(ndtr(low), axis=-1), np.diff(ndtr(high), axis=-1)


def share(c: Coefficients, x: KnownThreat) -> Array:
    """Return the chance of each share of GRID that is conceded, (..., N, 41): (1 - q) little + q much.

    Source: the estimate.
    """
    q = concede(c, x)[..., None]
    little, much = share_given(c)
    return np.asarray((1 - q) * little[..., None, :] + q * much[..., None, :])
