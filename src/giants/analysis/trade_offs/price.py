"""The price of autonomy: what a point of the index costs in welfare, paired on seeds.

Source of the question: Escude's peripheral realism, autonomy as the cost of using one's freedom of action; here the
cost is measured and may be negative.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

from giants.errors import InputError
from giants.symbols import Array


class Price(NamedTuple):
    """Welfare given up per point (0.01) of the index, with an interval; the two mean differences behind it."""

    price: float
    low: float
    high: float
    welfare_change: float
    index_change: float
    runs: int


def price(welfare_base: Array, index_base: Array, welfare: Array, index: Array, level: float = 0.95) -> Price:
    """Return -dW/dCAI between two strategies, per point of the index, from runs paired on seeds.

    p = -0.01 mean(W1 - W0) / mean(CAI1 - CAI0), arrays (seed); W in percent of real income gives percent per point.
    The interval is Fieller's for a ratio of means: it is unbounded (infinite ends) when the change of the index does
    not differ from zero, because then there is no autonomy to price.  Raises InputError with fewer than three pairs.
    """
    d_welfare = np.asarray(welfare, float) - np.asarray(welfare_base, float)
    d_index = np.asarray(index, float) - np.asarray(index_base, float)
    keep = np.isfinite(d_welfare) & np.isfinite(d_index)
    y, x = -0.01 * d_welfare[keep], d_index[keep]
    n = len(x)
    if n < 3:
        raise InputError(f"a price of autonomy needs at least three paired seeds, got {n}")
    low, high = _fieller(y, x, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        point = float(np.divide(y.mean(), x.mean()))
    return Price(point, low, high, float(d_welfare[keep].mean()), float(x.mean()), n)


def _fieller(y: Array, x: Array, level: float) -> tuple[float, float]:
    """Return Fieller's interval of mean(y) / mean(x); (-inf, inf) if mean(x) may be zero at this level."""
    n = len(x)
    q = float(student.ppf(0.5 + level / 2, n - 1)) ** 2
    cov = np.cov(y, x) / n
    a = x.mean() ** 2 - q * cov[1, 1]
    if a <= 0:
        return -np.inf, np.inf
    b = x.mean() * y.mean() - q * cov[0, 1]
    c = y.mean() ** 2 - q * cov[0, 0]
    root = np.sqrt(max(b * b - a * c, 0.0))
    return float((b - root) / a), float((b + root) / a)


def price_along(intensity: Array, welfare: Array, index: Array, level: float = 0.95) -> Price:
    """Return -dW/dCAI per point along one lever, from runs on common seeds at several of its levels.

    intensity (level), welfare and index (seed, level).  Each seed gives two least-squares slopes; the price is minus
    the ratio of their means with Fieller's interval, and the changes are those over the whole range of the lever.
    Raises InputError with fewer than three seeds.
    """
    e = np.asarray(intensity, float) - np.mean(intensity)
    across = e / (e @ e) * np.ptp(e)
    none = np.zeros(len(welfare))
    return price(none, none, np.asarray(welfare, float) @ across, np.asarray(index, float) @ across, level)
