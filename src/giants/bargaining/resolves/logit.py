"""The threat stage with noisy choices (quantal response)."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from giants.bargaining import threat
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Logit:
    """Choices are logit in payoffs; as precision grows this is the two-type equilibrium."""

    precision: Annotated[float, Field(gt=0, le=1e6)]
    """logit precision, per unit of what is at stake"""

    def stage(self, mu: Array, tough: Array, C: Array, L: Array, v: Array, alpha: Array) -> threat.Stage:
        """Return the equilibrium; arguments as in :func:`giants.bargaining.threat.logit`."""
        return threat.logit(mu, C, L, v, alpha, self.precision, steps=12)
