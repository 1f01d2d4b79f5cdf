"""Trade among the giants: equilibrium, content, rules of origin, exposure to threats.

>>> from giants.trade import counterfactual
>>> answered = counterfactual({("USA", "MEX", "*"): 0.25}, retaliation="same_rate")
>>> print(f"{answered.loc['MEX', 'exports_pct']:.0f}% of Mexican exports")
-36% of Mexican exports

A world of one's own is built from flows, tariffs and input coefficients, in any dimensions:

>>> import numpy as np
>>> from giants.trade import from_flows
>>> flows = np.ones((3, 3, 1)) + 9 * np.eye(3)[:, :, None]
>>> free, no_inputs = np.zeros((3, 3, 1)), np.zeros((3, 1, 1))
>>> world = from_flows(("A", "B", "C"), ("all",), np.array([True]), flows, free, no_inputs)
>>> print(counterfactual({("A", "B", "*"): 0.2}, data=world).real_income_pct.round(2).to_dict())
{'A': 0.24, 'B': -0.68, 'C': 0.1}

What is wrong with a table is named by region, partner, sector and value before anything is solved.  Published tables
often have negative final demand, where stocks were run down: `from_flows(..., repair=True)` sets it to zero, books the
sales at home, and says in a warning how many cells and how much.
"""

from giants.trade.counterfactual import counterfactual
from giants.trade.data import TradeData, bundled, from_flows
from giants.trade.equilibrium import Solution, Solver, solver
from giants.trade.shock import Shock
from giants.trade.treaty import treaty_value

__all__ = [
    "Shock",
    "Solution",
    "Solver",
    "TradeData",
    "bundled",
    "counterfactual",
    "from_flows",
    "solver",
    "treaty_value",
]
