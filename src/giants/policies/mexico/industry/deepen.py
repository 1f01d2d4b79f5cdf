"""Build domestic suppliers where domestic value falls short, and ask for content only as suppliers can deliver it."""

from dataclasses import dataclass

from giants.policies.base import IndustryPlank, Share, View


@dataclass(frozen=True)
class Deepen:
    """Effort on suppliers and skills rises with the shortfall of domestic value added in manufacturing exports.

    supplier = min(1, supplier + response max(0, target - domestic value)); local content = ambition x supplier depth,
    because rules that bind above capability cost competitiveness (Conconi et al. 2018 on rules of origin).
    """

    target: Share
    response: float
    supplier: Share
    skills: Share
    infrastructure: Share
    incentives: Share
    ambition: Share

    def decide(self, view: View) -> IndustryPlank:
        """Return efforts that grow with the gap to the target."""
        extra = self.response * max(0.0, self.target - view.domestic_value)
        return IndustryPlank(
            supplier=min(1.0, max(0.0, self.supplier + extra)),
            skills=min(1.0, max(0.0, self.skills + extra / 2)),
            infrastructure=self.infrastructure,
            incentives=self.incentives,
            local_content=self.ambition * view.supplier_depth,
        )
