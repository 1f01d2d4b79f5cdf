"""Money: what groups earn, what they can wash, and what it costs them."""

import numpy as np

from giants.batch import column
from giants.security.parameters import LaunderingParameters
from giants.symbols import AXES, Array, Scalar

ALL_CHANNELS = np.ones(AXES["l"])


def channel_capacity(
    income: float, mexican: Scalar, chinese: Scalar, cooperation: Scalar, sanctions: Scalar, p: LaunderingParameters
) -> Array:
    """Return what each channel (Chinese networks, trade-based, bulk cash) can wash in a month, USD.

    cap_l = c_l · base income · (1 − a_l A)(1 − z_l)(1 − s S), A = min(1, Mexico's effort + weight · cooperation),
    z the cooperation of China on its networks, S unilateral sanctions.  `cooperation` is over the present level.
    Returns (…, l).  Form and numbers: priors.
    """
    control = np.minimum(1.0, np.maximum(-1.0, mexican + p.intelligence * cooperation))
    keep = 1 - np.asarray(p.control) * column(control)
    keep[..., 0] *= 1 - p.chinese_cooperation * chinese
    result: Array = np.asarray(p.capacity) * income * keep * column(1 - p.sanctions * sanctions)
    return result


def wash(dirty: Array, mix: Array, capacity: Array) -> Array:
    """Return what each group washes in each channel (k, l): mix · dirty, rationed where a channel is full.

    `dirty` (…, k) USD; `mix` (…, k, l) shares; `capacity` (…, l) USD.
    w_kl = m_kl D_k min(1, cap_l / Σ_k m_kl D_k).  An identity of rationing pro rata.
    """
    wanted = (dirty / np.maximum(mix @ ALL_CHANNELS, 1e-12))[..., None] * mix
    served = np.minimum(1.0, capacity / np.maximum(np.ones(dirty.shape[-1]) @ wanted, 1e-9))
    result: Array = wanted * served[..., None, :]
    return result
