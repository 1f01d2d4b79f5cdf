"""Attach tariffs to every demand, and press hardest where the news is."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import Multiple, Share, UnitedStatesAction, View
from giants.policies.usa.unilateral_measures import UnilateralMeasures, mask

_DRUGS = mask("fentanyl_enforcement", "capo_transfers") > 0
_ORIGIN = mask("china_tariff_alignment", "china_fdi_screening", "regional_content") > 0


@dataclass(frozen=True)
class Transactional:
    """Salience of drugs follows overdose deaths and flow, salience of origin the Chinese content of Mexican exports.

    drugs = weight ((deaths / reference)^(1 - share) (flow / reference)^share)^response, and likewise for content.
    """

    pressure: Share
    security: Multiple
    origin: Multiple
    response: Multiple
    reference_deaths: Annotated[float, Field(gt=0)]
    reference_flow: Annotated[float, Field(gt=0)]
    flow_share: Share
    reference_content: Annotated[float, Field(gt=0, le=1)]
    unilateral_measures: UnilateralMeasures

    def decide(self, view: View) -> UnitedStatesAction:
        """Return saliences that follow deaths and content."""
        salience = np.ones(_DRUGS.shape)
        deaths, flow = view.overdose_deaths / self.reference_deaths, view.fentanyl_flow / self.reference_flow
        news = deaths ** (1.0 - self.flow_share) * flow**self.flow_share
        salience[_DRUGS] = self.security * news**self.response
        salience[_ORIGIN] = self.origin * (view.chinese_content / self.reference_content) ** self.response
        return self.unilateral_measures.action(salience, self.pressure)
