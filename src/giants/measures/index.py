"""Aggregation: from indicator scores to pillars, relations and the Calibrated Autonomy Index.

Power means of order r <= 0 do not let one pillar pay for another, so that both corners (submission and estrangement)
fail.  Source: OECD and JRC, Handbook on Constructing Composite Indicators (2008), on compensation; the limit
cases are the arithmetic (r = 1), geometric (0) and harmonic (-1) means and the minimum (-inf).
"""

import numpy as np
from numpy.typing import ArrayLike

from giants.errors import InputError
from giants.symbols import Array

FLOOR = 0.02  # OECD and JRC practice: scores are floored before logarithms so that one zero does not erase the rest
PILLARS = ("structural", "agency", "relations", "sovereignty")
RELATION_WEIGHTS = np.array([0.5, 0.25, 0.25])  # United States, China, Latin America


def power_mean(
    scores: ArrayLike,
    weights: ArrayLike | None = None,
    r: float = 0.0,
    *,
    floor: float = FLOOR,
    skip_missing: bool = False,
) -> Array:
    """Return the weighted power mean of `scores` (..., m) over the last axis.

    M_r = (sum_i w_i max(s_i, floor)^r)^(1/r); r = 0: exp(sum_i w_i ln s_i); r = -inf: min_i s_i.
    Weights (..., m) are normalised to one.  `floor=0` is the unfloored aggregator: with r <= 0 any zero gives zero.
    A missing score makes the mean missing, unless `skip_missing` renormalises the weights over those present.
    Raises InputError for negative weights or weights that sum to zero.
    """
    s = np.maximum(np.asarray(scores, float), floor)  # nan propagates through maximum
    w = np.ones(s.shape[-1]) if weights is None else np.asarray(weights, float)
    if r == 0 and floor > 0 and w.ndim == 1 and not skip_missing and w.min() > 0:
        return np.exp(np.vecdot(np.log(s), w / w.sum()))  # type: ignore[no-any-return]
    if (w < 0).any() or (w.sum(-1) <= 0).any():
        raise InputError("weights of a power mean must be non-negative and must not all be zero")
    w = np.broadcast_to(w, s.shape)
    missing = np.isnan(s)
    if skip_missing:
        w = np.where(missing, 0.0, w)
        s = np.where(missing, 1.0, s)
    total = w.sum(-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mean = _mean(s, w / total, r)
        return np.where(total[..., 0] > 0, mean, np.nan)


def _mean(s: Array, w: Array, r: float) -> Array:
    used = w > 0
    if r == -np.inf:
        return np.where(used, s, np.where(np.isnan(s), np.nan, np.inf)).min(-1)  # type: ignore[no-any-return]
    # Factor the largest score out: M_r is homogeneous of degree one, so that tiny scores do not overflow s^r.
    top = np.where(used, s, 0.0).max(-1, keepdims=True)
    ratio = np.where(used, s / np.where(top == 0, 1.0, top), 1.0)
    if abs(r) < 1e-9:
        inner = np.where(used, w * np.log(ratio), 0.0).sum(-1)
        return top[..., 0] * np.exp(inner)  # type: ignore[no-any-return]
    inner = np.where(used, w * ratio**r, 0.0).sum(-1)
    return top[..., 0] * np.power(inner, 1 / r)  # type: ignore[no-any-return]


def relations(r_us: ArrayLike, r_cn: ArrayLike, r_la: ArrayLike, *, floor: float = FLOOR) -> Array:
    """Return the relations pillar from partnership scores with the United States, China and Latin America.

    R = R_US^0.5 R_CN^0.25 R_LA^0.25: partnership quality enters multiplicatively, so that close ties with one
    partner cannot buy estrangement from another.
    A definition; the weights are a convention of the index.
    """
    parts = np.stack(np.broadcast_arrays(*(np.asarray(x, float) for x in (r_us, r_cn, r_la))), -1)
    return power_mean(parts, RELATION_WEIGHTS, 0.0, floor=floor)


def calibrated_autonomy(
    structural: ArrayLike,
    agency: ArrayLike,
    relations: ArrayLike,
    sovereignty: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    r: float = 0.0,
    floor: float = FLOOR,
) -> Array:
    """Return the Calibrated Autonomy Index of four pillar scores.

    CAI = (w_S S^r + w_A A^r + w_R R^r + w_I I^r)^(1/r); r = 0 by default (geometric).  If agency is missing because
    nothing was contested, the index is missing too: leaving it out would let a giant's generosity raise the index.
    A definition; weights, r and floor are swept.
    """
    parts = np.stack(
        np.broadcast_arrays(*(np.asarray(x, float) for x in (structural, agency, relations, sovereignty))), -1
    )
    return power_mean(parts, weights, r, floor=floor)
