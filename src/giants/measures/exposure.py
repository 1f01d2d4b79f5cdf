"""What the measure phase needs from the trade block: losses under threats, a reference tariff and a full break.

Losses are shares of own annual GDP, positive = loss.  Threats in law are valued at the horizon of bargaining (a
year: sensitivity); the full break at the long-run elasticity (vulnerability), as the anchors are.
"""

from dataclasses import dataclass

import numpy as np

from giants.symbols import GOODS, MEX, USA, Array

REFERENCE_RATE = 0.25
CUT = 20.0  # added ad valorem rate that ends a flow; at an elasticity of 4 the losses no longer move beyond it
_GOODS = slice(0, len(GOODS))


@dataclass(frozen=True, slots=True)
class Exposure:
    """Losses that the trade block computed; t runs over every threat that some giant can announce to Mexico."""

    loss_mexico: Array  # (t)
    loss_sender: Array  # (t)
    legal: Array  # (t) whether the law of the day allows it
    reference: float  # Mexico's loss under a 25% US tariff on its goods
    break_mexico: float  # losses in a full break of goods trade between Mexico and the United States
    break_usa: float


def reference_tariff(t: Array) -> Array:
    """Return tariffs (n, i, j) with 25% added by the United States on Mexican goods."""
    out = np.array(t)
    out[USA, MEX, _GOODS] += REFERENCE_RATE
    return out


def full_break(t: Array) -> Array:
    """Return tariffs (n, i, j) that end goods trade between Mexico and the United States both ways."""
    out = np.array(t)
    out[USA, MEX, _GOODS] = CUT
    out[MEX, USA, _GOODS] = CUT
    return out
