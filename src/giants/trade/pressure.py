"""What pressure would cost from the World's present equilibrium: every threat, and a break between neighbours."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.symbols import CHN, MEX, USA, Array
from giants.trade import policy
from giants.trade.exposure import Memory, Threat, at_horizon, cells_under, losses_in_cells, raised, together
from giants.trade.phase import TradeBlock, shock_of, unknowns
from giants.trade.shock import Shock
from giants.trade.threats import Cells
from giants.world import World

GIANTS = CHN + 1
"""Economies before this row are Mexico and the giants."""
STALE, SETTLED = 0.01, 0.02
"""Change of a tariff's log after which losses under threats, and those that only measures read, are solved again."""
HALF_YEAR, YEAR = 6, 12
"""Months after which they are solved again anyway, as habits follow: lasting losses drift by 1% in a half-year."""
SHUT = 10.0
"""Added tariff at which trade has as good as stopped."""


class Seen(NamedTuple):
    """When losses were last solved, and under which tariffs."""

    month: int
    wedge: Array
    """(3, 3, J) log of one plus the tariffs among Mexico and the giants"""

    def outdated(self, now: "Seen", change: float, months: int) -> bool:
        """Return whether a tariff has moved by more than `change`, or `months` have passed."""
        return now.month - self.month >= months or bool(np.abs(now.wedge - self.wedge).max() > change)


class Pressure:
    """What pressure would cost as last solved, kept until it may have changed: a function of the World's path.

    Threats are solved again in the month after tariffs among Mexico and the giants have moved by STALE in any cell,
    and every half-year; lasting and sudden losses, which only measures read, after SETTLED and every year.
    """

    def __init__(self, threats: Sequence[Threat]) -> None:
        self.threats = threats
        self.losses = np.empty((0, 0))
        """(threats, n)"""
        self.lasting = np.empty((0, 0))
        """(5, n) see `lasting`"""
        self.sudden = np.empty(0)
        """(n,)"""
        self._memory = Memory(), Memory(), Memory()
        self._threats_seen: Seen | None = None
        self._rest_seen: Seen | None = None

    def update(self, w: World, b: TradeBlock) -> bool:
        """Solve again what it is time for, and return whether anything was."""
        seen = Seen(int(w.calendar.month), np.log1p(w.trade.tariff[:GIANTS, :GIANTS]))
        if self._threats_seen is not None and not self._threats_seen.outdated(seen, STALE, HALF_YEAR):
            return False
        now = shock_of(w, b)
        self.losses = losses(w, b, self.threats, self._memory[0], now)
        self._threats_seen = seen
        if self._rest_seen is None or self._rest_seen.outdated(seen, SETTLED, YEAR):
            self.lasting = lasting_losses(w, b, self._memory[1], now)
            self.sudden = sudden_losses(w, b, self._memory[2], now)
            self._rest_seen = seen
        return True


def losses(
    w: World, b: TradeBlock, threats: Sequence[Threat], memory: Memory | None = None, now: Shock | None = None
) -> Array:
    """Return (threats, N) losses of real income, positive, as shares of own GDP a year, from today's equilibrium.

    All threats are solved together at the elasticity of the horizon, starting from the World as it stands; `now`
    is its shock at the short run, `memory` that of the last solve.
    """
    now = _adjusted(w, b, b.theta_h, now)
    assert now.t is not None
    bare = policy.without_preference(w, b.data, b.statute, b.parameters.local_subsidy_rate)
    cells = cells_under(now.t, threats, b.data.goods, bare)
    return losses_in_cells(b.ahead, now, cells, unknowns(w), memory or Memory())


def lasting_losses(w: World, b: TradeBlock, memory: Memory | None = None, now: Shock | None = None) -> Array:
    """Return (5, N) losses after adjustment, from pressure on Mexico's goods: the rows of `lasting`.

    Shares of own GDP a year at the long-run elasticity.
    """
    now = _adjusted(w, b, b.theta_L, now)
    assert now.t is not None
    cells = lasting(now.t, b.data.goods)
    return losses_in_cells(b.later, now, cells, unknowns(w), memory or Memory())


def lasting(t: Array, goods: NDArray[np.bool_]) -> Cells:
    """Return the tariffs of `lasting_losses`, where those in force are t.

    Rows: 25% US tariffs; no goods trade with the United States; the US market shut, one way; no goods trade with
    China; the Chinese market shut.  A tariff of 1,000% shuts a market: the loss is within 2% of its limit.
    """
    return together(
        raised(t, goods, 0.25, (USA, MEX)),
        raised(t, goods, SHUT, (USA, MEX), (MEX, USA)),
        raised(t, goods, SHUT, (USA, MEX)),
        raised(t, goods, SHUT, (CHN, MEX), (MEX, CHN)),
        raised(t, goods, SHUT, (CHN, MEX)),
    )


def sudden_losses(w: World, b: TradeBlock, memory: Memory | None = None, now: Shock | None = None) -> Array:
    """Return (N,) losses under 25% US tariffs on Mexican goods before anyone has adjusted, at the short-run elasticity.

    A full break has no such figure: below an elasticity of one no tariff comes near to ending trade.
    """
    now = now or shock_of(w, b)
    assert now.t is not None
    tariff = raised(now.t, b.data.goods, 0.25, (USA, MEX))
    quick = replace(b.now, tolerance=b.ahead.tolerance)
    return np.asarray(losses_in_cells(quick, now, tariff, unknowns(w), memory or Memory())[0])


def _adjusted(w: World, b: TradeBlock, theta: Array, now: Shock | None) -> Shock:
    """Return the shock of the World as it stands at another elasticity, from that at the short run if it is known."""
    now = now or shock_of(w, b)
    assert now.taste is not None
    return replace(now, taste=at_horizon(now.taste, w.trade.relative_price, b.theta_S, theta))
