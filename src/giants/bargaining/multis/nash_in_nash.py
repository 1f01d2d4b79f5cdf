"""Simultaneous deals that take each other as given."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.bargaining import multi
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class NashInNash:
    """Every pair bargains as if the other deals were given, and all guesses are right."""

    cross: Annotated[float, Field(ge=-0.3, le=0.3)]
    """what one partner's deal takes from another's in the same field (negative: deals support each other)"""

    def settle(self, m: Array, xbar: Array) -> Array:
        """Return the fixed point for deals (..., D); see :func:`giants.bargaining.multi.nash_in_nash`."""
        size = m.shape[-1]
        return multi.nash_in_nash(m, self.cross * (1 - np.eye(size)), xbar, tolerance=1e-6)
