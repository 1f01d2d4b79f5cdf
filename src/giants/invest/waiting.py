"""The option to wait: uncertainty about tariffs raises the hurdle that a project must clear."""

import numpy as np

from giants.symbols import Array


def hurdle(variance: Array, discount: float, payout: float) -> Array:
    """Value over cost at which investing beats waiting: β / (β - 1).

    β = 1/2 - (r-q)/σ² + sqrt(((r-q)/σ² - 1/2)² + 2 r/σ²), with σ² `variance` of value a year, r `discount`, q `payout`.
    Source: Dixit and Pindyck (1994), chapter 5, equation 15.
    """
    drift = (discount - payout) / variance
    root = 0.5 - drift + np.sqrt((drift - 0.5) ** 2 + 2.0 * discount / variance)
    ratio: Array = root / (root - 1.0)
    return ratio


def value_variance(tariff_variance: Array, us_bound: Array, business: float, leverage: float) -> Array:
    """Variance of project value a year by sector: σ² = σ0² + (λ x_j)² Var(t_j).

    `tariff_variance` (j,) of the life's mean of ln(1 + t), `us_bound` x (j,).  λ is a
    prior; form of Dixit and Pindyck (1994).
    """
    total: Array = business + (leverage * us_bound) ** 2 * tariff_variance
    return total


def goes_ahead(hurdle_ratio: Array, caution: Array, tail: float) -> Array:
    """Probability that a due project goes ahead: H^(-κ c), H the hurdle over its value without trade uncertainty.

    With values over cost in a Pareto tail of index κ, that share of the projects that cleared the old hurdle clears
    the new one; caution c in 0..1 is the firm's weight on waiting.
    `hurdle_ratio` H, `caution` c (f,).  κ is a prior.
    """
    chance: Array = hurdle_ratio ** (-tail * caution)
    return chance
