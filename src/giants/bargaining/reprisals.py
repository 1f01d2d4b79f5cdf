"""What Washington does beside tariffs and demands where Mexico withholds its cooperation."""

import numpy as np

from giants.symbols import Actions, Scalar, neutral_value
from giants.world import World

_USUAL = neutral_value(Actions, "intelligence_sharing")


def reprisal(w: World, withdrawn: Scalar) -> Scalar:
    """Return how far Washington answers in kind, 0..1: r = pressure · max(1 - sharing / usual sharing, withdrawn, 0).

    withdrawn: share of its cooperation that Mexico has withdrawn in a dispute (0..1).  Source: the year of low
    cooperation on both sides after the arrest of October 2020; form and sizes are priors (``conf/bargaining``).
    """
    return w.actions.us_pressure * np.maximum(np.maximum(1 - w.actions.intelligence_sharing / _USUAL, withdrawn), 0.0)
