"""Red lines by kind of demand, shared by the rules of this plank."""

import numpy as np

from giants.policies.base import View
from giants.symbols import Array


def red_lines(view: View, ordinary: float, sovereign: float) -> Array:
    """Return the most that would be granted on each issue: (d,), `sovereign` on sovereign issues."""
    return np.where(view.sovereign, sovereign, ordinary)
