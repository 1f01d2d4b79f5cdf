"""Turn levers and instruments into the tariffs that are paid, and the use of preferences that follows."""

from typing import NamedTuple

import numpy as np

from giants import duties
from giants.symbols import (
    CHN,
    ECONOMIES,
    ISSUES,
    MEMBER_ROWS,
    MEX,
    MFN_PARTNER,
    PREFERRED_ROWS,
    SECTORS,
    USA,
    Array,
    rows,
)
from giants.trade import origin
from giants.trade.data import TradeData
from giants.trade.parameters import TradeParameters
from giants.world import World

SUBSIDISED = rows(("ELE", "AUT"), SECTORS)  # electronics and vehicles
CONTENT, STANDARDS, SCREENING = (
    ISSUES.index(name) for name in ("regional_content", "agreed_standards", "china_fdi_screening")
)


class Statute(NamedTuple):
    """What the rules of origin need of the base, computed once."""

    claims: origin.Claims
    mfn: Array
    """(N, N, J) most-favoured-nation rates between members of the treaty, base rates elsewhere."""
    chinese: Array
    """(2, J) Chinese content of the goods of each preferred origin in the base."""
    regional: Array
    """(2, J) regional content in the base."""
    eligible: Array
    """(2, J) share of goods whose Chinese content stays below the threshold in the base."""

    def contents(self, content: Array) -> tuple[Array, Array]:
        """Return Chinese and regional content (2, J) of what is made now, those of the base before the first month."""
        if not content[MEX, MEX].any():
            return self.chinese, self.regional
        return _contents(content)


def statute(data: TradeData, content: Array, p: TradeParameters) -> Statute:
    """Read claims and build most-favoured-nation rates and base contents; content is (origin, producer, J)."""
    mfn = mfn_rates(data)
    chinese, regional = _contents(content)
    allowed = origin.eligible(chinese, p.chinese_threshold, p.chinese_spread)
    return Statute(origin.claims(), mfn, chinese, regional, allowed)


def mfn_rates(data: TradeData) -> Array:
    """Return most-favoured-nation rates (N, N, J) between members, those of a partner without preference."""
    mfn = data.t0.copy()
    for n in MEMBER_ROWS:
        for i in MEMBER_ROWS:
            if n != i and USA in (n, i):
                mfn[n, i] = np.maximum(data.t0[n, i], data.t0[n, ECONOMIES.index(MFN_PARTNER[ECONOMIES[n]])])
    return mfn


def _contents(content: Array) -> tuple[Array, Array]:
    made = content[:, PREFERRED_ROWS]
    return made[CHN], made[MEMBER_ROWS].sum(0)


def suspicion(w: World, p: TradeParameters) -> float:
    """Return the weight of Chinese content in Washington's eyes, 1 at the start: (1 - k_a Δagreed)(1 - k_s Δscreened).

    Agreed standards and screening, of goods and of owners, say whose value it is and that what is sensitive was looked
    at; a lever below its start adds no doubt beyond the start's.  Prior form.
    Scalar, or (...,) by World.
    """
    moved = np.maximum(w.bargaining.position - w.base.position, 0.0)
    return float((1 - p.suspicion_span * moved[STANDARDS]) * (1 - p.screened_span * moved[SCREENING]))


