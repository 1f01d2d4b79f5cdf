"""Work through aid, treatment and arms control, and threaten only if deaths rise again."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import Multiple, Share, UnitedStatesAction, View
from giants.policies.usa.unilateral_measures import UnilateralMeasures
from giants.symbols import ISSUES, Array


@dataclass(frozen=True)
class Cooperative:
    """Pressure = floor + response max(0, deaths / reference deaths - 1); equal weight on all demands."""

    floor: Share
    openness: Share
    response: Multiple
    salience: Multiple
    reference_deaths: Annotated[float, Field(gt=0)]
    unilateral_measures: UnilateralMeasures

    @property
    def pressure(self) -> float:
        """Readiness to threaten that others foresee."""
        return self.floor

    @property
    def foreseen(self) -> Array:
        """(d,) saliences that others foresee."""
        return np.full(len(ISSUES), self.salience)

    def decide(self, view: View) -> UnitedStatesAction:
        """Return low pressure unless deaths rise above the reference."""
        excess = max(0.0, view.overdose_deaths / self.reference_deaths - 1.0)
        return self.unilateral_measures.action(self.foreseen, self.floor + self.response * excess, self.openness)
