"""Answer violence with arrests and the removal of leaders."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from giants.policies.base import Multiple, SecurityPlank, Share, View


@dataclass(frozen=True)
class IronFist:
    """Enforcement and the effort on leaders rise with the homicide rate above a target.

    pressure = max(0, rate / target - 1); enforcement = min(1, enforcement + response pressure), kingpin likewise.
    """

    enforcement: Share
    kingpin: Multiple
    target_rate: Annotated[float, Field(gt=0, le=100)]
    response: Multiple
    ports: Share
    intelligence_sharing: Share

    def decide(self, view: View) -> SecurityPlank:
        """Return efforts that grow with violence."""
        pressure = max(0.0, view.homicide_rate / self.target_rate - 1.0)
        return SecurityPlank(
            enforcement=min(1.0, self.enforcement + self.response * pressure),
            prevention=0.0,
            institutions=0.0,
            ports=self.ports,
            finance=0.0,
            kingpin=min(5.0, self.kingpin + self.response * pressure),
            intelligence_sharing=self.intelligence_sharing,
        )
