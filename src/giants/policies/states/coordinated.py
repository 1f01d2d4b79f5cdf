"""State governments that answer violence with police and prevention alike, and resist capture."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import Multiple, Share, StateActions, StateViews


@dataclass(frozen=True)
class Coordinated:
    """police = social effort = min(limit, 1 + response max(0, rate / normal_rate - 1)).

    The rate is homicides per 100,000 a year and `normal_rate` the level that calls for no more than today's effort.
    Investors are courted where workers earn less than at the base.
    """

    normal_rate: Annotated[float, Field(gt=0, le=200)]
    response: Share
    limit: Multiple
    incentives: Share
    resistance: Share

    def decide(self, view: StateViews) -> StateActions:
        """Return efforts that rise with each state's own violence."""
        excess = np.maximum(0.0, view.homicide_rate / self.normal_rate - 1.0)
        effort = np.minimum(self.limit, 1.0 + self.response * excess)
        courted = np.where(view.real_wage < 1.0, self.incentives, 0.0)
        return StateActions(effort, effort.copy(), courted, np.full(effort.shape, self.resistance))
