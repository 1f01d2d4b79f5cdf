"""What Washington moves alone, shared by the rules of the United States."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import Multiple, Share, UnitedStatesAction
from giants.symbols import ISSUES, SECTORS, Array


@dataclass(frozen=True)
class Levers:
    """Protection and subsidies by sector, aid, and the domestic and unilateral side of the drug war."""

    protected: tuple[str, ...]
    protection: Annotated[float, Field(ge=0, le=0.05)]  # value of protecting a sector, share of own GDP
    subsidised: tuple[str, ...]
    subsidy: Annotated[float, Field(ge=0, le=0.5)]  # ad valorem
    content_eligible: Share  # North American content counts for the subsidy
    aid: Multiple
    aid_prevention: Share
    treatment: Multiple
    arms_control: Share
    unilateral: Share

    def __post_init__(self) -> None:
        for name in (*self.protected, *self.subsidised):
            if name not in SECTORS:
                raise ValueError(f"unknown sector {name!r}; sectors are {', '.join(SECTORS)}")

    def action(self, salience: Array, pressure: float) -> UnitedStatesAction:
        """Join these levers with saliences (d,) and the readiness to threaten."""
        return UnitedStatesAction(
            us_salience=np.clip(salience, 0.0, 5.0),
            us_pressure=min(1.0, max(0.0, pressure)),
            us_protection=np.where(np.isin(SECTORS, self.protected), self.protection, 0.0),
            us_subsidy=np.where(np.isin(SECTORS, self.subsidised), self.subsidy, 0.0),
            us_content_eligible=self.content_eligible,
            us_aid=self.aid,
            us_aid_prevention=self.aid_prevention,
            us_treatment=self.treatment,
            us_arms_control=self.arms_control,
            us_unilateral=self.unilateral,
        )


def mask(*issues: str) -> Array:
    """Return 1 on the named issues and 0 elsewhere: (d,)."""
    return np.isin(ISSUES, issues).astype(float)
