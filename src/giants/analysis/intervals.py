"""Means, shares and quantiles with their intervals."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm
from scipy.stats import t as student

from giants.symbols import Array

LEVEL = 0.95
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def mean_interval(values: ArrayLike, level: float = LEVEL) -> tuple[float, float, float]:
    """Return (mean, low, high): mean +- t_(n-1) sd / sqrt(n); the ends are missing with fewer than two values."""
    x = np.asarray(values, float)
    x = x[np.isfinite(x)]
    if x.size < 2:
        return (float(x[0]) if x.size else np.nan), np.nan, np.nan
    half = float(student.ppf(0.5 + level / 2, x.size - 1)) * standard_error(x)
    return float(x.mean()), float(x.mean() - half), float(x.mean() + half)


def standard_error(values: ArrayLike) -> float:
    """Return the standard error of the mean, sd / sqrt(n); missing with fewer than two values."""
    x = np.asarray(values, float)
    return float(x.std(ddof=1) / np.sqrt(x.size)) if x.size > 1 else np.nan


def wilson(successes: ArrayLike, trials: ArrayLike, level: float = LEVEL) -> tuple[Array, Array]:
    """Return Wilson's score interval of a share, which stays inside [0, 1]; source: Wilson (1927)."""
    k, n = np.asarray(successes, float), np.asarray(trials, float)
    z = float(norm.ppf(0.5 + level / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def quantiles(frame: pd.DataFrame, by: Sequence[str], column: str, levels: Sequence[float] = QUANTILES) -> pd.DataFrame:
    """Return n, mean and quantiles of a column by group, one row a group."""
    grouped = frame.groupby(list(by), sort=False, observed=True)[column]
    table = grouped.quantile(list(levels)).unstack()  # noqa: PD010
    table.columns = [f"q{round(100 * float(level)):02d}" for level in table.columns]
    table.insert(0, "mean", grouped.mean())
    table.insert(0, "n", grouped.count())
    return table.reset_index()


def evenly(count: int, most: int) -> Array:
    """Return the positions of at most `most` of `count` rows, evenly spaced from the first to the last."""
    return np.unique(np.linspace(0, count - 1, min(most, count)).round().astype(int))


def ecdf(values: ArrayLike) -> tuple[Array, Array]:
    """Return sorted finite values and the share of values up to each."""
    x = np.sort(np.asarray(values, float))
    x = x[np.isfinite(x)]
    return x, np.arange(1, x.size + 1) / max(x.size, 1)
