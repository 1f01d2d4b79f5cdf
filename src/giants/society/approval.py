"""Approval of the governments of Mexico and the United States."""

import numpy as np

from giants.rates import rate
from giants.symbols import Scalar


def next_approval(approval: Scalar, resting: float, half_life: float, drift: Scalar) -> Scalar:
    """Approval after a month, in 0..1: A' = A + (1 - 2^(-1/h)) (Ā - A) + drift / 12.

    `resting` Ā and h in months.  Form: partial adjustment; half-life and resting level are priors.
    """
    moved = approval + rate(half_life) * (resting - approval) + drift / 12.0
    bounded: Scalar = np.minimum(np.maximum(moved, 0.0), 1.0)
    return bounded


def drift(growth: Scalar, trend: float, income: float, losses: tuple[tuple[float, Scalar], ...]) -> Scalar:
    """Approval gained a year: α (g - ḡ) - Σ weight · loss.

    g is real income growth a year and ḡ the rate voters take for granted; `losses` are pairs of weight and loss
    (log homicides above the start, perceived submission, slack, log overdose deaths).  Source for the form: the
    popularity function of Nannestad and Paldam (1994); the weights are priors.
    """
    return income * (growth - trend) - sum(weight * loss for weight, loss in losses)
