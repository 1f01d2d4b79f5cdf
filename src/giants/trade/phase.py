"""The trade phase: one equilibrium a month."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.symbols import CHN, ECONOMIES, MEX, PARTNERS, USA
from giants.trade import adjustment, policy
from giants.trade.content import of_exports, regional, value_added
from giants.trade.data import TradeData, abroad, bundled
from giants.trade.equilibrium import Solution, Solver, solver
from giants.trade.exposure import at_horizon, raised
from giants.trade.parameters import TradeParameters
from giants.trade.shock import Shock
from giants.world import World

Array = NDArray[np.float64]

PARTNER_ROWS = np.array([ECONOMIES.index(o) for o in PARTNERS])
FAR = [ECONOMIES.index(code) for code in ("CHN", "BRA", "RPA", "RLA", "RAS")]
"""Origins whose value passes through Mexico as a bridge: Asia and Latin America."""

LOSS_TOLERANCE = 1e-5
"""Largest equation residual of solves for losses, which it moves by less than that share of GDP."""


@dataclass(frozen=True)
class TradeResult:
    """What the trade phase writes; see `symbols.Trade`."""

    wage: Array
    price: Array
    sector_price: Array
    unit_cost: Array
    expenditure: Array
    taste: Array
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
    real_gdp: Array
    real_income: Array
    revenue: Array
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


@dataclass(frozen=True, eq=False)
class TradeBlock:
    """What the phase needs beside the World; created per run, never changed."""

    data: TradeData
    parameters: TradeParameters
    now: Solver
    """at the short-run elasticity, for the month's equilibrium."""
    ahead: Solver
    """at the elasticity of the horizon of threats; with the next to LOSS_TOLERANCE."""
    later: Solver
    """at the long-run elasticity, for losses after everyone has adjusted; its Jacobian is that of a quarter tariff
    between Mexico and the United States, which serves today's trade and a break alike."""
    theta_S: Array
    theta_L: Array
    theta_h: Array
    statute: policy.Statute
    exports0: Array
    domestic0: Array


def build(parameters: TradeParameters, data: TradeData | None = None) -> TradeBlock:
    """Return the block of one run, with solvers built from the calibrated base."""
    base = bundled() if data is None else data
    long = np.array(parameters.theta_long)
    short = np.full_like(long, parameters.theta_short)
    horizon = adjustment.horizon_elasticity(parameters.horizon_months, short, long, parameters.adjustment_years)
    flows = base.flows
    later = solver(base, long, tolerance=LOSS_TOLERANCE)
    between = Shock(t=raised(base.t0, base.goods, 0.25, (USA, MEX), (MEX, USA)).cube(base.t0)[0])
    return TradeBlock(
        data=base,
        parameters=parameters,
        now=solver(base, short, tolerance=1e-8),
        ahead=solver(base, horizon, tolerance=LOSS_TOLERANCE),
        later=later.at(between, later.solve(between).u),
        theta_S=short,
        theta_L=long,
        theta_h=horizon,
        statute=policy.statute(base, value_added(base.b, base.g, flows)),
        exports0=abroad(flows).sum(0),
        domestic0=np.diagonal(flows).T,
    )


def initial(w: World, b: TradeBlock) -> TradeResult:
    """Return the phase at its base: preferences used as in 2024, the present cost of crime taken as given."""
    return _result(w, b, np.zeros_like(b.data.t0), b.statute.claims.low, _crime(w))


def advance(w: World, b: TradeBlock) -> TradeResult:
    """Return the month's equilibrium under the World's tariffs, costs, productivity and endowments.

    Habits and use of preferences first move by one month, given last month's prices, margins and content.
    Raises ConvergenceError naming the largest shock.
    """
    p = b.parameters
    rate = adjustment.monthly_rate(p.adjustment_years)
    taste = adjustment.tastes(w.trade.taste, w.trade.relative_price, b.theta_S, b.theta_L, rate)
    use = w.trade.preference_use[policy.PREFERRED]
    gap = policy.claim_target(w, b.statute, p) - use
    half_life = np.where(gap > 0, p.preference_half_life, p.preference_half_life_down)
    use = use + (1 - 0.5 ** (1 / half_life)) * gap
    return _result(w, b, taste, use, _crime_base(w))


def recentre(w: World, b: TradeBlock) -> TradeBlock:
    """Return the block with its Jacobians rebuilt at the World's equilibrium; call it when solves grow slow."""
    u = unknowns(w)
    return replace(
        b,
        now=b.now.at(shock_of(w, b), u),
        ahead=b.ahead.at(shock_of(w, b, b.theta_h), u),
    )


def unknowns(w: World) -> Array:
    """Return last month's equilibrium as the unknowns of the solver."""
    parts = (w.trade.wage, w.trade.sector_price.T.ravel(), w.trade.expenditure.T.ravel())
    return np.log(np.concatenate(parts))


class Crime(NamedTuple):
    """What crime costs trade, as shares of value."""

    domestic: float
    """cost to domestic firms, mean over states by output"""
    freight: float
    """cost on freight through the border crossings, by trucks"""


