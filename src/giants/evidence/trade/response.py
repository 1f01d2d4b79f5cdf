"""What a lasting change of tariffs does month by month, all else as in the base."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants.symbols import IS_MEMBER, MEX, Array
from giants.trade.adjustment import monthly_rate, relative_prices, tastes
from giants.trade.data import TradeData, bundled
from giants.trade.deferral import as_paid, solve
from giants.trade.equilibrium import Solution, solver
from giants.trade.model import closures
from giants.trade.parameters import TradeParameters


def response(p: TradeParameters, t: Array, data: TradeData | None = None) -> Iterator[Solution]:
    """Yield the equilibrium of every month after tariffs have gone to t (N, N, J) for good.

    Sourcing habits and, under the sticky closure, factor prices adjust as in the month; duties that Mexico adds are
    deferred on inputs of exports, by last month's market.
    """
    data = bundled(p.tables) if data is None else data
    long = p.theta_long.array
    short, rate = np.full_like(long, p.theta_short), monthly_rate(p.adjustment_years)
    now, taste, lnw = solver(data, short, sticky=closures(p)[0]), np.zeros_like(t), np.zeros_like(data.VA)
    s = now.solve()
    while True:
        shock = replace(as_paid(data, s, t, MEX, IS_MEMBER, 1.0, p), taste=taste, lnw=lnw)
        s = now.solve(shock, s.u)
        yield s
        lnw, taste = np.log(s.w), tastes(taste, relative_prices(data.t0, shock, s), short, long, rate)


def at_rest(p: TradeParameters, t: Array, data: TradeData | None = None) -> Solution:
    """Return the equilibrium under tariffs t once everyone has adjusted."""
    data = bundled(p.tables) if data is None else data
    return solve(solver(data, p.theta_long.array), t, MEX, IS_MEMBER, 1.0, p)


class IncomeParts(NamedTuple):
    """A change of real income and its parts, percent of base income, (N,) each; the parts add up."""

    total: Array
    revenue: Array
    """tariff revenue"""
    terms: Array
    """what full employment and transfers buy: terms of trade, with tariffs in consumer prices"""
    slack: Array
    """income of what is idle"""


def parts(data: TradeData, s: Solution) -> IncomeParts:
    """Split the change of real income, I = w L e VA + R + D over consumer prices P.

    (I' / P' - I) / I = (R' - R) / P' I  +  [(w L VA + R + D) / P' - I] / I  -  w L VA (1 - e) / P' I
    """
    income = data.VA + (data.t0 * data.flows).sum((1, 2)) + data.D
    scale = 100.0 / (s.cpi * income)
    idle = s.factor_income * (1.0 / s.utilisation - 1.0)
    revenue = (s.revenue - (data.t0 * data.flows).sum((1, 2))) * scale
    total = 100.0 * (s.real_income_hat - 1.0)
    return IncomeParts(total, revenue, total - revenue + idle * scale, -idle * scale)
