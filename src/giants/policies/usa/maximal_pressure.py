"""Press on everything, hardest on what has not been granted."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import Multiple, Share, UnitedStatesAction, View
from giants.policies.usa.unilateral_measures import UnilateralMeasures
from giants.symbols import ISSUES, Array


@dataclass(frozen=True)
class MaximalPressure:
    """Salience of each demand = salience (1 + insistence (1 - policy in force))."""

    pressure: Share
    openness: Share
    salience: Multiple
    insistence: Multiple
    unilateral_measures: UnilateralMeasures

    @property
    def foreseen(self) -> Array:
        """(d,) saliences that others foresee: those of demands half granted."""
        return np.full(len(ISSUES), self.salience * (1.0 + 0.5 * self.insistence))

    def decide(self, view: View) -> UnitedStatesAction:
        """Return saliences that grow with what is refused."""
        salience = self.salience * (1.0 + self.insistence * (1.0 - view.position))
        return self.unilateral_measures.action(salience, self.pressure, self.openness)
