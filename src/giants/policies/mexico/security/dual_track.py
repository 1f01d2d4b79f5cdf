"""Police and prevent at once, protect ports and money, and build institutions where capture is deep."""

from dataclasses import dataclass

from giants.policies.base import Multiple, SecurityPlank, Share, View


@dataclass(frozen=True)
class DualTrack:
    """Effort moves from enforcement to institutions as capture deepens, because captured police arrest less.

    institutions = min(1, institutions + response capture); the kingpin effort stays at its configured, low level.
    """

    enforcement: Share
    prevention: Share
    institutions: Share
    response: Multiple
    ports: Share
    finance: Share
    kingpin: Multiple
    intelligence_sharing: Share

    def decide(self, view: View) -> SecurityPlank:
        """Return efforts balanced between force and institutions."""
        return SecurityPlank(
            enforcement=self.enforcement,
            prevention=self.prevention,
            institutions=min(1.0, self.institutions + self.response * view.capture),
            ports=self.ports,
            finance=self.finance,
            kingpin=self.kingpin,
            intelligence_sharing=self.intelligence_sharing,
        )
