"""Pillar R, relations: indicators of partnership with the United States, China and Latin America."""

import numpy as np
from numpy.typing import ArrayLike


def tariff_faced(rate: ArrayLike, exports: ArrayLike) -> float:
    """Return RU1, the export-weighted mean tariff on Mexican goods in percent: 100 sum e t / sum e, arrays (j)."""
    e = np.asarray(exports, float)
    return float(100 * (np.asarray(rate, float) @ e) / e.sum())


def share_percent(part: ArrayLike, total: ArrayLike) -> float:
    """Return 100 part / total as a percentage (RC1, RC2, RL1); missing if the total is not positive."""
    whole = float(np.asarray(total, float).sum())
    return 100 * float(np.asarray(part, float).sum()) / whole if whole > 0 else float("nan")


def voting_distance(mexico: float, region: float, giant_a: float, giant_b: float) -> float:
    """Return RL2, the distance of Mexico's UN ideal point to the regional mean over the span of the giants.

    d = |theta_MEX - theta_LA| / |theta_USA - theta_CHN|.  Source: Bailey, Strezhnev and Voeten (2017), ideal points;
    differences only, since levels rotate from year to year.
    """
    return abs(mexico - region) / abs(giant_a - giant_b)
