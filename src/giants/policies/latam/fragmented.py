"""Close up before elections, and again when Mexico sides with Washington."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import PartnerAction, Share, View
from giants.policies.latam.interest import Interest
from giants.symbols import ISSUES

_IDENTITY = ISSUES.index("foreign_policy_identity")


@dataclass(frozen=True)
class Fragmented(Interest):
    """openness = ready (1 - dip exp(-months to election / fade_months)) (1 - response alignment).

    Elections before ratification make trade agreements shallower (Milner and Rosendorff 1997).
    """

    dip: Share
    response: Share
    fade_months: Annotated[float, Field(gt=0, le=60)]

    def decide(self, view: View) -> PartnerAction:
        """Return readiness that dips with the electoral clock and with Mexican alignment."""
        clock = 1.0 - self.dip * float(np.exp(-view.months_to_election[view.economy] / self.fade_months))
        open_now = self.ready(view) * clock * (1.0 - self.response * float(view.position[_IDENTITY]))
        return PartnerAction(max(0.0, open_now), self.coalition * clock)
