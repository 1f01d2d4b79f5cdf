"""Make separation from China the first demand, and raise it year by year."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import Multiple, Share, UnitedStatesAction, View
from giants.policies.usa.unilateral_measures import UnilateralMeasures, mask
from giants.symbols import Array

_CHINA_ISSUES = (
    mask("china_tariff_alignment", "china_fdi_screening", "regional_content", "china_port_telecom", "agreed_standards")
    > 0
)


@dataclass(frozen=True)
class Decoupling:
    """Salience of the Chinese issues = salience (1 + growth (year - from_year)); others stay at one."""

    pressure: Share
    openness: Share
    salience: Multiple
    growth: Annotated[float, Field(ge=0, le=1)]
    from_year: Annotated[float, Field(ge=2017, le=2100)]
    unilateral_measures: UnilateralMeasures

    @property
    def foreseen(self) -> Array:
        """(d,) saliences that others foresee: those of the first year."""
        return np.where(_CHINA_ISSUES, self.salience, 1.0)

    def decide(self, view: View) -> UnitedStatesAction:
        """Return saliences that rise with time on the Chinese issues."""
        years = max(0.0, view.year - self.from_year)
        salience = np.where(_CHINA_ISSUES, self.salience * (1.0 + self.growth * years), 1.0)
        return self.unilateral_measures.action(salience, self.pressure, self.openness)
