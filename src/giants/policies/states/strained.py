"""State governments that give way where they are already captured (Trejo and Ley 2020 on uncoordinated levels)."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import Share, StateActions, StateViews


@dataclass(frozen=True)
class Strained:
    """police = 1 - loss x capture; social effort stays at today's level; resistance falls with capture likewise.

    Every state courts investors alike, whether it needs them or not (Slattery and Zidar 2020 on competing states).
    """

    loss: Share
    incentives: Share
    resistance: Share

    def decide(self, view: StateViews) -> StateActions:
        """Return efforts that fall with capture."""
        remaining = 1.0 - self.loss * view.capture
        courted = np.full(remaining.shape, self.incentives)
        return StateActions(remaining, np.ones(remaining.shape), courted, self.resistance * remaining)