def claim_target(w: World, s: Statute, p: TradeParameters) -> Array:
    """Return the use of the preference (2, J) that would settle under the margins and rules in force.

    margin = that of the base + the duties, of law and of bargaining, that claimed trade is spared; threshold
    V - (R - R0): a higher required regional content leaves less room for any other origin.  Costs and use are those
    observed under the policies of the base, so only what has changed since then counts.
    Prior form, as `origin.use_rate`.
    """
    lever = w.bargaining.position - w.base.position
    rise = p.required_span * lever[CONTENT]
    doubt = suspicion(w, p)
    chinese, regional = s.contents(w.trade.content)
    cost = origin.compliance_cost(
        s.claims.cost,
        rise - (regional - s.regional),
        doubt * (chinese - s.chinese),
        p.content_cost,
        p.chinese_cost,
    )
    margin = (
        origin.LOW_MARGIN
        + duties.within(w.calendar.claim_margin, w.calendar.spared_scope)[PREFERRED_ROWS]
        + w.bargaining.exempt[USA] * np.maximum(w.bargaining.added_tariff[USA, PREFERRED_ROWS], 0)
    )
    allowed = origin.eligible(doubt * chinese, p.chinese_threshold - rise, p.chinese_spread)
    ceiling = np.minimum(allowed / s.eligible, 1.0)
    used = origin.use_rate(margin, cost, s.claims.slope) * ceiling
    held = np.where(margin > cost, w.trade.preference_use[PREFERRED_ROWS], 0.0)
    return np.where(s.claims.low > 0, np.minimum(np.maximum(used, held), ceiling), 0.0)


def ordinary_margin(data: TradeData, s: Statute, use: Array) -> Array:
    """Return what the use (2, J) of the preference spares of the rates of the base, duties above them apart.

    :func:`origin.spared`.  Definition.
    """
    return origin.spared(data.t0[USA, PREFERRED_ROWS], s.mfn[USA, PREFERRED_ROWS], s.claims.low, use)


def preferred_rates(w: World, data: TradeData, s: Statute, claimed: Array) -> Array:
    """Return US tariffs (2, J) on members as paid when `claimed` (2, J) claims the preference, subsidies apart."""
    everyone = np.zeros(w.calendar.duty_scope.shape)
    everyone[PREFERRED_ROWS] = claimed
    law: Array = duties.law_paid(w, everyone)[PREFERRED_ROWS]
    return law + origin.preferential_tariff(
        data.t0[USA, PREFERRED_ROWS],
        s.mfn[USA, PREFERRED_ROWS],
        w.bargaining.added_tariff[USA, PREFERRED_ROWS],
        w.bargaining.exempt[USA],
        s.claims.low,
        claimed,
    )


def tariffs(w: World, data: TradeData, s: Statute, claimed: Array, local_rate: float) -> Array:
    """Return tariffs as paid (N, N, J): base, table of duties, scenario, bargaining, preferences, and US subsidies.

    Scenario tariffs are rates as paid; those of bargaining are statutory, and spare a share of claimed trade.  More use
    of a preference never pays more; `claimed` (2, J) is use of those that stand (`duties.claims`).  A subsidy is a
    negative tariff on domestic (or eligible) sales, so that its cost falls on the US budget; `local_rate` is that of
    the subsidies without eligibility.
    """
    t = origin.statutory(data.t0, w.calendar.added_tariff, w.bargaining.added_tariff)
    t[USA, PREFERRED_ROWS] = preferred_rates(w, data, s, claimed)
    if not w.bargaining.treaty_in_force:
        t[PREFERRED_ROWS, USA] += s.mfn[PREFERRED_ROWS, USA] - data.t0[PREFERRED_ROWS, USA]
    local = w.bargaining.local_subsidy
    t[USA, USA] -= w.actions.us_subsidy
    t[USA, USA, SUBSIDISED] -= local_rate * local
    t[USA, PREFERRED_ROWS] -= w.actions.us_subsidy * w.actions.us_content_eligible * (1 - local)
    return t


def without_preference(w: World, data: TradeData, s: Statute, local_rate: float) -> Array:
    """Return tariffs as paid if the members' preferences in the United States were withdrawn now."""
    t = tariffs(w, data, s, np.zeros_like(s.claims.low), local_rate)
    ordinary = s.mfn[PREFERRED_ROWS, USA] + w.bargaining.added_tariff[PREFERRED_ROWS, USA]
    t[PREFERRED_ROWS, USA] = np.maximum(t[PREFERRED_ROWS, USA], ordinary)
    return t
