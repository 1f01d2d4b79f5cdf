"""The demand of a sender who does not know what the target can bear."""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array


def demand(p: ArrayLike, L_t: ArrayLike, net_L_s: ArrayLike, a: ArrayLike, c: ArrayLike, h: ArrayLike) -> Array:
    """Return the take-it-or-leave-it demand when the target's cost is uniform within ± h.

    x* = (p L_t + h) / (2 c) - p L_s / (2 a), not below 0

    p: probability of imposition; L_t, net_L_s: losses (the sender's net of what imposing is worth to it); a, c:
    value and cost of a unit of policy; h: half-width of what is not known.  Source: first-order condition of the
    screening problem, as in Fearon 1995.
    """
    p, L_t, net_L_s, a, c = (np.asarray(v, float) for v in (p, L_t, net_L_s, a, c))
    return np.asarray(np.maximum((p * L_t + h) / (2 * c) - p * net_L_s / (2 * a), 0.0))


def accepted(p: ArrayLike, L_t: ArrayLike, x: ArrayLike, c: ArrayLike, h: ArrayLike) -> Array:
    """Return the probability that a demand x is accepted.

    P = clip((p L_t + h - c x) / (2 h), 0, 1)

    At x* this is (p L_t + h + c p L_s / a) / (4 h).  Source: as `demand`.
    """
    h = np.asarray(h, float)
    return np.asarray(
        np.clip((np.asarray(p) * np.asarray(L_t) + h - np.asarray(c) * np.asarray(x)) / (2 * h), 0.0, 1.0)
    )
