"""The World as the equilibrium sees it: tariffs, trade costs, productivity, endowments, transfers and tastes."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants.batch import column, known, shared
from giants.symbols import IS_MEMBER, MEX, PARTNER_ROWS, USA, Array
from giants.trade import inputs
from giants.trade.calibration import Calibration
from giants.trade.deferral import Deferral, Market, duties_spared
from giants.trade.equilibrium import Solver
from giants.trade.losses import at_horizon
from giants.trade.shock import Shock
from giants.trade.trend import BASE
from giants.world import World


def unknowns(w: World, s: Solver) -> Array:
    """Return last month's equilibrium as the unknowns of a solver, whatever its closure."""
    pressure, lnw, sticky = w.trade.pressure, np.log(w.trade.wage), s.c.sticky
    market = lnw if sticky is None else pressure / (1.0 - sticky.share)
    lead = market.shape[:-1]
    cells = (np.log(x.swapaxes(-1, -2).reshape(*lead, -1)) for x in (w.trade.sector_price, w.trade.expenditure))
    return np.concatenate([market, *cells], -1)


def standing_prices(w: World, b: Calibration) -> Array:
    """Return (n,) log factor prices before this month's pressure: last month's, on the path of growth alone."""
    lnw, since, year = np.log(w.trade.wage), BASE + float(shared(w.trade.habits_year)), float(shared(w.calendar.year))
    return lnw if b.short_run.c.sticky is None else lnw + b.growth.drift(since, year)


class Crime(NamedTuple):
    """What crime costs trade, as shares of value."""

    domestic: Array
    """cost to domestic firms, mean over states by output"""
    freight: Array
    """cost on freight through the border crossings, by trucks"""


def crime(w: World) -> Crime:
    """Return the present costs of crime (the mean over states is by number while output is unknown)."""
    weight, rate = w.labour.output.sum(-1), w.security.extortion
    total = weight.sum(-1)
    domestic = np.where(total > 0, np.vecdot(rate, weight) / np.where(total > 0, total, 1.0), rate.mean(-1))
    return Crime(domestic, np.asarray(w.security.freight))


def present_shock(w: World, b: Calibration, theta: Array | None = None) -> Shock:
    """Return the shock that reproduces the World's present equilibrium (at another elasticity if `theta`).

    At any share of pressure that prices take, too: what they have left of it stays.
    """
    taste = w.trade.taste
    if theta is not None:
        taste = at_horizon(taste, w.trade.relative_price, b.theta_S, theta)
    bought = plants_buy(w, b)._replace(shift=w.trade.input_shift)
    shock = shock_from_world(w, b, w.trade.tariff, taste, bought, w.trade.deferral_cost)
    return replace(shock, lnw=np.log(w.trade.wage), pressure=w.trade.pressure)


def plants_buy(w: World, b: Calibration) -> inputs.Sourcing:
    """Return how plants in Mexico buy, given last month's market and the savings and rules of this one.

    Relations with suppliers are as lasting as what builds them, so that the long-run elasticity rules.
    """
    data, t = b.data, w.trade
    paid = t.flows[..., MEX, :, :] * (1 + t.tariff[..., MEX, :, :])
    x = inputs.others(known(paid, data.pi0[MEX]), t.input_shift)
    output, spent = t.output[..., MEX, :] * data.Y0[MEX], t.expenditure[..., MEX, :] * data.X0[MEX]
    use = inputs.use_by_plants(data.g[MEX], output, spent, data.goods)
    return inputs.sourcing(x, w.invest.input_saving, w.invest.input_rule, b.theta_L, use)


def duties_deferred(w: World, b: Calibration, t: Array) -> Deferral:
    """Return what Mexico's added duties are not paid on, given duties t as the law has them and last month's market.

    With the treaty goes its limit: then programmes defer duties on the inputs of all exports.
    """
    flows = known(w.trade.flows, b.data.flows)
    paid = flows[..., MEX, :, :] * (1 + w.trade.tariff[..., MEX, :, :])
    spent = paid.sum(-2)
    now = Market(flows, spent, paid / np.maximum(spent, 1e-300)[..., None, :])
    return duties_spared(b.data, t, MEX, IS_MEMBER, w.bargaining.treaty_in_force, b.parameters, now)


def shock_from_world(
    w: World, b: Calibration, t: Array, taste: Array, bought: inputs.Sourcing, sales_cost: Array
) -> Shock:
    """Put together the month's trade costs, productivity, endowments and transfers, under tariffs as paid.

    Domestic sales in Mexico bear the rise of the cost of crime on firms, goods that cross the border that on freight;
    export plants themselves bear none (see the evidence on them).  `bought` moves sourcing and unit cost in Mexico,
    `sales_cost` (n, j) is the log cost of Mexican sales to n that follows from deferred duties.
    """
    d = w.calendar.trade_cost * w.bargaining.barrier
    now, base = crime(w), w.base
    d[..., MEX, MEX, :] *= column(1 + now.domestic - base.crime_cost)
    d[..., MEX, PARTNER_ROWS, :] *= w.society.regional_cost
    d[..., PARTNER_ROWS, MEX, :] *= w.society.regional_cost
    d[..., MEX, :] *= np.exp(sales_cost)
    crossing = w.bargaining.border_friction * (1 + now.freight - base.crime_freight)
    d[..., USA, MEX, :] *= np.where(b.data.goods, column(crossing), 1.0)
    A = w.calendar.productivity * w.invest.productivity
    A[..., MEX, :] *= np.exp(-inputs.unit_cost(b.data.g[MEX], bought.cost, b.data.goods))
    tilted = taste.copy()
    tilted[..., MEX, :, :] += bought.shift
    return Shock(t=t, d=d, A=A, L=w.calendar.endowment, transfer=transfers(w, b), taste=tilted)


def transfers(w: World, b: Calibration) -> Array:
    """Return (n,) profits and remittances beyond those that the deficits of 2023 hold, and payments for policies.

    Shares of world factor income.  T = F / (dollars in the numeraire now) - F0 / (the same in 2023), F what is
    received less what is paid.  Deficits are fixed in the numeraire and hold F0, so that deficit and transfer
    together hold F, in every month.
    Accounting identity.
    """
    now, before = dollars(b, w.trade.price), b.data.world_income / 1e3
    unit = column(now)
    induced = w.bargaining.inducement * w.trade.gdp[..., MEX, None] / unit
    received = w.invest.profits / unit - w.base.profits / before - induced  # by others, from Mexico
    received[..., USA] -= w.society.remittances / now - w.base.remittances / before
    received[..., MEX] -= received.sum(-1)
    return np.asarray(received)


def dollars(b: Calibration, price: Array) -> Array:
    """Return bn USD (of 2023, in US consumer prices) in one unit of world factor income."""
    return np.asarray(b.data.world_income / 1e3 / price[..., USA])
