"""Welcome Chinese capital, screen what is sensitive, and screen harder as Chinese content draws attention."""

from dataclasses import dataclass

from giants.policies.base import ChinaPlank, Share, View


@dataclass(frozen=True)
class Hedge:
    """Screening rises with the Chinese content of exports above what Washington has tolerated.

    fdi screening = min(1, floor + response max(0, content - tolerated)), no more than capacity allows beyond the floor.
    """

    screening: Share
    floor: Share
    response: float
    tolerated: Share
    venture_transparency: Share
    china_openness: Share
    non_fta_tariff: Share

    def decide(self, view: View) -> ChinaPlank:
        """Return policies that answer the Chinese content of exports."""
        wanted = self.floor + self.response * max(0.0, view.chinese_content - self.tolerated)
        return ChinaPlank(
            screening=self.screening,
            fdi_screening=min(1.0, max(0.0, wanted), self.floor + view.screening_capacity),
            venture_transparency=self.venture_transparency,
            china_openness=self.china_openness,
            non_fta_tariff=self.non_fta_tariff,
        )
