"""State governments that give way where they are already captured (Trejo and Ley 2020 on uncoordinated levels)."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import Share, StateActions, StateViews


@dataclass(frozen=True)
class Strained:
    """police = 1 - loss x capture; prevention stays at today's level; resistance falls with capture likewise."""

    loss: Share
    resistance: Share

    def decide(self, view: StateViews) -> StateActions:
        """Return efforts that fall with capture."""
        kept = 1.0 - self.loss * view.capture
        return StateActions(kept, np.ones(kept.shape), self.resistance * kept)
