"""What the measure phase needs from the trade block: losses under threats, a reference tariff and a full break.

Losses are shares of own annual GDP, positive = loss.  Threats in law are valued at the horizon of bargaining (a
year: sensitivity); the reference tariff and the full break after adjustment, at the long-run elasticity
(vulnerability), as the anchors are.
"""

from dataclasses import dataclass

from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Exposure:
    """Losses that the trade block computed; t runs over every threat that a giant can announce to Mexico."""

    loss_mexico: Array  # (t)
    loss_sender: Array  # (t)
    legal: Array  # (t) whether the law of the day allows it
    reference: float  # Mexico's loss under a 25% US tariff on its goods
    break_mexico: float  # losses in a full break of goods trade between Mexico and the United States
    break_usa: float
