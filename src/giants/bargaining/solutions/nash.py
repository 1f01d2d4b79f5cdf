"""The asymmetric Nash agreement over the bundle."""

from dataclasses import dataclass

from giants.bargaining import nash
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Nash:
    """Both sides share the gains over the threat by their patience."""

    def solve(self, beta: Array, a: Array, c: Array, g: Array, l_s: Array, l_t: Array,
              xbar: Array) -> nash.Bundle:  # fmt: skip
        """Return the bundle; arguments as in :func:`giants.bargaining.nash.bundle`."""
        return nash.bundle(beta, a, c, g, l_s, l_t, xbar)