def _crime(w: World) -> Crime:
    """Return the present costs (the mean over states is by number while output is unknown)."""
    weight = w.labour.output.sum(1)
    domestic = np.average(w.security.extortion, weights=weight if weight.sum() > 0 else None)
    return Crime(float(domestic), float(w.security.freight))


def _crime_base(w: World) -> Crime:
    return Crime(float(w.trade.crime_base), float(w.trade.freight_base))


def shock_of(w: World, b: TradeBlock, theta: Array | None = None) -> Shock:
    """Return the shock that reproduces the World's present equilibrium (at another elasticity if `theta`)."""
    taste = w.trade.taste
    if theta is not None:
        taste = at_horizon(taste, w.trade.relative_price, b.theta_S, theta)
    return _forces(w, b, w.trade.tariff, taste, _crime_base(w))


def _forces(w: World, b: TradeBlock, t: Array, taste: Array, crime_base: Crime) -> Shock:
    """Put together the month's trade costs, productivity, endowments and transfers.

    Domestic sales in Mexico bear the rise of the cost of crime on firms, goods that cross the border that on freight;
    export plants themselves bear none (see the evidence on them).
    """
    d = w.calendar.trade_cost.copy()
    crime = _crime(w)
    d[MEX, MEX] *= w.invest.domestic_input_cost * (1 + crime.domestic - crime_base.domestic)
    d[MEX, CHN] *= w.invest.chinese_input_cost
    d[MEX, PARTNER_ROWS] *= w.society.regional_cost
    d[PARTNER_ROWS, MEX] *= w.society.regional_cost
    d[USA, MEX, b.data.goods] *= w.policy.border_friction * (1 + crime.freight - crime_base.freight)
    paid = w.policy.inducement * w.trade.gdp[MEX] - w.invest.profits_abroad  # to Mexico: for its policies, less profits
    transfer = float(paid.sum()) * np.eye(len(ECONOMIES))[MEX] - paid
    transfer[MEX] += w.society.remittances_above
    transfer[USA] -= w.society.remittances_above
    return Shock(
        t=t,
        d=d,
        A=w.calendar.productivity * w.invest.productivity,
        L=w.calendar.endowment,
        transfer=transfer / _dollars(b, w.trade.price),
        taste=taste,
    )


def _dollars(b: TradeBlock, price: Array) -> float:
    """Return bn USD (of 2023, in US consumer prices) in one unit of world factor income."""
    return float(b.data.world_income / 1e3 / price[USA])


def _result(w: World, b: TradeBlock, taste: Array, use: Array, crime_base: Crime) -> TradeResult:
    data = b.data
    t = policy.tariffs(w, data, b.statute, use, b.parameters.local_subsidy_rate)
    shock = _forces(w, b, t, taste, crime_base)
    s = b.now.solve(shock, unknowns(w))
    assert shock.A is not None
    everyone = np.zeros((len(ECONOMIES), len(data.sectors)))
    everyone[policy.PREFERRED] = use
    prices: dict[str, Any] = {
        "wage": s.w,
        "price": s.cpi,
        "sector_price": s.P,
        "unit_cost": s.c / shock.A,
        "expenditure": _ratio(s.X, data.X0),
        "taste": taste,
        "relative_price": adjustment.relative_prices(data.t0, shock, s),
        "preference_use": everyone,
        "tariff": t,
        "us_tariff": t[USA, MEX] - data.t0[USA, MEX],
        "crime_base": crime_base.domestic,
        "freight_base": crime_base.freight,
        "residual": s.residual,
        "redundant": float(s.redundant),
        "iterations": s.iterations,
    }
    sold = abroad(s.flows)
    return TradeResult(**prices, **_quantities(b, s, sold), **_accounts(b, s, sold), **_content(b, s))


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


def _accounts(b: TradeBlock, s: Solution, sold: Array) -> dict[str, Any]:
    usd = _dollars(b, s.cpi)
    gdp = s.factor_income + s.revenue
    goods = sold @ b.data.goods
    return {
        "flows": usd * s.flows,
        "gdp": usd * gdp,
        "real_gdp": gdp / (b.now.c.I0 - b.data.D) / s.cpi,
        "real_income": s.real_income_hat,
        "revenue": s.revenue / gdp,
        "export_share": goods[:, MEX] / goods[:, MEX].sum(),
        "import_share": goods[MEX] / goods[MEX].sum(),
        "us_import_share": goods[USA] / goods[USA].sum(),
    }


def _content(b: TradeBlock, s: Solution) -> dict[str, Any]:
    V = value_added(b.data.b, b.data.g, s.flows)
    inside = of_exports(V, s.flows, b.data.goods, MEX, USA, FAR)
    return {
        "content": V,
        "us_export_content": inside.to_partner,
        "domestic_content": inside.domestic,
        "regional_content": regional(V, MEX, policy.MEMBERS),
        "bridge": inside.bridge * _dollars(b, s.cpi),
    }
