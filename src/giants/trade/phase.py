"""The trade phase: one equilibrium a month."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from giants.rates import rate
from giants.symbols import ASIA_ROWS, CHN, ECONOMIES, MEMBER_ROWS, MEX, PARTNER_ROWS, PREFERRED_ROWS, USA, Array
from giants.trade import adjustment, inputs, policy, transit
from giants.trade.block import TradeBlock, build
from giants.trade.content import of_exports, regional, value_added
from giants.trade.data import abroad
from giants.trade.equilibrium import Solution
from giants.trade.forces import Crime, crime, crime_base, dollars, forces, plants_buy, shock_of, unknowns
from giants.world import World

__all__ = ["TradeBlock", "TradeResult", "advance", "build", "initial", "recentre", "shock_of", "unknowns"]


FAR = np.sort([*ASIA_ROWS, *PARTNER_ROWS])
"""Origins whose value passes through Mexico as a bridge: Asia and Latin America."""


@dataclass(frozen=True)
class TradeResult:
    """What the trade phase writes; see `symbols.Trade`."""

    wage: Array
    price: Array
    sector_price: Array
    unit_cost: Array
    expenditure: Array
    taste: Array
    input_shift: Array
    relative_price: Array
    preference_use: Array
    tariff: Array
    us_tariff: Array
    flows: Array
    exports: Array
    domestic_sales: Array
    output: Array
    value_added: Array
    us_share: Array
    gdp: Array
    gni: Array
    real_gdp: Array
    real_income: Array
    revenue: Array
    transit: Array
    transit_value: Array
    transit_caught: float
    suspect_content: float
    content: Array
    us_export_content: Array
    domestic_content: float
    regional_content: Array
    bridge: float
    export_share: Array
    import_share: Array
    us_import_share: Array
    crime_base: float
    freight_base: float
    residual: float
    redundant: float
    iterations: int


def initial(w: World, b: TradeBlock) -> TradeResult:
    """Return the phase at its base: preferences used as in 2024, the present cost of crime taken as given."""
    transit_base = np.where(b.data.goods, b.parameters.transit_share, 0.0)
    return _result(w, b, np.zeros_like(b.data.t0), b.statute.claims.low, transit_base, crime(w))


def advance(w: World, b: TradeBlock) -> TradeResult:
    """Return the month's equilibrium under the World's tariffs, costs, productivity and endowments.

    Habits and use of preferences first move by one month, given last month's prices, margins and content.
    Raises ConvergenceError naming the largest shock.
    """
    p = b.parameters
    month = adjustment.monthly_rate(p.adjustment_years)
    taste = adjustment.tastes(w.trade.taste, w.trade.relative_price, b.theta_S, b.theta_L, month)
    use = w.trade.preference_use[PREFERRED_ROWS]
    gap = policy.claim_target(w, b.statute, p) - use
    half_life = np.where(gap > 0, p.preference_half_life, p.preference_half_life_down)
    use = use + rate(half_life) * gap
    return _result(w, b, taste, use, w.trade.transit, crime_base(w))


def recentre(w: World, b: TradeBlock) -> TradeBlock:
    """Return the block with its Jacobians rebuilt at the World's equilibrium; call it when solves grow slow."""
    u = unknowns(w)
    return replace(
        b,
        now=b.now.at(shock_of(w, b), u),
        ahead=b.ahead.at(shock_of(w, b, b.theta_h), u),
    )


def _result(w: World, b: TradeBlock, taste: Array, use: Array, held: Array, before: Crime) -> TradeResult:
    data = b.data
    t = policy.tariffs(w, data, b.statute, use, b.parameters.local_subsidy_rate)
    passing = transit.month(w, b.parameters, b.transit0, held, t, data.goods)
    t[USA, CHN] -= passing.relief
    bought = plants_buy(w, b)
    shock = forces(w, b, t, taste, before, bought)
    s = b.now.solve(shock, unknowns(w))
    assert shock.A is not None
    everyone = np.zeros((len(ECONOMIES), len(data.sectors)))
    everyone[PREFERRED_ROWS] = use
    prices: dict[str, Any] = {
        "wage": s.w,
        "price": s.cpi,
        "sector_price": s.P,
        "unit_cost": s.c / shock.A,
        "expenditure": _ratio(s.X, data.X0),
        "taste": taste,
        "input_shift": bought.shift,
        "relative_price": adjustment.relative_prices(data.t0, shock, s),
        "preference_use": everyone,
        "tariff": t,
        "us_tariff": t[USA, MEX] - data.t0[USA, MEX],
        "crime_base": before.domestic,
        "freight_base": before.freight,
        "residual": s.residual,
        "redundant": float(s.redundant),
        "iterations": s.iterations,
    }
    sold = abroad(s.flows)
    return TradeResult(
        **prices, **_quantities(b, s, sold), **_accounts(w, b, s, sold), **_content(b, s, bought, passing)
    )


def _ratio(now: Array, base: Array) -> Array:
    return np.divide(now, base, out=np.ones_like(base), where=base > 0)


def _quantities(b: TradeBlock, s: Solution, sold: Array) -> dict[str, Any]:
    abroad_by_sector = sold.sum(0)
    output = _ratio(s.Y, b.data.Y0)
    return {
        "exports": _ratio(abroad_by_sector, b.exports0),
        "domestic_sales": _ratio(np.diagonal(s.flows).T, b.domestic0),
        "output": output,
        "value_added": output,
        "us_share": sold[USA] / np.where(abroad_by_sector > 0, abroad_by_sector, 1.0),
    }


def _accounts(w: World, b: TradeBlock, s: Solution, sold: Array) -> dict[str, Any]:
    usd = dollars(b, s.cpi)
    gdp = s.factor_income + s.revenue
    goods = sold @ b.data.goods
    profits = w.invest.profits - w.invest.profits.sum() * (np.arange(len(gdp)) == MEX)
    return {
        "flows": usd * s.flows,
        "gdp": usd * gdp,
        "gni": usd * gdp + profits,
        "real_gdp": gdp / (b.now.c.I0 - b.data.D) / s.cpi,
        "real_income": s.real_income_hat,
        "revenue": s.revenue / gdp,
        "export_share": goods[:, MEX] / goods[:, MEX].sum(),
        "import_share": goods[MEX] / goods[MEX].sum(),
        "us_import_share": goods[USA] / goods[USA].sum(),
    }


def _content(b: TradeBlock, s: Solution, bought: inputs.Sourcing, passing: transit.Transit) -> dict[str, Any]:
    own = inputs.by_user(bought, s.flows[MEX], b.data.goods)
    V = value_added(b.data.b, b.data.g, s.flows, (MEX, own))
    inside = of_exports(V, s.flows, b.data.goods, MEX, USA, FAR)
    usd, sold = dollars(b, s.cpi), float(s.flows[USA, MEX] @ b.data.goods)
    value = passing.share * s.flows[USA, CHN]
    new = float(((passing.share - b.parameters.transit_share) * s.flows[USA, CHN]) @ b.data.goods)
    return {
        "transit": passing.share,
        "transit_value": usd * value,
        "transit_caught": passing.caught,
        "suspect_content": (float(inside.to_partner[CHN]) * sold + new) / (sold + new),
        "content": V,
        "us_export_content": inside.to_partner,
        "domestic_content": inside.domestic,
        "regional_content": regional(V, MEX, MEMBER_ROWS),
        "bridge": inside.bridge * usd,
    }
