"""Concentration of partners and of incomes: Herfindahl, effective partners, Gini, coefficient of variation."""

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


def poverty(income: ArrayLike, population: ArrayLike, line: float, dispersion: float) -> Array:
    """Return the share of people under `line` if income is lognormal within each unit.

    share = sum_s p_s Phi((ln line - ln y_s + sigma^2/2) / sigma), y_s mean income (..., units) in the unit of `line`,
    sigma the standard deviation of log income within a unit.  A proxy: the shape is assumed, only the means move.
    """
    y, p = np.broadcast_arrays(np.asarray(income, float), np.asarray(population, float))
    z = (np.log(line) - np.log(np.maximum(y, 1e-12)) + 0.5 * dispersion**2) / dispersion
    out: Array = (p * _normal_cdf(z)).sum(-1) / p.sum(-1)
    return out


def _normal_cdf(z: Array) -> Array:
    """Return the standard normal distribution function, by Abramowitz and Stegun 26.2.17 (error under 8e-8)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail = np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi) * poly
    out: Array = np.where(z > 0, 1 - tail, tail)
    return out
