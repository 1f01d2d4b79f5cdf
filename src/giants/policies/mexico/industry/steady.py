"""Keep the same industrial programmes whatever happens."""

from dataclasses import dataclass

from giants.policies.base import IndustryPlank, Share, View


@dataclass(frozen=True)
class SteadyIndustry:
    """Constant efforts; zeros are today's programmes."""

    supplier: Share
    skills: Share
    infrastructure: Share
    incentives: Share
    local_content: Share

    def decide(self, view: View) -> IndustryPlank:
        """Return the configured efforts."""
        return IndustryPlank(self.supplier, self.skills, self.infrastructure, self.incentives, self.local_content)
