"""The compromise rule: the mean of the two ideals, weighted by power and salience."""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array


def compromise(power_s: ArrayLike, power_t: ArrayLike, a: Array, c: Array, xbar: ArrayLike = 1.0) -> Array:
    """Return the policy on each issue as the weighted mean of the sender's ideal (1) and the target's (0).

    x_k = min(P_s a_k / (P_s a_k + P_t c_k), x̄_k)

    power_s, power_t (...,): weights of the two sides; a, c (..., K): what each issue means to each.  Source: the
    compromise model of Van den Bos 1991, in Achen 2006.
    """
    pull = np.asarray(power_s, float)[..., None] * np.maximum(a, 0.0)
    hold = np.asarray(power_t, float)[..., None] * np.maximum(c, 0.0)
    return np.minimum(np.where(pull > 0, pull / np.maximum(pull + hold, 1e-300), 0.0), xbar)
