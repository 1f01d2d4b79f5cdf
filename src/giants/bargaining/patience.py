"""Patience as bargaining power: Rubinstein's shares, and the clocks that make a government impatient."""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array


def first_mover_share(delta_1: ArrayLike, delta_2: ArrayLike) -> Array:
    """Return the share of the player who offers first in alternating offers.

    x = (1 - δ_2) / (1 - δ_1 δ_2)

    delta_1, delta_2: discount factors per round of the first mover and of the other.  Source: Rubinstein 1982.
    Elementwise (...,).
    """
    delta_1, delta_2 = np.asarray(delta_1, float), np.asarray(delta_2, float)
    return np.asarray((1 - delta_2) / (1 - delta_1 * delta_2))


def weight(r_s: ArrayLike, r_t: ArrayLike) -> Array:
    """Return the sender's Nash weight when offers follow each other without delay.

    β = r_t / (r_s + r_t)

    r_s, r_t: discount rates a month.  Source: Rubinstein 1982; Binmore, Rubinstein and Wolinsky 1986 for the limit.
    Elementwise (...,).
    """
    r_s, r_t = np.asarray(r_s, float), np.asarray(r_t, float)
    return np.asarray(r_t / (r_s + r_t))


def impatience(r0: ArrayLike, eta: ArrayLike, months: ArrayLike, span: float = 6.0) -> Array:
    """Return a government's discount rate a month, higher as its next date comes near.

    r_i(m) = r0 + η_i exp(-T_i(m) / span)

    months: T_i, months to i's next election or review; span: months over which a date is felt.  Prior form: weak
    evidence that deadlines raise concessions.
    """
    return np.asarray(r0 + np.asarray(eta, float) * np.exp(-np.asarray(months, float) / span))
