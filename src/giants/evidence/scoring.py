"""Scores of forecasts that are distributions; all are lower where a forecast is better.

Source: Gneiting and Raftery (2007), JASA 102(477), 359-378.
"""

import numpy as np
from scipy.stats import norm

from giants.symbols import Array

DRAWS = 4000
"""Of the joint score."""
NOMINAL = (0.5, 0.8, 0.9)
"""Bands whose coverage is told."""


def crps(mean: Array, sd: Array, seen: Array) -> Array:
    """Return the continuous ranked probability score of a normal: sd (z (2 F(z) - 1) + 2 f(z) - 1 / sqrt(pi))."""
    z = (seen - mean) / sd
    return np.asarray(sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)))


def interval_score(low: Array, high: Array, seen: Array, level: float) -> Array:
    """Return width plus 2 / (1 - level) times what is missed by: (u - l) + 2/a (l - x)+ + 2/a (x - u)+."""
    missed = np.maximum(low - seen, 0.0) + np.maximum(seen - high, 0.0)
    return np.asarray(high - low + 2.0 / (1.0 - level) * missed)


def of_normals(mean: Array, sd: Array, seen: Array) -> dict[str, float]:
    """Return coverage of the NOMINAL bands, mean CRPS and mean interval score of the 90% band, of normals (n,)."""
    z, half = np.abs(seen - mean) / sd, norm.ppf(0.95) * sd
    covers = {f"covers_{100 * q:.0f}": float((z <= norm.ppf(0.5 + q / 2)).mean()) for q in NOMINAL}
    score = interval_score(mean - half, mean + half, seen, 0.9)
    return covers | {"crps": float(crps(mean, sd, seen).mean()), "interval_score_90": float(score.mean())}


def energy_score(mean: Array, sd: Array, correlation: Array, seen: Array) -> float:
    """Return E|X - x| - E|X - X'| / 2 of a joint normal (k,), by DRAWS fixed draws: the CRPS of many at once."""
    rng = np.random.default_rng(2022)
    root = np.linalg.cholesky(correlation * np.outer(sd, sd) + 1e-12 * np.eye(len(sd)))
    x = mean + rng.standard_normal((DRAWS, len(sd))) @ root.T
    apart = np.linalg.norm(x[: DRAWS // 2] - x[DRAWS // 2 :], axis=1).mean()
    return float(np.linalg.norm(x - seen, axis=1).mean() - apart / 2.0)
