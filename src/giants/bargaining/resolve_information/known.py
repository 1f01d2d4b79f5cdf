"""Resolve is common knowledge."""

from dataclasses import dataclass

from giants.bargaining import threat
from giants.bargaining.resolve_information.case import Case
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Known:
    """Resolve is common knowledge, in closed form."""

    def concede(self, case: Case) -> Array:
        """Return the chance that each target concedes (N,), see :func:`giants.bargaining.threat.known`."""
        return threat.known(case.expressive, case.cost, case.loss).concede
