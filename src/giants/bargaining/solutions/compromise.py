"""The compromise between the two ideals, if both prefer it to the threat."""

from dataclasses import dataclass

import numpy as np

from giants.bargaining import nash
from giants.bargaining.compromise import compromise
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Compromise:
    """Each policy is the mean of the demand and the status quo, weighted by the share of each side's stakes that the
    issue holds and by patience; no deal if the threat is better for a side."""

    def solve(self, beta: Array, a: Array, c: Array, g: Array, l_s: Array, l_t: Array,
              xbar: Array) -> nash.Bundle:  # fmt: skip
        """Return the bundle; arguments as in :func:`giants.bargaining.nash.bundle`."""
        on = xbar * (a > 0)
        pull = a / np.maximum((a * on).sum(-1, keepdims=True), 1e-300)
        hold = c / np.maximum((c * on).sum(-1, keepdims=True), 1e-300)
        x = on * compromise(beta, 1 - beta, pull, hold)
        return nash.judge(x, a, c, g, l_s, l_t)
