"""Groups that hold ground: little movement, hard fighting, one corridor."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import CartelActions, CartelViews, Multiple, Share


@dataclass(frozen=True)
class Territorial:
    """Constant behaviour in every group."""

    move: Multiple
    fight: Multiple
    bribe: Share
    focus: Multiple
    chinese_network: Share
    trade_based: Share

    def __post_init__(self) -> None:
        if self.chinese_network + self.trade_based > 1.0:
            raise ValueError("chinese_network and trade_based are shares of one sum and may not exceed 1 together")

    def decide(self, view: CartelViews) -> CartelActions:
        """Return the configured behaviour for every row."""
        rows = view.members.shape
        mix = (self.chinese_network, self.trade_based, 1.0 - self.chinese_network - self.trade_based)
        return CartelActions(
            cartel_move=np.full(rows, self.move),
            cartel_fight=np.full(rows, self.fight),
            cartel_bribe=np.full(rows, self.bribe),
            cartel_focus=np.full(rows, self.focus),
            cartel_launder=np.tile(mix, (*rows, 1)),
        )
