"""The trade phase: one equilibrium a month."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants import duties
from giants.batch import column, shared
from giants.rates import rate
from giants.symbols import (
    ASIA_ROWS,
    CHN,
    ECONOMIES,
    MEMBER_ROWS,
    MEX,
    PARTNER_ROWS,
    PREFERRED_ROWS,
    USA,
    Array,
    Trade,
    mask,
    reads,
)
from giants.trade import adjustment, inputs, policy, transit
from giants.trade.calibration import Calibration
from giants.trade.content import Content, of_exports, regional, value_added
from giants.trade.data import abroad
from giants.trade.equilibrium import Solution, solver
from giants.trade.trend import BASE
from giants.trade.world_shock import (
    dollars,
    duties_deferred,
    plants_buy,
    present_shock,
    shock_from_world,
    standing_prices,
    unknowns,
)
from giants.world import World

__all__ = ["Calibration", "advance", "initial", "present_shock", "refresh_jacobians", "settled", "unknowns"]


_MEXICO = mask(("MEX",), ECONOMIES)
FAR = np.sort([*ASIA_ROWS, *PARTNER_ROWS])
"""Origins whose value passes through Mexico as a bridge: Asia and Latin America."""


def initial(w: World, b: Calibration) -> Trade:
    """Return the phase at its base: preferences used as in 2024, habits as in the data, no pressure on any market."""
    transit_base = np.where(b.data.goods, b.parameters.transit_share, 0.0)
    b = replace(b, short_run=b.growth.solver)
    return _solved(w, b, np.zeros_like(b.data.t0), b.statute.claims.low, transit_base)


def settled(w: World, b: Calibration) -> Trade:
    """Return the long-run equilibrium under the World's law, costs and endowments, tastes settled at its prices.

    Solved at th_L and restated at th_S by b = -(th_L - th_S)(ln p - ln P), so that the first month continues it.
    """
    long_run = replace(b.growth, solver=solver(b.data, b.theta_L, tolerance=1e-8))
    start = initial(w, replace(b, growth=long_run))
    tastes = adjustment.tastes(start.taste, start.relative_price, b.theta_S, b.theta_L, 1.0)
    return replace(start, taste=tastes, habits_year=w.calendar.year - BASE)


READS = reads(
    actions="us_content_eligible us_subsidy venture_transparency",
    bargaining="""
        added_tariff barrier border_friction exempt inducement position local_subsidy preference_lost treaty_in_force
    """,
    base="crime_cost crime_freight position profits remittances",
    calendar="added_tariff claim_margin duty_scope endowment month productivity spared_scope trade_cost year",
    invest="input_rule input_saving productivity profits",
    labour="output",
    security="extortion freight",
    society="port_integrity regional_cost remittances screening_capacity",
    trade="""
        content expenditure flows gdp habits_year input_shift largest_redundant output preference_use
        pressure price
        relative_price sector_price tariff taste transit wage
    """,
)
"""What the phase reads."""


def advance(w: World, b: Calibration) -> Trade:
    """Return the month's equilibrium under the World's tariffs, costs, productivity and endowments.

    Habits and use of preferences first move by one month, given last month's prices, margins and content.  Where
    factor prices give way slowly, they stand at last month's, moved by what growth alone makes of them.
    Raises ConvergenceError naming the largest shock.
    """
    p = b.parameters
    month = adjustment.monthly_rate(p.adjustment_years)
    taste = adjustment.tastes(w.trade.taste, w.trade.relative_price, b.theta_S, b.theta_L, month)
    use = w.trade.preference_use.take(PREFERRED_ROWS, -2)
    gap = policy.claim_target(w, b.statute, p) - use
    half_life = np.where(gap > 0, p.preference_half_life, p.preference_half_life_down)
    use = use + rate(half_life) * gap
    return _solved(w, b, taste, use, w.trade.transit)


def refresh_jacobians[B: Calibration](w: World, b: B) -> B:
    """Return the block with its Jacobians rebuilt at the World's equilibrium, near which a run's solves start."""
    near, far = b.short_run, b.threat_horizon
    return replace(
        b,
        short_run=near.refresh_jacobian(present_shock(w, b), unknowns(w, near)),
        threat_horizon=far.refresh_jacobian(present_shock(w, b, b.theta_h), unknowns(w, far)),
    )


def _solved(w: World, b: Calibration, taste: Array, use: Array, held: Array) -> Trade:
    data, everyone = b.data, policy.of_everyone(use)
    claimed = duties.claims(w, everyone).take(PREFERRED_ROWS, -2)
    t = policy.tariffs(w, data, b.statute, claimed, b.parameters.local_subsidy_rate)
    ordinary = policy.of_everyone(policy.ordinary_margin(data, b.statute, use))
    passing = transit.month(w, b.parameters, b.transit0, held, t, data.goods)
    t[..., USA, CHN, :] -= passing.relief
    spared = duties_deferred(w, b, t)
    t[..., MEX, :, :] -= spared.share * np.maximum(t[..., MEX, :, :] - data.t0[MEX], 0.0)
    sales_cost = spared.sales_cost(len(ECONOMIES), MEX)
    bought = plants_buy(w, b)
    shock = replace(shock_from_world(w, b, t, taste, bought, sales_cost), lnw=standing_prices(w, b))
    s = b.short_run.solve(shock, unknowns(w, b.short_run))
    assert shock.A is not None
    usd = dollars(b, s.cpi)
    in_usd, per_cell = column(usd), usd[..., None, None, None]
    sold = abroad(s.flows)
    exports, goods = sold.sum(-3), sold @ data.goods
    output = _ratio(s.Y, data.Y0)
    gdp, paid_abroad = s.factor_income + s.revenue, column(w.invest.profits.sum(-1))
    content = _content(b, s, bought, passing)
    so_far = w.trade.largest_redundant * (shared(w.calendar.month) > 0)
    return Trade(
        wage=s.w,
        pressure=s.pressure,
        utilisation=s.utilisation,
        borrowed=s.borrowed / gdp,
        habits_year=w.trade.habits_year,
        price=s.cpi,
        sector_price=s.P,
        unit_cost=s.c / shock.A,
        expenditure=_ratio(s.X, data.X0),
        taste=taste,
        input_shift=bought.shift,
        relative_price=adjustment.relative_prices(data.t0, shock, s),
        preference_use=everyone,
        tariff=t,
        deferred=spared.share,
        deferral_cost=sales_cost,
        ordinary_margin=ordinary,
        us_tariff=t[..., USA, MEX, :] - data.t0[USA, MEX],
        flows=per_cell * s.flows,
        exports=_ratio(exports, b.exports0),
        domestic_sales=_ratio(np.diagonal(s.flows, axis1=-3, axis2=-2).swapaxes(-1, -2), b.domestic0),
        output=output,
        value_added=output,
        us_share=sold[..., USA, :, :] / np.where(exports > 0, exports, 1.0),
        gdp=in_usd * gdp,
        gni=in_usd * gdp + w.invest.profits - paid_abroad * _MEXICO,
        real_gdp=gdp / (b.short_run.c.I0 - data.D) / s.cpi,
        real_income=s.real_income_hat,
        revenue=s.revenue / gdp,
        transit=passing.share,
        transit_value=in_usd * passing.share * s.flows[..., USA, CHN, :],
        transit_caught=passing.caught,
        suspect_content=policy.suspicion(w, b.parameters) * content.suspect,
        content=content.value_added,
        us_export_content=content.exports.to_partner,
        domestic_content=content.exports.domestic,
        regional_content=regional(content.value_added, MEX, MEMBER_ROWS),
        bridge=content.exports.bridge * usd,
        export_share=_parts(goods[..., MEX]),
        import_share=_parts(goods[..., MEX, :]),
        us_import_share=_parts(goods[..., USA, :]),
        residual=s.residual,
        redundant=s.redundant,
        largest_redundant=np.maximum(so_far, np.abs(s.redundant)),
        iterations=s.iterations,
    )


def _ratio(now: Array, base: Array) -> Array:
    return np.divide(now, base, out=np.ones(now.shape), where=base > 0)


def _parts(sold: Array) -> Array:
    return np.asarray(sold / sold.sum(-1, keepdims=True))


class ValueContent(NamedTuple):
    """Whose value is in what Mexico makes and sells."""

    value_added: Array
    """(i, n, j) share of origin i's value added in the output of n"""
    exports: Content
    """the same in Mexican goods exports"""
    suspect: Array
    """share of Chinese value in US imports of goods from Mexico, with what passes through"""


def _content(b: Calibration, s: Solution, bought: inputs.Sourcing, passing: transit.Transit) -> ValueContent:
    own = inputs.by_user(bought, s.flows[..., MEX, :, :], b.data.goods)
    V = value_added(b.data.b, b.data.g, s.flows, (MEX, own))
    inside = of_exports(V, s.flows, b.data.goods, MEX, USA, FAR)
    sold = np.vecdot(s.flows[..., USA, MEX, :], b.data.goods)
    new = np.vecdot((passing.share - b.parameters.transit_share) * s.flows[..., USA, CHN, :], b.data.goods)
    return ValueContent(V, inside, (inside.to_partner[..., CHN] * sold + new) / (sold + new))
