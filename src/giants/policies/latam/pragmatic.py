"""Deal where it pays, and stay out of other people's quarrels."""

from dataclasses import dataclass

from giants.policies.base import PartnerAction, Share, View


@dataclass(frozen=True)
class Pragmatic:
    """Constant openness and little solidarity."""

    openness: Share
    coalition: Share

    def decide(self, view: View) -> PartnerAction:
        """Return the configured readiness."""
        return PartnerAction(self.openness, self.coalition)
