"""Keep the same security effort whatever happens."""

from dataclasses import dataclass

from giants.policies.base import Multiple, SecurityPlank, Share, View


@dataclass(frozen=True)
class SteadySecurity:
    """Constant efforts; zeros are today's effort, a kingpin effort of 1 is today's."""

    enforcement: Share
    prevention: Share
    institutions: Share
    ports: Share
    finance: Share
    kingpin: Multiple
    intelligence_sharing: Share

    def decide(self, view: View) -> SecurityPlank:
        """Return the configured efforts."""
        return SecurityPlank(
            self.enforcement,
            self.prevention,
            self.institutions,
            self.ports,
            self.finance,
            self.kingpin,
            self.intelligence_sharing,
        )
