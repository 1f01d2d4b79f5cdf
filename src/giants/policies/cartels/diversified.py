"""Groups that spread over corridors and states, and bribe before they fight."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import CartelActions, CartelViews, Multiple, Share


@dataclass(frozen=True)
class Diversified:
    """Large groups spread more: focus = 1 / (1 + spread x min(states / 10, 1)); bribes replace fighting one to one."""

    spread: Multiple
    bribe: Share
    chinese_network: Share
    trade_based: Share

    def __post_init__(self) -> None:
        if self.chinese_network + self.trade_based > 1.0:
            raise ValueError("chinese_network and trade_based are shares of one sum and may not exceed 1 together")

    def decide(self, view: CartelViews) -> CartelActions:
        """Return behaviour that spreads with the group's reach."""
        reach = np.minimum(view.states / 10.0, 1.0)
        rows = reach.shape
        mix = (self.chinese_network, self.trade_based, 1.0 - self.chinese_network - self.trade_based)
        return CartelActions(
            cartel_move=1.0 + self.spread * reach,
            cartel_fight=np.full(rows, 1.0 - self.bribe),
            cartel_bribe=np.full(rows, self.bribe),
            cartel_focus=1.0 / (1.0 + self.spread * reach),
            cartel_launder=np.tile(mix, (*rows, 1)),
        )
