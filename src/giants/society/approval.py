"""Approval of the governments of Mexico and the United States."""

import numpy as np

from giants.rates import rate
from giants.symbols import Array, Scalar

REMEMBERED = 12.0
"""Months over which a rally counts as a repetition for the next."""


def swayed(share: Scalar, points: Scalar) -> Scalar:
    """Approval after news: logit A' = logit A + 4 p, so A' = A e^(4p) / (1 - A + A e^(4p)), in 0..1.

    `points` p are what the news moves where opinion is divided, at A = 1/2; it moves fewer where few are left to win or
    lose.  Form: logistic, prior, since a share cannot leave 0..1.
    """
    odds = np.exp(4.0 * points)
    moved: Scalar = share * odds / (1.0 - share + share * odds)
    return moved


def next_standing(standing: Scalar, resting: float, half_life: float, drift: Scalar, luck: Scalar) -> Scalar:
    """Approval without rallies after a month, in 0..1.

    logit A' = logit A + r (logit Ā - logit A) + 4 (d / 12 + luck),  r = 1 - 2^(-1/h)
    `resting` Ā in 0..1 without its ends and h in months; `drift` d in points a year and `luck` in points, both as in
    :func:`swayed`: luck is what news other than the model's does.
    Form: partial adjustment in log odds; half-life a prior, resting level and luck from the polls in conf/society.
    """
    pull = rate(half_life)
    for_it = np.power(standing, 1.0 - pull) * resting**pull
    against = np.power(1.0 - standing, 1.0 - pull) * (1.0 - resting) ** pull
    return swayed(for_it / (for_it + against), drift / 12.0 + luck)


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
