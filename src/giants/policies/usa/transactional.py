"""Attach tariffs to every demand, and press hardest where the news is."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import Multiple, Share, UnitedStatesAction, View
from giants.policies.usa.unilateral_measures import UnilateralMeasures, mask
from giants.symbols import Array

_DRUGS = mask("fentanyl_enforcement", "capo_transfers") > 0
_ORIGIN = mask("china_tariff_alignment", "china_fdi_screening", "regional_content") > 0


@dataclass(frozen=True)
class Transactional:
    """Salience of drugs follows overdose deaths, salience of origin the Chinese content of Mexican exports.

    weight (deaths / reference)^response, and likewise for content.  Deaths are counted every month (CDC); flows nobody
    counts, and seizures fell with supply, so that they say little of it.
    """

    pressure: Share
    openness: Share
    security: Multiple
    origin: Multiple
    response: Multiple
    reference_deaths: Annotated[float, Field(gt=0)]
    reference_content: Annotated[float, Field(gt=0, le=1)]
    unilateral_measures: UnilateralMeasures

    @property
    def foreseen(self) -> Array:
        """(d,) saliences that others foresee: those at the reference of deaths and content."""
        return np.where(_DRUGS, self.security, np.where(_ORIGIN, self.origin, 1.0))

    def decide(self, view: View) -> UnitedStatesAction:
        """Return saliences that follow deaths and content."""
        salience = np.ones(_DRUGS.shape)
        salience[_DRUGS] = self.security * (view.overdose_deaths / self.reference_deaths) ** self.response
        salience[_ORIGIN] = self.origin * (view.chinese_content / self.reference_content) ** self.response
        return self.unilateral_measures.action(salience, self.pressure, self.openness)
