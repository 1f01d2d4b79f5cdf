"""Factor prices along the sourced path of growth alone, on which prices that give way slowly ride.

Growth is foreseen, so that it alone makes no pressure: from month to month prices follow what an economy without any
other shock would have, its factor markets clearing at once and its sourcing habits moving as they do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from giants.symbols import Array
from giants.trade.adjustment import monthly_rate, relative_prices, tastes
from giants.trade.equilibrium import Solver, solver
from giants.trade.shock import Shock

Endowment = Callable[[float], Array]
"""(N,) endowment factors by decimal year."""
BASE = 2023.5
"""Middle of the year of the tables, when endowments are one and habits as in the data."""
STEP = 0.5
"""Years between solves of the path, from the start of a calendar year on; in between log prices are interpolated."""


@dataclass(frozen=True, eq=False)
class Growth:
    """The path of growth alone, from any year in which habits were settled."""

    solver: Solver
    """at the short-run elasticity, factor markets clearing at once"""
    theta_S: Array
    theta_L: Array
    adjustment_years: float
    endowment: Endowment

    def drift(self, since: float, year: float, months: float = 1.0) -> Array:
        """Return (N,) the change of log factor prices over the `months` before `year`, habits settled about `since`.

        Before that date habits stand.
        """
        return self._lnw(since, year) - self._lnw(since, year - months / 12.0)

    def _lnw(self, since: float, year: float) -> Array:
        row, part = divmod(year / STEP, 1.0)
        now, then = (_solved(self, round(since / STEP), int(row) + k)[0] for k in (0, 1))
        return np.asarray((1.0 - part) * now + part * then)


def unmoved(_: float) -> Array:
    """Return the endowments of a world without growth."""
    return np.ones(1)


@lru_cache(maxsize=1024)
def _solved(g: Growth, since: int, now: int) -> tuple[Array, Array, Array]:
    """Return log factor prices (N,), tastes and relative prices (N, N, J) at `now`; dates are counted in STEP."""
    data = g.solver.data
    L = np.broadcast_to(g.endowment(now * STEP), data.VA.shape)
    if now == since:
        shock = Shock(L=L)
        s = solver(data, g.theta_L, g.solver.tolerance).solve(shock)
        price = relative_prices(data.t0, shock, s)
        return np.log(s.w), tastes(np.zeros_like(price), price, g.theta_S, g.theta_L, 1.0), price
    _, taste, price = _solved(g, since, max(now - 1, since))
    if now > since:
        taste = tastes(taste, price, g.theta_S, g.theta_L, monthly_rate(g.adjustment_years, 12 * STEP))
    shock = Shock(L=L, taste=taste)
    s = g.solver.solve(shock)
    return np.log(s.w), taste, relative_prices(data.t0, shock, s)
