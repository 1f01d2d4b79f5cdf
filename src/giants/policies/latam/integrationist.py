"""Open further as trust in Mexico grows."""

from dataclasses import dataclass

from giants.policies.base import PartnerAction, Share, View
from giants.policies.latam.interest import Interest


@dataclass(frozen=True)
class Integrationist(Interest):
    """openness = min(1, ready + response x own trust in Mexico); solidarity likewise."""

    response: Share

    def decide(self, view: View) -> PartnerAction:
        """Return readiness that grows with trust."""
        gain = self.response * view.own_trust
        return PartnerAction(min(1.0, self.ready(view) + gain), min(1.0, self.coalition + gain))
