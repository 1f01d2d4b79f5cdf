"""Concentration of partners and of incomes: Herfindahl index, Gini, coefficient of variation."""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array


def hhi(flows: ArrayLike) -> Array:
    """Return the Hirschman-Herfindahl index of `flows` (..., partners), any unit, non-negative.

    H = sum_i s_i^2 with s_i = x_i / sum x; 1/N for equal partners, 1 for a single one; missing if nothing flows.
    Source: Hirschman, National Power and the Structure of Foreign Trade (1945); used today as the sum of squares.
    """
    x = np.asarray(flows, float)
    total = x.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        index: Array = (x * x).sum(-1) / (total * total)
    return index


def hhi_normalised(index: ArrayLike, partners: int) -> Array:
    """Return (H - 1/N) / (1 - 1/N): 0 for N equal partners, 1 for a single one."""
    out: Array = (np.asarray(index, float) - 1 / partners) / (1 - 1 / partners)
    return out


def gini(income: ArrayLike, population: ArrayLike) -> Array:
    """Return the population-weighted Gini of mean `income` (..., units) over units such as states.

    G = sum_a sum_b p_a p_b |y_a - y_b| / (2 mean), p population shares: 0 if all equal.
    Computed by sorting, G = 1 - sum_k p_k (C_k + C_k-1) with C the Lorenz ordinates.
    """
    y, p = np.broadcast_arrays(np.asarray(income, float), np.asarray(population, float))
    order = np.argsort(y, -1)
    p = np.take_along_axis(p, order, -1)
    p = p / p.sum(-1, keepdims=True)
    mass = p * np.take_along_axis(y, order, -1)
    lorenz = np.cumsum(mass, -1)
    both = 2 * lorenz - mass
    out: Array = 1 - (p * both).sum(-1) / lorenz[..., -1]
    return out


def variation(income: ArrayLike, population: ArrayLike) -> Array:
    """Return the population-weighted coefficient of variation of mean `income` (..., units): sd / mean.

    Source: Williamson (1965), the weighted index of regional inequality.
    """
    y, p = np.broadcast_arrays(np.asarray(income, float), np.asarray(population, float))
    p = p / p.sum(-1, keepdims=True)
    mean = (p * y).sum(-1, keepdims=True)
    out: Array = np.sqrt((p * (y - mean) ** 2).sum(-1)) / mean[..., 0]
    return out
