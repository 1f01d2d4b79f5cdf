"""Cooperate, tie cooperation to fair treatment, and answer tariffs only when they hurt enough."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import DiplomacyPlank, Share, View
from giants.policies.mexico.diplomacy.lines import red_lines


@dataclass(frozen=True)
class Balance:
    """Retaliate against those whose average added tariff passes a threshold; keep linkage and coalition in reserve."""

    diplomacy: Share
    voiced: Share
    red_line: Share
    red_line_sovereign: Share
    accommodation: Share
    linkage: Share
    retaliation: Share
    threshold: Share
    coalition: Share

    def decide(self, view: View) -> DiplomacyPlank:
        """Return a stance that answers in measure."""
        return DiplomacyPlank(
            diplomacy=self.diplomacy,
            voiced=np.full(view.position.shape, self.voiced),
            red_line=red_lines(view, self.red_line, self.red_line_sovereign),
            accommodation=self.accommodation,
            linkage=self.linkage,
            retaliation=np.where(view.tariff_faced > self.threshold, self.retaliation, 0.0),
            coalition=self.coalition,
        )
