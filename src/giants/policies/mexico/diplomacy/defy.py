"""Refuse, and answer every tariff in kind."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import DiplomacyPlank, Share, View
from giants.policies.mexico.diplomacy.lines import red_lines


@dataclass(frozen=True)
class Defy:
    """Narrow lines and full retaliation whatever the size of the threat."""

    diplomacy: Share
    voiced: Share
    red_line: Share
    red_line_sovereign: Share
    accommodation: Share
    linkage: Share
    retaliation: Share
    coalition: Share

    def decide(self, view: View) -> DiplomacyPlank:
        """Return a stance of refusal."""
        return DiplomacyPlank(
            diplomacy=self.diplomacy,
            voiced=np.full(view.position.shape, self.voiced),
            red_line=red_lines(view, self.red_line, self.red_line_sovereign),
            accommodation=self.accommodation,
            linkage=self.linkage,
            retaliation=np.full(view.tariff_faced.shape, self.retaliation),
            coalition=self.coalition,
        )
