"""The compromise between the two ideals, if both prefer it to the threat."""

from dataclasses import dataclass

import numpy as np

from giants.bargaining import nash
from giants.bargaining.compromise import compromise
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Compromise:
    """Policies are the mean of the ideals weighted by salience and by patience; no deal if the threat is better."""

    def solve(self, beta: Array, a: Array, c: Array, g: Array, l_s: Array, l_t: Array,
              xbar: Array) -> nash.Bundle:  # fmt: skip
        """Return the bundle; arguments as in :func:`giants.bargaining.nash.bundle`."""
        x = compromise(beta, 1 - beta, a / np.maximum(a.sum(-1, keepdims=True), 1e-300),
                       c / np.maximum(c.sum(-1, keepdims=True), 1e-300), np.where(a > 0, xbar, 0.0))  # fmt: skip
        return nash.judge(x, a, c, g, l_s, l_t)
