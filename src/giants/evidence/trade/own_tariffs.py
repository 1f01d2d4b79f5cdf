"""What an economy gains or loses by its own tariffs on all goods, by elasticity: a limit of the model worth knowing.

The instant closure lets terms of trade move at once and hands the revenue back, so that a low elasticity makes a tariff
of one's own look good.  `table` is printed in docs/model.md by docs/generate.py.
"""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import minimize_scalar

from giants.symbols import MEMBERS, mask
from giants.trade.adjustment import horizon_elasticity
from giants.trade.data import bundled
from giants.trade.deferral import solve
from giants.trade.equilibrium import Solver, solver
from giants.trade.parameters import TradeParameters
from giants.trade.shock import Shock

CASES = (("USA", "USA", False), ("CHN", "CHN", False), ("MEX", "MEX", True), ("MEX, all duties paid", "MEX", False))
"""Rows of the table: name, economy, whether duties on inputs of exports are deferred."""
HORIZONS = {"first month": 1.0, "1 year": 12.0, "5 years": 60.0, "10 years": 120.0, "at rest": np.inf}
HIGHEST = 4.0


def gain(s: Solver, economy: str, rate: float, p: TradeParameters | None = None) -> float:
    """Return the percent change of real income of an economy that adds `rate` to its tariffs on all goods.

    With parameters `p` the added duties are deferred on inputs of exports, as Mexico's are.
    """
    n = s.data.regions.index(economy)
    t = s.data.t0.copy()
    t[n] += rate * s.data.goods * (np.arange(len(t)) != n)[:, None]
    members = mask(MEMBERS, s.data.regions) > 0
    solved = s.solve(Shock(t=t)) if p is None else solve(s, t, n, members, 1.0, p)
    return 100 * float(solved.real_income_hat[n] - 1)


def optimum(s: Solver, economy: str, p: TradeParameters | None = None) -> tuple[float, float]:
    """Return the added tariff on all goods that is best for the economy, at most HIGHEST, and its gain in percent."""
    found = minimize_scalar(lambda x: -gain(s, economy, float(x), p), bounds=(0.0, HIGHEST), options={"xatol": 2e-3})
    return float(found.x), -float(found.fun)


def table(p: TradeParameters) -> Iterator[tuple[str, float, str, float, float, float]]:
    """Yield horizon, θ (median over sectors), economy, gain at 25 points, best added tariff and its gain (percent)."""
    long = p.theta_long.array
    for name, months in HORIZONS.items():
        theta = horizon_elasticity(months, np.full_like(long, p.theta_short), long, p.adjustment_years)
        s = solver(bundled(), theta)
        for label, economy, deferring in CASES:
            use = p if deferring else None
            yield name, float(np.median(theta)), label, gain(s, economy, 0.25, use), *optimum(s, economy, use)
