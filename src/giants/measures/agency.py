"""Pillar A, agency: whose line do outcomes follow on the issues that are in dispute?

Outcome z, Mexico's reference ideal x, a giant's ideal y and salience w are arrays (..., issues) on the levers' 0..1
scale.  The reference ideal is the same for every strategy: a rule that wants what Washington wants gains nothing.
Only contested issues count, K = {|x - y| > delta and the giant has pressed the demand}; where nothing is contested
the measures are missing (nan), never 1, so that a giant's generosity does not look like Mexico's agency.
"""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array


def contested(x: Array | float, y: Array | float, pressed: Array, delta: float) -> Array:
    """Return the weight in 0..1 of each issue in dispute: `pressed` where |x - y| > delta, else 0."""
    return np.where(np.abs(x - y) > delta, pressed, 0.0)


def _ratio(top: Array, bottom: Array) -> Array:
    if isinstance(bottom, float):  # of one month, where a branch is a tenth of the price of a mask
        return top / bottom if bottom > 0 else np.asarray(np.nan)
    there = bottom > 0
    return np.where(there, top / np.where(there, bottom, 1.0), np.nan)


def own_line(z: Array, x: Array | float, y: Array | float, w: Array) -> Array:
    """Return alpha, the proximity of outcomes to Mexico's own line.

    alpha = sum_K w |z - y| / sum_K w (|z - y| + |z - x|): 1 own line, 0.5 midpoint, 0 the giant's line; `w` holds
    salience times the weight of the contested set.  Missing if nothing is contested.
    """
    to_giant = np.abs(z - y)
    return _ratio(np.vecdot(w, to_giant), np.vecdot(w, to_giant + np.abs(z - x)))


def concession(z: Array, x: Array | float, y: Array | float, w: Array) -> Array:
    """Return the mean concession on contested issues, 0 own ideal, 1 the giant's.

    c = sum_K w clip((z - x)/(y - x), 0, 1) / sum_K w.  In history it stands in for the coercion wedge.
    """
    gap = y - x
    moved = np.minimum(np.maximum((z - x) / np.where(gap == 0, 1.0, gap), 0.0), 1.0)
    return _ratio(np.vecdot(w, moved), w.sum(-1))


def concession_symmetry(moved_giant: ArrayLike, moved_mexico: ArrayLike, w: ArrayLike) -> Array:
    """Return kappa, the giant's share of all movement from opening positions.

    kappa = C_g / (C_g + C_MEX), C = sum w |position agreed - opening position|; 0.5 is symmetric; missing if
    nobody moved.
    """
    w = np.asarray(w, float)
    giant = (w * np.abs(np.asarray(moved_giant, float))).sum(-1)
    mexico = (w * np.abs(np.asarray(moved_mexico, float))).sum(-1)
    return _ratio(giant, giant + mexico)


def consistency(z: ArrayLike, x: ArrayLike, y_mean: ArrayLike) -> Array:
    """Return own-line consistency: correlation over issues of (z - y) with (x - y), y the mean giants' line.

    Missing with fewer than two issues or where either side does not vary.
    """
    y = np.asarray(y_mean, float)
    a, b = np.asarray(z, float) - y, np.asarray(x, float) - y
    if a.shape[-1] < 2:
        return np.full(a.shape[:-1], np.nan)
    n = a.shape[-1]
    a, b = a - a.sum(-1, keepdims=True) / n, b - b.sum(-1, keepdims=True) / n
    return _ratio(np.vecdot(a, b), np.sqrt(np.vecdot(a, a) * np.vecdot(b, b)))
