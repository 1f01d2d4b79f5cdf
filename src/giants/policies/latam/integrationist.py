"""Open further as trust in Mexico grows."""

from dataclasses import dataclass

from giants.policies.base import PartnerAction, Share, View


@dataclass(frozen=True)
class Integrationist:
    """openness = min(1, openness + response x mean trust of the region in Mexico); solidarity likewise."""

    openness: Share
    coalition: Share
    response: Share

    def decide(self, view: View) -> PartnerAction:
        """Return readiness that grows with trust."""
        gain = self.response * float(view.trust.mean())
        return PartnerAction(min(1.0, self.openness + gain), min(1.0, self.coalition + gain))
