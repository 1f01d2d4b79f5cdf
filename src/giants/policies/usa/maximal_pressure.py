"""Press on everything, hardest on what has not been granted."""

from dataclasses import dataclass

from giants.policies.base import Multiple, Share, UnitedStatesAction, View
from giants.policies.usa.levers import Levers


@dataclass(frozen=True)
class MaximalPressure:
    """Salience of each demand = salience (1 + insistence (1 - policy in force))."""

    pressure: Share
    salience: Multiple
    insistence: Multiple
    levers: Levers

    def decide(self, view: View) -> UnitedStatesAction:
        """Return saliences that grow with what is refused."""
        return self.levers.action(self.salience * (1.0 + self.insistence * (1.0 - view.lever)), self.pressure)
