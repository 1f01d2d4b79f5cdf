"""What the trade phase needs beside the World: the calibrated base and its solvers."""

from dataclasses import dataclass

from giants.symbols import Array
from giants.trade import policy, transit
from giants.trade.data import TradeData
from giants.trade.equilibrium import Solver
from giants.trade.parameters import TradeParameters
from giants.trade.trend import Growth

LOSS_TOLERANCE = 2e-6
"""Largest equation residual of solves for losses, which it moves by less than that share of GDP."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """What the phase needs beside the World; created per run, never changed."""

    data: TradeData
    parameters: TradeParameters
    short_run: Solver
    """at the short-run elasticity and the closure of a month, for the month's equilibrium."""
    threat_horizon: Solver
    """at the elasticity and mean closure of the horizon of threats; with the next to LOSS_TOLERANCE."""
    growth: Growth
    """the path of growth alone, on which factor prices ride."""
    long_run: Solver
    """at the long-run elasticity and the instant closure, for losses after everyone has adjusted; its Jacobian is that
    of a quarter tariff between Mexico and the United States, which serves today's trade and a break alike."""
    theta_S: Array
    theta_L: Array
    theta_h: Array
    statute: policy.Statute
    transit0: transit.TransitBase
    exports0: Array
    domestic0: Array
