"""What the trade phase needs beside the World: the calibrated base and its solvers."""

from dataclasses import dataclass

import numpy as np

from giants.symbols import MEX, USA, Array
from giants.trade import adjustment, policy, transit
from giants.trade.content import value_added
from giants.trade.data import TradeData, abroad, bundled
from giants.trade.equilibrium import Solver, solver
from giants.trade.exposure import raised
from giants.trade.parameters import TradeParameters
from giants.trade.shock import Shock

LOSS_TOLERANCE = 2e-6
"""Largest equation residual of solves for losses, which it moves by less than that share of GDP."""


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
    transit0: transit.Base
    exports0: Array
    domestic0: Array


def build(parameters: TradeParameters, data: TradeData | None = None) -> TradeBlock:
    """Return the block of one run, with solvers built from the calibrated base."""
    base = bundled() if data is None else data
    long = parameters.theta_long.array
    short = np.full_like(long, parameters.theta_short)
    horizon = adjustment.horizon_elasticity(parameters.horizon_months, short, long, parameters.adjustment_years)
    flows = base.flows
    later = solver(base, long, tolerance=LOSS_TOLERANCE)
    between = Shock(t=raised(base.t0, base.goods, 0.25, (USA, MEX), (MEX, USA)).cube(base.t0)[0])
    statute = policy.statute(base, value_added(base.b, base.g, flows), parameters)
    return TradeBlock(
        data=base,
        parameters=parameters,
        now=solver(base, short, tolerance=1e-8),
        ahead=solver(base, horizon, tolerance=LOSS_TOLERANCE),
        later=later.at(between, later.solve(between).u),
        theta_S=short,
        theta_L=long,
        theta_h=horizon,
        statute=statute,
        transit0=transit.base(parameters, statute.mfn[USA, MEX], base.t0),
        exports0=abroad(flows).sum(0),
        domestic0=np.diagonal(flows).T,
    )
