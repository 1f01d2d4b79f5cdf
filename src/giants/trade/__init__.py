"""Trade among the giants: equilibrium, content, rules of origin, exposure to threats."""

from giants.trade.counterfactual import counterfactual
from giants.trade.data import TradeData, bundled
from giants.trade.equilibrium import Solution, Solver, solver
from giants.trade.shock import Shock

__all__ = ["Shock", "Solution", "Solver", "TradeData", "bundled", "counterfactual", "solver"]
