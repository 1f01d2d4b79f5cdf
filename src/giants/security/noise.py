"""The luck of a month: one set of draws, for the model and for the block alone."""

from typing import NamedTuple

import numpy as np

from giants.draw import Draws
from giants.security.data import K, Q, S, X
from giants.symbols import Array


class Noise(NamedTuple):
    """What is drawn for a month."""

    groups: Array  # (k, 6) uniform; row k belongs to group k
    states: Array  # (s, 2) standard normal; row s belongs to state s
    places: Array  # (x + q,) standard normal, by crossing and then by port
    nation: Array  # () standard normal

    @classmethod
    def of(cls, draws: Draws, month: int) -> "Noise":
        """Return the luck of a month of a run."""
        return cls(
            draws.uniform("security groups", month, NO_NOISE.groups.shape),
            draws.normal("security states", month, NO_NOISE.states.shape),
            draws.normal("security places", month, NO_NOISE.places.shape),
            draws.normal("security nation", month, NO_NOISE.nation.shape),
        )

    def calm(self) -> "Noise":
        """Return the same fate of groups, without luck in flare-ups, the nation's violence, counts and seizures."""
        return self._replace(states=0.0 * self.states, places=0.0 * self.places, nation=0.0 * self.nation)


NO_NOISE = Noise(np.ones((K, 6)), np.zeros((S, 2)), np.zeros(X + Q), np.zeros(()))
"""No leader falls, no group enters, nothing flares up."""
