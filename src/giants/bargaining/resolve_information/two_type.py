"""The bluffing equilibrium with private resolve."""

from dataclasses import dataclass

from giants.bargaining import threat
from giants.bargaining.resolve_information.case import Case
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class TwoType:
    """The bluffing equilibrium with private resolve, in closed form."""

    def concede(self, case: Case) -> Array:
        """Return the chance that each target concedes (N,), see :func:`giants.bargaining.threat.two_type`."""
        return threat.two_type(case.believed, case.cost, case.loss, case.worth, case.audience).concede
