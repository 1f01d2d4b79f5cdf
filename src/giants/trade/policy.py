"""Turn levers and instruments into the tariffs that are paid, and the use of preferences that follows."""

from typing import NamedTuple

import numpy as np

from giants import duties
from giants.batch import column
from giants.symbols import (
    CHN,
    ECONOMIES,
    ISSUES,
    MEMBER_ROWS,
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
        return _contents(content) if content.any() else (self.chinese, self.regional)


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
    made = content.take(PREFERRED_ROWS, -2)
    return made[..., CHN, :, :], made.take(MEMBER_ROWS, -3).sum(-3)


def suspicion(w: World, p: TradeParameters) -> Array:
    """Return the weight of Chinese content in Washington's eyes, 1 at the start: (1 - k_a Δagreed)(1 - k_s Δscreened).

    Agreed standards and screening, of goods and of owners, say whose value it is and that what is sensitive was looked
    at; a lever below its start adds no doubt beyond the start's.  Prior form.
    Scalar, or (...,) by World.
    """
    moved = np.maximum(w.bargaining.position - w.base.position, 0.0)
    trusted: Array = (1 - p.suspicion_span * moved[..., STANDARDS]) * (1 - p.screened_span * moved[..., SCREENING])
    return trusted


def claim_target(w: World, s: Statute, p: TradeParameters) -> Array:
    """Return the use of the preference (2, J) that would settle under the margins and rules in force.

    margin = that of the base + the duties, of law and of bargaining, that claimed trade is spared; threshold
    V - (R - R0): a higher required regional content leaves less room for any other origin.  Costs and use are those
    observed under the policies of the base, so only what has changed since then counts.
    Prior form, as `origin.use_rate`.
    """
    lever = w.bargaining.position - w.base.position
    rise, doubt = (column(column(x)) for x in (p.required_span * lever[..., CONTENT], suspicion(w, p)))
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
        + duties.within(w.calendar.claim_margin, w.calendar.spared_scope).take(PREFERRED_ROWS, -2)
        + _exempt(w) * np.maximum(_added(w), 0)
    )
    allowed = origin.eligible(doubt * chinese, p.chinese_threshold - rise, p.chinese_spread)
    ceiling = np.minimum(allowed / s.eligible, 1.0)
    used = origin.use_rate(margin, cost, s.claims.slope) * ceiling
    held = np.where(margin > cost, w.trade.preference_use.take(PREFERRED_ROWS, -2), 0.0)
    return np.where(s.claims.low > 0, np.minimum(np.maximum(used, held), ceiling), 0.0)


def _added(w: World) -> Array:
    """Return what bargaining has added to US tariffs on origins with a preference, (2, J)."""
    return np.asarray(w.bargaining.added_tariff[..., USA, :, :].take(PREFERRED_ROWS, -2))


def _exempt(w: World) -> Array:
    """Return the share of claimed trade that US tariffs leave out, (1, 1)."""
    return w.bargaining.exempt[..., USA, None, None]


def ordinary_margin(data: TradeData, s: Statute, use: Array) -> Array:
    """Return what the use (2, J) of the preference spares of the rates of the base, duties above them apart.

    :func:`origin.spared`.  Definition.
    """
    return origin.spared(data.t0[USA, PREFERRED_ROWS], s.mfn[USA, PREFERRED_ROWS], s.claims.low, use)


def preferred_rates(w: World, data: TradeData, s: Statute, claimed: Array) -> Array:
    """Return US tariffs (2, J) on members as paid when `claimed` (2, J) claims the preference, subsidies apart."""
    law: Array = duties.law_paid(w, of_everyone(claimed)).take(PREFERRED_ROWS, -2)
    return law + origin.preferential_tariff(
        data.t0[USA, PREFERRED_ROWS],
        s.mfn[USA, PREFERRED_ROWS],
        _added(w),
        _exempt(w),
        s.claims.low,
        claimed,
    )


def of_everyone(use: Array) -> Array:
    """Return the use (2, J) of the preference as the use of every origin (N, J): nothing for others.

    v_nj = u_nj for n with a preference, else 0.  Definition.
    """
    out = np.zeros((*use.shape[:-2], len(ECONOMIES), use.shape[-1]))
    out[..., PREFERRED_ROWS, :] = use
    return out


def tariffs(w: World, data: TradeData, s: Statute, claimed: Array, local_rate: float) -> Array:
    """Return tariffs as paid (N, N, J): base, table of duties, scenario, bargaining, preferences, and US subsidies.

    Scenario tariffs are rates as paid; those of bargaining are statutory, and spare a share of claimed trade.  More use
    of a preference never pays more; `claimed` (2, J) is use of those that stand (`duties.claims`).  A subsidy is a
    negative tariff on domestic (or eligible) sales, so that its cost falls on the US budget; `local_rate` is that of
    the subsidies without eligibility.
    """
    t = origin.statutory(data.t0, w.calendar.added_tariff, w.bargaining.added_tariff)
    subsidy, local = w.actions.us_subsidy, column(w.bargaining.local_subsidy)
    shared = subsidy * column(w.actions.us_content_eligible) * (1 - local)
    t[..., USA, PREFERRED_ROWS, :] = preferred_rates(w, data, s, claimed) - shared[..., None, :]
    lapsed = s.mfn[PREFERRED_ROWS, USA] - data.t0[PREFERRED_ROWS, USA]
    t[..., PREFERRED_ROWS, USA, :] += np.where(column(column(w.bargaining.treaty_in_force)) > 0, 0.0, lapsed)
    t[..., USA, USA, :] -= subsidy
    t[..., USA, USA, SUBSIDISED] -= local_rate * local
    return t


def without_preference(w: World, data: TradeData, s: Statute, local_rate: float) -> Array:
    """Return tariffs as paid if the members' preferences in the United States were withdrawn now."""
    t = tariffs(w, data, s, np.zeros_like(s.claims.low), local_rate)
    added = w.bargaining.added_tariff[..., USA, :].take(PREFERRED_ROWS, -2)
    paid = t[..., USA, :].take(PREFERRED_ROWS, -2)
    t[..., PREFERRED_ROWS, USA, :] = np.maximum(paid, s.mfn[PREFERRED_ROWS, USA] + added)
    return t
