"""Invest for the long run and offer what Mexico is worth, whatever Mexico signs with Washington."""

from dataclasses import dataclass

from giants.policies.base import ChinaAction, View
from giants.policies.china.gains import Gains


@dataclass(frozen=True)
class PatientInvestor(Gains):
    """Push and inducement follow gains; all else is constant."""

    def decide(self, view: View) -> ChinaAction:
        """Return policies that follow gains."""
        return self.action(view)
