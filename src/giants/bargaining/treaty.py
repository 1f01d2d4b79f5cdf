"""The treaty: annual reviews, renewal as a bargain, notice of withdrawal, and the end of its term."""

from typing import NamedTuple

import numpy as np

from giants.bargaining.endings import end
from giants.bargaining.events import of_no_disputes, told
from giants.bargaining.model import REVIEW, BargainingModel
from giants.bargaining.month import Month
from giants.bargaining.parameters import Parameters
from giants.bargaining.state import QUIET, BargainingState, of_sender
from giants.bargaining.threat import logistic
from giants.batch import column, shared
from giants.symbols import ISSUES, USA, Array, Scalar

ENDOGENOUS, RENEWED, SUNSET = 0, 1, -1
FIRST_REVIEW = 6
"""Years between a renewal and the next joint review, USMCA Article 34.7."""
RENEWAL_ISSUE = ISSUES.index("treaty_renewal")


class Treaty(NamedTuple):
    """State of the treaty after a month."""

    in_force: Scalar
    """1 while preferences stand"""
    horizon: Scalar
    """years until it ends as the law stands"""
    notice: Scalar
    """months left of a notice of withdrawal; 0 if none is running"""
    renewed: Scalar
    """whether it was renewed this month"""


def renewal_chance(p: Parameters, conceded: Scalar, granted: Scalar) -> Array:
    """Return the probability (...,) that a review ends in renewal.

    P = P_CAN Λ(slope · (conceded - bar + relief · granted))

    conceded: `satisfied`; granted: how far the United States has met the Mexican demand for renewal (0..1); P_CAN:
    Canada's consent, as all three must confirm (USMCA Article 34.7).  Prior form.
    """
    return p.canada_consents * logistic(p.renewal_slope * (conceded - p.renewal_bar + p.renewal_relief * granted))


def satisfied(model: BargainingModel, salience: Array, position: Array) -> Array:
    """Return how little a government in Washington has to hold renewal back for (...,): 1 - Σ_k r_k s_k (1 - z_k).

    r_k shares of US demands by worth, sovereign ones apart, s_k salience (..., d), z_k policy in force (d,); the share
    in force itself at salience 1.  A posture that wants less of Mexico, or gets what it cares for, gives up less
    leverage by a renewal; below 0 where it wants more than was declared.  Prior form.
    """
    return np.asarray(1.0 - np.vecdot(salience, model.reach * (1.0 - position)))


def review_chance(model: BargainingModel, salience: Array, position: Array, forced: int) -> Array:
    """Return the probability (...,) that a review held now ends in renewal, by saliences (..., d) and policies (d,)."""
    if forced != ENDOGENOUS:
        return np.full(salience.shape[:-1], float(forced == RENEWED))
    return renewal_chance(model.p, satisfied(model, salience, position), position[..., RENEWAL_ISSUE])


def advance(p: Parameters, before: Treaty, forced: int, review: bool, chance: Scalar, notice_given: Scalar,
            u: Scalar) -> Treaty:  # fmt: skip
    """Return the treaty one month later.

    forced: ENDOGENOUS, RENEWED or SUNSET; review: a joint review falls in this month; chance: that it ends in renewal,
    `review_chance`; notice_given: a withdrawal is
    in force as an instrument (its lifting ends the notice); u: one uniform draw.  Source: USMCA Articles 34.6, 34.7.
    """
    low = before.horizon <= p.extension - FIRST_REVIEW  # reviews that follow a renewal wait as long as the first did
    renewed = np.logical_and(review & low, ~np.asarray(notice_given, bool) & (u < chance))
    horizon = np.where(renewed, p.extension, before.horizon) - 1 / 12
    runs = np.logical_and(notice_given, forced == ENDOGENOUS)
    notice = np.where(runs, np.where(before.notice > 0, before.notice - 1, p.notice), 0.0)
    stands = (before.in_force != 0) & (horizon > 1e-9) & ~(runs & (before.notice == 1))
    return Treaty(1.0 * stands, horizon * stands, notice * stands, renewed & stands)


def month(m: Month, s: BargainingState) -> tuple[Treaty, BargainingState]:
    """Return the treaty a month later, and the state with what the log says of it."""
    y, calendar, d = m.w.bargaining, m.w.calendar, s.disputes
    before = Treaty(y.treaty_in_force, y.treaty_horizon, y.treaty_notice, False)
    forced, review = int(shared(calendar.treaty_forced)), bool(shared(calendar.review))
    chance = review_chance(m.model, m.w.actions.us_salience, s.policies.position, forced) if review else 0.0
    leaving = d.in_force[..., USA] & m.model.kinds.exit[d.option[..., USA]]
    pact = advance(m.model.p, before, forced, review, chance, leaving, m.u[..., USA, REVIEW])
    renewed, over = np.asarray(pact.renewed), np.asarray(before.in_force > pact.in_force)
    for outcome, where in (("renewed", renewed), ("treaty_ended", over)):
        if where.any():
            s = told(s, of_no_disputes(m, of_sender(USA, where), outcome, "treaty_renewal"))
    if over.any():  # nothing is left to withdraw or give back
        s = end(m, s, m.model.kinds.treaty[d.option] & (d.stage > QUIET) & column(over))
    return pact, s
