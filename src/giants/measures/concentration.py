"""Concentration of partners and of incomes: Herfindahl index, Gini, coefficient of variation."""

import numpy as np
from numpy.typing import ArrayLike

from giants.measures.ratio import ratio
from giants.symbols import Array


def hhi(flows: ArrayLike) -> Array:
    """Return the Hirschman-Herfindahl index of `flows` (..., partners), any unit, non-negative.

    H = sum_i s_i^2 with s_i = x_i / sum x; 1/N for equal partners, 1 for a single one; missing if nothing flows.
    Source: Hirschman, National Power and the Structure of Foreign Trade (1945); used today as the sum of squares.
    """
    x = np.asarray(flows, float)
    total = x.sum(-1)
    return ratio(np.vecdot(x, x), total * total)


def gini(income: ArrayLike, population: ArrayLike) -> Array:
    """Return the population-weighted Gini of mean `income` (..., units), `population` (units)

    G = sum_a sum_b p_a p_b |y_a - y_b| / (2 mean), p population shares: 0 if all equal; missing if nobody has any.
    Computed by sorting, G = 1 - sum_k p_k (C_k + C_k-1) with C the Lorenz ordinates.
    A definition, Gini (1912).
    """
    y, p = np.asarray(income, float), np.asarray(population, float)
    order = y.argsort(-1)
    p = p[order] / p.sum()
    mass = p * np.sort(y, -1)
    lorenz = mass.cumsum(-1)
    both = 2 * lorenz - mass
    return 1 - ratio(np.vecdot(p, both), lorenz[..., -1])


def variation(income: ArrayLike, population: ArrayLike) -> Array:
    """Return the population-weighted coefficient of variation of mean `income` (..., units): sd / mean.

    Missing if nobody has any.  Source: Williamson (1965), the weighted index of regional inequality.
    """
    y, p = np.asarray(income, float), np.asarray(population, float)
    p = p / p.sum()
    mean = np.vecdot(p, y)
    gap = y - mean[..., None]
    return ratio(np.sqrt(np.vecdot(p, gap * gap)), mean)
