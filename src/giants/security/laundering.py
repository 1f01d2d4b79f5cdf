"""Money: what groups earn, what they can wash, and what it costs them."""

import numpy as np

from giants.security.parameters import LaunderingParameters
from giants.symbols import Array


def channel_capacity(
    income: float, mexican: float, chinese: float, cooperation: float, sanctions: float, p: LaunderingParameters
) -> Array:
    """Return what each channel (Chinese networks, trade-based, bulk cash) can wash in a month, USD.

    cap_l = c_l · base income · (1 − a_l A)(1 − z_l)(1 − s S), A = min(1, Mexico's effort + weight · cooperation),
    z the cooperation of China on its networks, S unilateral sanctions.  `cooperation` is over the present level.
    """
    control = np.clip(mexican + p.intelligence * cooperation, -1.0, 1.0)
    keep = 1 - np.asarray(p.control) * control
    keep[0] *= 1 - p.chinese_cooperation * chinese
    result: Array = np.asarray(p.capacity) * income * keep * (1 - p.sanctions * sanctions)
    return result


def wash(dirty: Array, mix: Array, capacity: Array) -> Array:
    """Return what each group washes in each channel (k, l): mix · dirty, rationed where a channel is full.

    `dirty` (k,) USD; `mix` (k, l) shares; `capacity` (l,) USD.
    """
    wanted = dirty[:, None] * (mix / np.maximum(mix.sum(1, keepdims=True), 1e-12))
    served = np.minimum(1.0, capacity / np.maximum(wanted.sum(0), 1e-9))
    return wanted * served
