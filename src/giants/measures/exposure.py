"""What the measures phase needs from the trade block: losses under threats, a reference tariff and full breaks.

Losses are shares of own annual GDP, positive = loss.  Threats in law are valued at the horizon of bargaining, a year.
The reference tariff is valued before anyone adjusts (sensitivity) and after (vulnerability); all else after, as the
anchors are.
"""

from dataclasses import dataclass

from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Exposure:
    """Losses that the trade block computed; t runs over every threat that a giant can announce to Mexico."""

    loss_mexico: Array  # (t)
    loss_sender: Array  # (t)
    legal: Array  # (t) whether the law of the day allows it
    sensitivity: float  # Mexico's loss under a 25% US tariff on its goods, at the short-run elasticity
    reference: float  # the same at the long-run elasticity
    break_mexico: float  # losses in a full break of goods trade between Mexico and the United States
    break_usa: float
    break_china: float  # Mexico's loss in a full break of goods trade with China
    market_usa: float  # Mexico's loss if the United States shuts its market, one way
    market_china: float
