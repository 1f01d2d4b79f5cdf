"""What Washington moves alone, shared by the rules of the United States."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import Multiple, Share, UnitedStatesAction
from giants.symbols import ISSUES, SECTORS, Array


@dataclass(frozen=True)
class UnilateralMeasures:
    """Protection and subsidies by sector, aid, and the domestic and unilateral side of the drug war."""

    protected: tuple[str, ...]
    protection: Annotated[float, Field(ge=0, le=0.05)]  # value of protecting a sector, share of own GDP
    subsidised: tuple[str, ...]
    subsidy: Annotated[float, Field(ge=0, le=0.5)]  # ad valorem
    content_eligible: Share  # North American content counts for the subsidy
    aid: Multiple
    aid_social_share: Share
    treatment: Multiple
    arms_control: Share
    unilateral: Share

    def __post_init__(self) -> None:
        for name in (*self.protected, *self.subsidised):
            if name not in SECTORS:
                raise ValueError(f"unknown sector {name!r}; sectors are {', '.join(SECTORS)}")

    def action(self, salience: Array, pressure: float, openness: float) -> UnitedStatesAction:
        """Join these measures with saliences (d,) and the readiness to threaten, and to agree on joint terms."""
        return UnitedStatesAction(
            us_salience=np.minimum(np.maximum(salience, 0.0), 5.0),
            us_pressure=min(1.0, max(0.0, pressure)),
            us_openness=openness,
            us_protection=self._protection,
            us_subsidy=self._subsidy,
            us_content_eligible=self.content_eligible,
            us_aid=self.aid,
            us_aid_social_share=self.aid_social_share,
            us_treatment=self.treatment,
            us_arms_control=self.arms_control,
            us_unilateral=self.unilateral,
        )

    @cached_property
    def _protection(self) -> Array:
        """(j,)"""
        return _on(self.protected, self.protection)

    @cached_property
    def _subsidy(self) -> Array:
        """(j,)"""
        return _on(self.subsidised, self.subsidy)


def _on(sectors: tuple[str, ...], value: float) -> Array:
    """Return `value` on the named sectors and 0 elsewhere: (j,), read-only as it serves every month."""
    out = np.where(np.isin(SECTORS, sectors), value, 0.0)
    out.flags.writeable = False
    return out


def mask(*issues: str) -> Array:
    """Return 1 on the named issues and 0 elsewhere: (d,)."""
    return np.isin(ISSUES, issues).astype(float)
