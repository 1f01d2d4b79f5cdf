"""Partial adjustment of trade shares: a short-run elasticity now, the long-run one as sourcing habits move.

Two elasticities must not be mistaken for one another.  θ acts on trade shares, tariffs included: π ∝ p^-θ, θ > 0.
What regressions on customs values report is ε, of sales net of tariffs on 1 + t at unchanged indices: ε = θ + 1.
Published: ε .76 after a year, 1.75 to 2.25 after seven to ten (Boehm, Levchenko and Pandalai-Nayar 2023); θ about 4 in
cross-sections (Simonovska and Waugh 2014).
"""

import numpy as np

from giants.symbols import Array
from giants.trade.equilibrium import Solution
from giants.trade.shock import Shock

FLOOR = 0.25
"""Lowest θ with which months are solved: ε = .76 after a year would need θ = -.24, with no stable equilibrium."""


def share_elasticity(tariff_elasticity: float) -> float:
    """Return θ of the published elasticity ε of sales net of tariffs, not below the floor: θ = max(ε - 1, FLOOR).

    Elementwise (...,).  Source: Boehm, Levchenko and Pandalai-Nayar (2023) for ε.
    """
    return max(tariff_elasticity - 1.0, FLOOR)


def relative_prices(t0: Array, shock: Shock, s: Solution) -> Array:
    """Return log delivered prices relative to the importer's index, ln p - ln P, each against the base, (N, N, J).

    ln p_nij = ln d^_nij + ln (1 + t'_nij)/(1 + t0_nij) + ln c_ij - ln A^_ij
    Definition.
    """
    cost = s.c if shock.A is None else s.c / shock.A
    price: Array = cost[..., None, :, :] / s.P[..., :, None, :]
    if shock.t is not None:
        price = price * ((1 + shock.t) / (1 + t0))
    if shock.d is not None:
        price = price * shock.d
    return np.log(price)


def tastes(taste: Array, relative_price: Array, th_S: Array, th_L: Array, rate: float) -> Array:
    """Return the next taste shifters b (N, N, J), given the last relative prices.

    b' = b + rate (-(th_L - th_S) (ln p - ln P) - b)

    Measuring prices against the importer's index centres b by importer and sector, and makes the static solution
    at th_L the fixed point: shares pi0 exp(b) (p/P)^-th_S become pi0 (p/P)^-th_L, which sum to one only at the
    long-run index.  `rate` is the share of the gap closed in a month.
    Source: short and long elasticities of Boehm, Levchenko and Pandalai-Nayar (2023), AER 113(4), 861-905.
    """
    new: Array = taste + rate * (-(th_L - th_S) * relative_price - taste)
    return new


def horizon_elasticity(months: float, th_S: Array, th_L: Array, years: float) -> Array:
    """Return the elasticity that rules after `months` of a constant shock.

    th(h) = th_L - (th_L - th_S) exp(-h / (12 years))
    Elementwise (J,).  Prior form: exponential between two published elasticities.
    """
    return np.asarray(th_L - (th_L - th_S) * np.exp(-months / (12 * years)))


def fitted_years(months: float, theta: float, th_S: float, th_L: float) -> float:
    """Return the mean lag, years, with which `horizon_elasticity` is θ after `months`.

    H = -h / (12 ln((θL - θ) / (θL - θS)))
    Elementwise (J,).  Definition: the inverse of `horizon_elasticity`.
    """
    return float(-months / (12 * np.log((th_L - theta) / (th_L - th_S))))


def monthly_rate(years: float, months: float = 1.0) -> float:
    """Return the rate in a month (or several) of an adjustment with mean lag `years`: 1 - exp(-months / (12 years)).

    Elementwise (J,).  Definition.
    """
    return float(1 - np.exp(-months / (12 * years)))
