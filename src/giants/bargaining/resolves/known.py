"""Resolve is common knowledge."""

from dataclasses import dataclass

from giants.bargaining import threat
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Known:
    """Resolve is common knowledge, in closed form."""

    def stage(self, mu: Array, tough: Array, C: Array, L: Array, v: Array, alpha: Array) -> threat.Stage:
        """Return the equilibrium; arguments as in :func:`giants.bargaining.threat.known`."""
        return threat.known(tough, C, L)
