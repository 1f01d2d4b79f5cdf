"""Red lines by kind of demand, shared by the rules of this plank."""

import numpy as np

from giants.symbols import ISSUES, SOVEREIGN, Array

_SOVEREIGN = np.isin(ISSUES, SOVEREIGN)


def red_lines(ordinary: float, sovereign: float) -> Array:
    """Return the most that would be granted on each issue: (d,), `sovereign` on sovereign issues."""
    return np.where(_SOVEREIGN, sovereign, ordinary)
