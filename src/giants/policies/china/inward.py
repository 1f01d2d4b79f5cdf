"""Turn to the home market: the push abroad fades year by year."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from giants.policies.base import ChinaAction, Multiple, Share, View


@dataclass(frozen=True)
class Inward:
    """push = push (1 - fade)^(year - from_year)."""

    inducement: Share
    push: Multiple
    fade: Share
    from_year: Annotated[float, Field(ge=2017, le=2100)]
    ports: Share
    precursor_control: Share
    laundering_control: Share

    def decide(self, view: View) -> ChinaAction:
        """Return a push that fades with time."""
        faded = self.push * (1.0 - self.fade) ** max(0.0, view.year - self.from_year)
        return ChinaAction(self.inducement, faded, self.ports, self.precursor_control, self.laundering_control)
