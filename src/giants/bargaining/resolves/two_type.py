"""The bluffing equilibrium with private resolve."""

from dataclasses import dataclass

from giants.bargaining import threat
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class TwoType:
    """The bluffing equilibrium with private resolve, in closed form."""

    def stage(self, mu: Array, tough: Array, C: Array, L: Array, v: Array, alpha: Array) -> threat.Stage:
        """Return the equilibrium; arguments as in :func:`giants.bargaining.threat.two_type`."""
        return threat.two_type(mu, C, L, v, alpha)
