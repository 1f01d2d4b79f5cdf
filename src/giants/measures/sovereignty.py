"""Pillar I, internal sovereignty: does the state, and nobody else, govern inside?"""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array, Scalar


def homicide_rate(homicides: ArrayLike, population: ArrayLike) -> Array:
    """Return I1, homicides per 100,000 a year from monthly counts (s) and population (s): 12 x 1e5 sum h / sum p.

    An accounting identity.
    """
    rate: Array = 12e5 * np.asarray(homicides, float).sum(-1) / np.asarray(population, float).sum()
    return rate


def rule_of_law(anchor: float, stock: Scalar, gain: float) -> Array:
    """Return I2 on the World Justice Project's 0..1 scale: clip(anchor + gain stock, 0, 1).

    Today's score, moved by institutions built or lost since the start (`stock` of the society block, 0 there).  Capture
    of local government is counted in I3 and not here, so that one cause does not count twice.
    """
    score: Array = np.minimum(np.maximum(anchor + gain * stock, 0.0), 1.0)
    return score


def free_population(capture: ArrayLike, population: ArrayLike) -> Array:
    """Return I3, the share of people who do not live under criminal governance: 1 - sum(pop kappa) / sum(pop).

    `capture` kappa (..., s) in 0..1, `population` (s).
    A definition.
    """
    pop = np.asarray(population, float)
    share: Array = 1 - np.vecdot(np.asarray(capture, float), pop) / pop.sum()
    return share
