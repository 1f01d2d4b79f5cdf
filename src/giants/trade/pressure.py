"""What pressure would cost from the World's present equilibrium: every threat, and a break between neighbours."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from giants.symbols import MEX, USA
from giants.trade import policy
from giants.trade.exposure import Memory, Threat, cells_under, losses_in_cells, raised
from giants.trade.phase import TradeBlock, shock_of, unknowns
from giants.trade.threats import Cells
from giants.world import World

Array = NDArray[np.float64]


def losses(w: World, b: TradeBlock, threats: Sequence[Threat], memory: Memory | None = None) -> Array:
    """Return (threats, N) losses of real income, positive, as shares of own GDP a year, from today's equilibrium.

    All threats are solved together at the elasticity of the horizon, starting from the World as it stands.
    """
    now = shock_of(w, b, b.theta_h)
    assert now.t is not None
    bare = policy.without_preference(w, b.data, b.statute, b.parameters.local_subsidy_rate)
    cells = cells_under(now.t, threats, b.data.goods, bare)
    return losses_in_cells(b.ahead, now, cells, unknowns(w), memory or Memory())


def lasting_losses(w: World, b: TradeBlock, memory: Memory | None = None) -> Array:
    """Return (2, N) losses after adjustment: under 25% US tariffs on Mexican goods, and without US-Mexico goods trade.

    Shares of own GDP a year at the long-run elasticity.  The break is a tariff of 1,000% both ways, at which the
    loss is within 2% of its limit.
    """
    now = shock_of(w, b, b.theta_L)
    assert now.t is not None
    cells = lasting(now.t, b.data.goods)
    return losses_in_cells(b.later, now, cells, unknowns(w), memory or Memory())


def lasting(t: Array, goods: NDArray[np.bool_]) -> Cells:
    """Return the tariffs of `lasting_losses`, where those in force are t."""
    tariff = raised(t, goods, 0.25, (USA, MEX))
    shut = raised(t, goods, 10.0, (USA, MEX), (MEX, USA))
    threat, importer, exporter, rates = (np.concatenate(pair) for pair in zip(tariff, shut, strict=True))
    threat[1:] = 1
    return Cells(threat, importer, exporter, rates)
