"""The threat stage with noisy choices (quantal response)."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from giants.bargaining import threat
from giants.bargaining.resolve_information.case import Case
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Logit:
    """Choices are logit in payoffs; as precision grows this is the two-type equilibrium."""

    precision: Annotated[float, Field(gt=0, le=1e6)]
    """logit precision, per unit of what is at stake"""

    def concede(self, case: Case) -> Array:
        """Return the chance that each target concedes (N,), see :func:`giants.bargaining.threat.logit`."""
        at = (case.believed, case.cost, case.loss, case.worth, case.audience)
        return threat.logit(*at, self.precision, steps=12).concede
