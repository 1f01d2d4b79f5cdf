"""Deal where it pays, and stay out of other people's quarrels."""

from dataclasses import dataclass

from giants.policies.base import PartnerAction, View
from giants.policies.latam.interest import Interest


@dataclass(frozen=True)
class Pragmatic(Interest):
    """openness = ready, from the partner's interests alone; little solidarity."""

    def decide(self, view: View) -> PartnerAction:
        """Return readiness that follows interests."""
        return PartnerAction(self.ready(view), self.coalition)
