"""Yield on what matters to the giant and keep quiet elsewhere."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import DiplomacyPlank, Share, View
from giants.policies.mexico.diplomacy.lines import red_lines


@dataclass(frozen=True)
class Accommodate:
    """No linkage, no retaliation, generous lines: the bandwagoning end of the hedging literature (Kuik 2008)."""

    diplomacy: Share
    voiced: Share
    red_line: Share
    red_line_sovereign: Share
    accommodation: Share

    def decide(self, view: View) -> DiplomacyPlank:
        """Return a stance that never answers in kind."""
        return DiplomacyPlank(
            diplomacy=self.diplomacy,
            voiced=np.full(view.position.shape, self.voiced),
            red_line=red_lines(view, self.red_line, self.red_line_sovereign),
            accommodation=self.accommodation,
            linkage=0.0,
            retaliation=np.zeros(view.tariff_faced.shape),
            coalition=0.0,
        )
