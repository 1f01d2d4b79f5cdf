"""A take-it-or-leave-it demand by a sender who does not know what the target can bear."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.bargaining import nash
from giants.bargaining.screening import demand
from giants.symbols import Array

NEARLY_ALL = 1 - 1e-9  # the Nash weight of a sender who leaves the target nothing


@dataclass(frozen=True, slots=True)
class Screening:
    """The sender asks for the package it likes best among those that cost the target what screening allows."""

    width: Annotated[float, Field(gt=0, le=2)]
    """half-width of the target's unknown cost, as a share of its loss under the threat"""

    def solve(self, beta: Array, a: Array, c: Array, g: Array, l_s: Array, l_t: Array,
              xbar: Array) -> nash.Bundle:  # fmt: skip
        """Return the bundle; arguments as in :func:`giants.bargaining.nash.bundle` (beta plays no part)."""
        ratio = np.max(np.where(a > 0, a / np.maximum(c, 1e-12), 0.0), axis=-1)  # worth of the cheapest concession
        budget = demand(1.0, np.maximum(l_t, 0.0), l_s, np.maximum(ratio, 1e-12), 1.0, self.width * np.abs(l_t))
        asked = nash.bundle(np.full_like(budget, NEARLY_ALL), a, c, g, np.zeros_like(l_s), budget, xbar)
        return nash.judge(asked.x, a, c, g, l_s, l_t)
