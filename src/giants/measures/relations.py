"""Pillar R, relations: indicators of partnership with the United States, China and Latin America."""

import numpy as np
from numpy.typing import ArrayLike

from giants.measures.ratio import ratio
from giants.symbols import Array, Scalar


def tariff_faced(rate: ArrayLike, exports: ArrayLike) -> Array:
    """Return RU1, the mean tariff on Mexican goods in percent, weighted by exports: 100 sum e t / sum e, arrays (j).

    Missing if nothing is exported.
    """
    e = np.asarray(exports, float)
    return 100 * ratio(np.vecdot(rate, e), e.sum(-1))


def share_percent(part: Scalar, total: Scalar) -> Array:
    """Return 100 part / total as a percentage (RC1, RC2, RL1); missing if the total is not positive."""
    return 100 * ratio(part, total)


def voting_distance(mexico: Scalar, region: float, giant_a: float, giant_b: float) -> Array:
    """Return RL2, the distance of Mexico's UN ideal point to the regional mean over the span of the giants.

    d = |theta_MEX - theta_LA| / |theta_USA - theta_CHN|.  Source: Bailey, Strezhnev and Voeten (2017), ideal points;
    differences only, since levels rotate from year to year.
    """
    distance: Array = np.abs(mexico - region) / abs(giant_a - giant_b)
    return distance
