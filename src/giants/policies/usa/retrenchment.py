"""Ask for little, give little, and protect the home market."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import Multiple, Share, UnitedStatesAction, View
from giants.policies.usa.unilateral_measures import UnilateralMeasures, mask
from giants.symbols import Array

_BORDER = mask("migration_control", "fentanyl_enforcement") > 0


@dataclass(frozen=True)
class Retrenchment:
    """Only the border matters abroad; everything else has the configured, low salience."""

    pressure: Share
    openness: Share
    border: Multiple
    elsewhere: Multiple
    unilateral_measures: UnilateralMeasures

    @property
    def foreseen(self) -> Array:
        """(d,) saliences that others foresee."""
        return np.where(_BORDER, self.border, self.elsewhere)

    def decide(self, view: View) -> UnitedStatesAction:
        """Return saliences confined to the border."""
        return self.unilateral_measures.action(self.foreseen, self.pressure, self.openness)
