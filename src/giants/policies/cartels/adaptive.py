"""Groups that shift routes, territory and money toward whatever pressure leaves open."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import CartelActions, CartelViews, Multiple, Share


@dataclass(frozen=True)
class Adaptive:
    """Groups under stronger rivals fight less and move more: move = 1 + response min(rivals, 1), fight = 1 / move.

    Laundering shifts from its usual mix to bulk cash as income stays unwashed.
    """

    response: Multiple
    bribe: Share
    focus: Multiple
    chinese_network: Share
    trade_based: Share

    def decide(self, view: CartelViews) -> CartelActions:
        """Return behaviour that follows rivals and money."""
        move = 1.0 + self.response * np.minimum(view.rivals, 1.0)
        banked = 1.0 - np.clip(view.unwashed, 0.0, 1.0)
        chinese = self.chinese_network * banked
        trade = np.minimum(self.trade_based * banked, 1.0 - chinese)
        return CartelActions(
            cartel_move=move,
            cartel_fight=1.0 / move,
            cartel_bribe=np.full(move.shape, self.bribe),
            cartel_focus=np.full(move.shape, self.focus),
            cartel_launder=np.stack([chinese, trade, 1.0 - chinese - trade], axis=-1),
        )
