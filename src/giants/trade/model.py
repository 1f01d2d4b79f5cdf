"""What the month needs of a model of trade, and the models that `trade=NAME` chooses from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from giants.rates import rate
from giants.symbols import MEX, USA, Array, Trade
from giants.trade import adjustment, phase, policy, pressure, transit
from giants.trade.calibration import LOSS_TOLERANCE, Calibration
from giants.trade.closure import Sticky, mean_share
from giants.trade.content import value_added
from giants.trade.data import TradeData, abroad, bundled
from giants.trade.equilibrium import solver
from giants.trade.losses import Threat, raised
from giants.trade.parameters import TradeParameters
from giants.trade.shock import Shock
from giants.trade.trend import Endowment, Growth, unmoved
from giants.world import World


class TradeModel(Protocol):
    """All that other blocks, the past and the hindcast ask of trade; the rest they read in the World."""

    @property
    def data(self) -> TradeData:
        """The data that the model is calibrated to, with the tariffs of the base."""

    def initial(self, w: World) -> Trade:
        """Return the phase at its base."""

    def settled(self, w: World) -> Trade:
        """Return the phase once everyone has adjusted to the World's law, costs and endowments."""

    def advance(self, w: World) -> Trade:
        """Return the phase a month on.  Raises ConvergenceError naming the largest shock."""

    def threat_losses(self, w: World, threats: Sequence[Threat]) -> pressure.SolvedAt:
        """Return what threats and lasting pressure would cost, solved again if it is time."""

    def refresh_jacobians(self, w: World) -> Self:
        """Return the model as fit for runs that start at the World."""


@dataclass(frozen=True, eq=False)
class CaliendoParro(Calibration):
    """Ricardian trade with input-output links in exact hat algebra, its elasticity growing with time.

    Source: Caliendo and Parro (2015), with the adjustment of Boehm, Levchenko and Pandalai-Nayar (2023).
    """

    def initial(self, w: World) -> Trade:
        """As `phase.initial`."""
        return phase.initial(w, self)

    def settled(self, w: World) -> Trade:
        """As `phase.settled`."""
        return phase.settled(w, self)

    def advance(self, w: World) -> Trade:
        """As `phase.advance`."""
        return phase.advance(w, self)

    def threat_losses(self, w: World, threats: Sequence[Threat]) -> pressure.SolvedAt:
        """As `pressure.threat_losses`."""
        return pressure.threat_losses(w, self, threats)

    def refresh_jacobians(self, w: World) -> Self:
        """As `phase.refresh_jacobians`."""
        return phase.refresh_jacobians(w, self)


def caliendo_parro(
    parameters: TradeParameters, endowment: Endowment = unmoved, data: TradeData | None = None
) -> CaliendoParro:
    """Return the model of one run, with solvers built from the calibrated base.

    `endowment` gives the sourced path of growth, on which factor prices ride.
    """
    base = bundled(parameters.tables) if data is None else data
    long = parameters.theta_long.array
    short = np.full_like(long, parameters.theta_short)
    horizon = threat_elasticity(parameters)
    month, mean = closures(parameters)
    flows = base.flows
    later = solver(base, long, tolerance=LOSS_TOLERANCE)
    between = Shock(t=raised(base.t0, base.goods, 0.25, (USA, MEX), (MEX, USA)).cube(base.t0)[0])
    statute = policy.statute(base, value_added(base.b, base.g, flows), parameters)
    return CaliendoParro(
        data=base,
        parameters=parameters,
        short_run=solver(base, short, 1e-8, month),
        threat_horizon=solver(base, horizon, LOSS_TOLERANCE, mean),
        growth=Growth(solver(base, short, 1e-8), short, long, parameters.adjustment_years, endowment),
        long_run=later.refresh_jacobian(between, later.solve(between).u),
        theta_S=short,
        theta_L=long,
        theta_h=horizon,
        statute=statute,
        transit0=transit.base(parameters, statute.mfn[USA, MEX], base.t0),
        exports0=abroad(flows).sum(0),
        domestic0=np.diagonal(flows).T,
    )


def closures(p: TradeParameters) -> tuple[Sticky | None, Sticky | None]:
    """Return how factor markets clear in a month, and on average over the horizon of threats."""
    if p.closure == "instant":
        return None, None
    share = rate(p.wage_half_life), mean_share(p.horizon_months, p.wage_half_life)
    return Sticky(share[0], p.slack_spending), Sticky(share[1], p.slack_spending)


def threat_elasticity(p: TradeParameters) -> Array:
    """Return the elasticity of every sector at the horizon of threats, (J,)."""
    long = p.theta_long.array
    return adjustment.horizon_elasticity(p.horizon_months, np.full_like(long, p.theta_short), long, p.adjustment_years)


MODELS: dict[str, Callable[[TradeParameters, Endowment], TradeModel]] = {"caliendo_parro": caliendo_parro}
"""The models by the name that a file of conf/trade gives in `model`."""


def build(parameters: TradeParameters, endowment: Endowment = unmoved) -> TradeModel:
    """Return the model that the parameters name, on a sourced path of growth."""
    return MODELS[parameters.model](parameters, endowment)
