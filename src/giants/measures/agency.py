"""Pillar A, agency: whose line do outcomes follow on the issues that are in dispute?

Outcome z, Mexico's reference ideal x, a giant's ideal y and salience w are arrays (..., issues) on the positions' 0..1
scale.  The reference ideal is the same for every strategy: a rule that wants what Washington wants gains nothing.
Only contested issues count, K = {|x - y| > delta and the giant has pressed the demand}; where nothing is contested
the measures are missing (nan), never 1, so that a giant's generosity does not look like Mexico's agency.
"""

import numpy as np
from numpy.typing import ArrayLike

from giants.measures.ratio import ratio
from giants.symbols import Array, Scalar


def contested(x: Array | float, y: Array | float, pressed: Array, delta: float) -> Array:
    """Return the weight in 0..1 of each issue in dispute: `pressed` where |x - y| > delta, else 0.

    `x`, `y`, `pressed` (..., issues).  A definition; δ is a convention, swept.
    """
    return np.where(np.abs(x - y) > delta, pressed, 0.0)


def own_line(z: Array, x: Array | float, y: Array | float, w: Array) -> Array:
    """Return alpha, the proximity of outcomes to Mexico's own line.

    alpha = sum_K w |z - y| / sum_K w (|z - y| + |z - x|): 1 own line, 0.5 midpoint, 0 the giant's line; `w` holds
    salience times the weight of the contested set.  Missing if nothing is contested.
    Arrays (..., issues).  A definition.
    """
    to_giant = np.abs(z - y)
    return ratio(np.vecdot(w, to_giant), np.vecdot(w, to_giant + np.abs(z - x)))


def concession(z: Array, x: Array | float, y: Array | float, w: Array) -> Array:
    """Return the mean concession on contested issues, 0 own ideal, 1 the giant's.

    c = sum_K w clip((z - x)/(y - x), 0, 1) / sum_K w.  In history it stands in for the coercion wedge.
    Arrays (..., issues).  A definition.
    """
    gap = y - x
    moved = np.minimum(np.maximum((z - x) / np.where(gap == 0, 1.0, gap), 0.0), 1.0)
    return ratio(np.vecdot(w, moved), w.sum(-1))


def obtainable(loss: Scalar, cost: float, curvature: float) -> Array:
    """Return what a threat of this `loss` would obtain of demands that nobody presses, 0 nothing, 1 all.

    The x in 0..1 up to which yielding costs no more than holding out:  c x + g x²/2 = L, with `cost` c and
    `curvature` g > 0 of yielding on all those demands alike and loss L, shares of GDP.
    A definition: the most that a rational target would grant.
    """
    x: Array = (np.sqrt(cost**2 + 2 * curvature * np.maximum(loss, 0.0)) - cost) / curvature
    return np.asarray(np.minimum(x, 1.0))


def completed(own: Scalar, weight: Array, of_all: Array, rest: Array | float) -> Array:
    """Return proximity to Mexico's own line over all demands, given a convention for those not in dispute.

    A1 = sum_K w alpha + sum_(not K) w rest:  `own` alpha on the contested set, whose weights are `weight` (0 outside
    it), `of_all` the weights w of all demands, of sum one, `rest` the proximity that the convention gives the others.
    Arrays (..., demands).  A definition.
    """
    contested = weight.sum(-1)
    known = np.where(contested > 0, own, 0.0)
    return np.asarray(contested * known + np.vecdot(of_all - weight, np.broadcast_to(rest, weight.shape)))


def concession_symmetry(moved_giant: ArrayLike, moved_mexico: ArrayLike, w: ArrayLike) -> Array:
    """Return kappa, the giant's share of all movement from opening positions.

    kappa = C_g / (C_g + C_MEX), C = sum w |position agreed - opening position|; 0.5 is symmetric; missing if
    nobody moved.
    Arrays (..., issues).  A definition.
    """
    w = np.asarray(w, float)
    giant = (w * np.abs(np.asarray(moved_giant, float))).sum(-1)
    mexico = (w * np.abs(np.asarray(moved_mexico, float))).sum(-1)
    return ratio(giant, giant + mexico)


def consistency(z: Array, x: Array | float, y_mean: Array, open_: Array) -> Array:
    """Return own-line consistency: correlation over issues of (z - y) with (x - y), y the mean giants' line.

    `open_` says which issues count, 1 or 0.  Missing with fewer than two or where either side does not vary.
    Arrays (..., issues).  A definition.
    """
    a, b = open_ * (z - y_mean), open_ * (x - y_mean)
    n = np.maximum(open_.sum(-1, keepdims=True), 1.0)
    a, b = a - open_ * (a.sum(-1, keepdims=True) / n), b - open_ * (b.sum(-1, keepdims=True) / n)
    return ratio(np.vecdot(a, b), np.sqrt(np.vecdot(a, a) * np.vecdot(b, b)))
