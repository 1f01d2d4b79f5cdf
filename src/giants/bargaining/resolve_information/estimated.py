"""Targets concede as often as in coded cases of the same form, statute, exposure and record."""

from dataclasses import dataclass

from giants.bargaining.resolve_information.case import Case
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Estimated:
    """The chance of a concession is that of :func:`giants.bargaining.estimated.concede`."""

    def concede(self, case: Case) -> Array:
        """Return the chance that each target concedes (N,)."""
        return case.estimate
