"""Approval of the governments of Mexico and the United States."""

import numpy as np

from giants.rates import rate
from giants.symbols import Array, Scalar

REMEMBERED = 12.0
"""Months over which a rally counts as a repetition for the next."""


def next_standing(standing: Scalar, resting: float, half_life: float, drift: Scalar, luck: Scalar) -> Scalar:
    """Approval without rallies after a month, in 0..1: A' = A + (1 - 2^(-1/h)) (Ā - A) + drift / 12 + luck.

    `resting` Ā and h in months; `luck` in points is what news other than the model's does.
    Form: partial adjustment; half-life a prior, resting level and luck from the polls in conf/society.
    """
    moved = standing + rate(half_life) * (resting - standing) + drift / 12.0 + luck
    bounded: Scalar = np.minimum(np.maximum(moved, 0.0), 1.0)
    return bounded


def next_rally(rally: Array, shift: Array, rallied: Array, half_life: float, wear: float) -> tuple[Array, Array]:
    """Return the rally after a month (n,), points, and the rallies in people's minds (n,).

    R' = 2^(-1/h) R + s w^N where s > 0, else 2^(-1/h) R + s
    N' = N (1 - 1/12) + [s > 0]
    `shift` s are points won or lost in bargaining this month, h in months; each repetition within about a year wins the
    share `wear` w of the one before, and losses do not wear off.
    Source of h and w: polls of three governments in 2025 (conf/society); form: prior.
    """
    won = np.where(shift > 0.0, shift * wear**rallied, shift)
    return (1.0 - rate(half_life)) * rally + won, rallied * (1.0 - 1.0 / REMEMBERED) + (shift > 0.0)


def drift(growth: Scalar, trend: float, income: float, losses: tuple[tuple[float, Scalar], ...]) -> Scalar:
    """Approval gained a year: α (g - ḡ) - Σ weight · loss.

    g is real income growth a year and ḡ the rate voters take for granted; `losses` are pairs of weight and loss
    (log homicides above the start, perceived submission, slack, log overdose deaths).  Source for the form: the
    popularity function of Nannestad and Paldam (1994); the weights are priors.
    """
    return income * (growth - trend) - sum(weight * loss for weight, loss in losses)
