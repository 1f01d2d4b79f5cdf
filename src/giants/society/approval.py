"""Approval of the governments of Mexico and the United States."""

from giants.rates import rate


def next_approval(approval: float, resting: float, half_life: float, drift: float) -> float:
    """Approval after a month, in 0..1: A' = A + (1 - 2^(-1/h)) (Ā - A) + drift / 12."""
    moved: float = approval + rate(half_life) * (resting - approval) + drift / 12.0
    return min(max(moved, 0.0), 1.0)


def drift(growth: float, trend: float, income: float, losses: tuple[tuple[float, float], ...]) -> float:
    """Approval gained a year: α (g - ḡ) - Σ weight · loss.

    g is real income growth a year and ḡ the rate voters take for granted; `losses` are pairs of weight and loss
    (log homicides above the start, perceived submission, slack, log overdose deaths).  Source for the form: the
    popularity function of Nannestad and Paldam (1994); the weights are priors.
    """
    return income * (growth - trend) - sum(weight * loss for weight, loss in losses)
