"""Goalposts: put an indicator on a scale from 0 (worst) to 1 (best).

Source: OECD and JRC, Handbook on Constructing Composite Indicators (2008), chapter on normalisation.
"""

import numpy as np
from numpy.typing import ArrayLike

from giants.errors import InputError
from giants.symbols import Array


def linear(x: ArrayLike, worst: float, best: float) -> Array:
    """Score `x` between two goalposts, clipped.

    s = clip((x - worst) / (best - worst), 0, 1); worst may lie above best (less is better).  Missing (nan) stays
    missing.  Raises InputError if the goalposts coincide.
    Source: min-max scoring, OECD and JRC Handbook (2008).
    """
    if worst == best:
        raise InputError(f"goalposts coincide at {worst:g}: worst and best must differ")
    score: Array = np.clip((np.asarray(x, float) - worst) / (best - worst), 0.0, 1.0)
    return score


def logarithmic(x: ArrayLike, worst: float, best: float, offset: float = 0.0) -> Array:
    """Score `x` between two goalposts on a log scale: equal ratios are equal steps.

    s = clip((ln(x + o) - ln(worst + o)) / (ln(best + o) - ln(worst + o)), 0, 1); `offset` o > 0 admits goalposts at 0.
    Raises InputError if a shifted goalpost is not positive.
    Source: as income enters the Human Development Index (UNDP).
    """
    if min(worst, best) + offset <= 0:
        raise InputError(f"logarithmic goalposts must be positive, got {worst:g} and {best:g} plus {offset:g}")
    shifted = np.maximum(np.asarray(x, float) + offset, np.finfo(float).tiny)
    return linear(np.log(shifted), float(np.log(worst + offset)), float(np.log(best + offset)))


def trapezoid(x: ArrayLike, a: float, b: float, c: float, d: float) -> Array:
    """Score an indicator of which too little and too much are both bad.

    s = clip(min((x - a) / (b - a), (d - x) / (d - c)), 0, 1): 0 outside (a, d), 1 inside [b, c].
    Raises InputError unless a < b <= c < d.
    A definition; the goalposts carry their sources.
    """
    if not a < b <= c < d:
        raise InputError(f"a trapezoid needs a < b <= c < d, got {a:g}, {b:g}, {c:g}, {d:g}")
    x = np.asarray(x, float)
    score: Array = np.clip(np.minimum((x - a) / (b - a), (d - x) / (d - c)), 0.0, 1.0)
    return score
