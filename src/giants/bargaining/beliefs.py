"""What a target believes about a sender's resolve."""

import numpy as np
from numpy.typing import ArrayLike

from giants.rates import rate
from giants.symbols import Array


def bayes(mu: ArrayLike, acted: ArrayLike, tough: ArrayLike, soft: ArrayLike) -> Array:
    """Return the belief that the sender is tough after it acted, or backed down, when resisted.

    μ' = μ P(seen | tough) / (μ P(seen | tough) + (1 - μ) P(seen | soft))

    mu: belief before; acted: True where the sender imposed, False where it backed down; tough, soft: probability
    that each type imposes when resisted.  Source: Bayes' rule.
    """
    mu, acted = np.asarray(mu, float), np.asarray(acted, bool)
    like_tough, like_soft = np.where(acted, tough, 1 - np.asarray(tough)), np.where(acted, soft, 1 - np.asarray(soft))
    return np.asarray(mu * like_tough / (mu * like_tough + (1 - mu) * like_soft))


def fade(mu: ArrayLike, base: ArrayLike, half_life: float) -> Array:
    """Return the belief one month later, drawn back to its base.

    μ' = μ̄ + (μ - μ̄) 2^(-1/half_life)

    half_life: months.  Prior form: reputations fade as governments change.
    """
    mu, base = np.asarray(mu, float), np.asarray(base, float)
    return np.asarray(base + (mu - base) * (1 - rate(half_life)))
