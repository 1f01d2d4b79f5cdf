"""Pillar S, structural freedom: what the giants could take, what Mexico could take back, and what it has left.

Losses are shares of each side's own annual income, positive when it loses; they come from the trade block.
"""

import numpy as np
from numpy.typing import ArrayLike

from giants.measures.ratio import ratio
from giants.symbols import Array


def credible(loss_target: ArrayLike, loss_sender: ArrayLike, theta: float) -> Array:
    """Return which threats would be believed: L_sender <= theta L_target, and the target loses.

    `theta` is the sender's tolerance of own loss per unit of loss inflicted (0: only threats that pay for themselves).
    A definition; theta is a prior.
    """
    target, sender = np.asarray(loss_target, float), np.asarray(loss_sender, float)
    ok: Array = (target > 0) & (sender <= theta * target)
    return ok


def value_at_risk(loss_target: ArrayLike, loss_sender: ArrayLike, legal: ArrayLike, theta: float) -> Array:
    """Return S1, the largest loss of the target under any credible and legal threat.

    VaR = max over tau in T of L_target(tau) s.t. L_sender(tau) <= theta L_target(tau) and tau legal; arrays
    (..., threats); 0 if no threat qualifies.
    A definition.
    """
    usable = credible(loss_target, loss_sender, theta) & np.asarray(legal, bool)
    return np.where(usable, np.asarray(loss_target, float), 0.0).max(-1, initial=0.0)  # type: ignore[no-any-return]


def expected_coercion(probability: ArrayLike, loss_target: ArrayLike) -> Array:
    """Return the expected loss from threats, sum_tau p(tau) L(tau), arrays (..., threats).

    A definition.
    """
    total: Array = (np.asarray(probability, float) * np.asarray(loss_target, float)).sum(-1)
    return total


def counter_leverage(loss_giant: ArrayLike) -> Array:
    """Return S2, the giant's own loss from a full break with Mexico, never below zero (share of own income).

    A definition.
    """
    loss: Array = np.maximum(np.asarray(loss_giant, float), 0.0)
    return loss


def adjustability(loss_now: ArrayLike, loss_later: ArrayLike) -> Array:
    """Return 1 - L(T)/L(t+1): the part of a loss that adjustment removes.

    Source: Keohane and Nye, Power and Interdependence (1977): sensitivity is the cost before policy and supply
    adjust, vulnerability the cost after.  Missing if there is no loss.
    """
    return 1 - ratio(np.asarray(loss_later, float), np.asarray(loss_now, float))


def asymmetry(loss: ArrayLike, loss_giant: ArrayLike) -> Array:
    """Return Hirschman's asymmetry in welfare terms, L_MEX(break) / L_giant(break).

    A definition.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Array = np.asarray(loss, float) / np.asarray(loss_giant, float)
    return ratio


def domestic_value_added(home: ArrayLike, exports: ArrayLike) -> Array:
    """Return S5, the home share of value added in exports; missing if nothing is exported.

    DVA/E = sum_j e_j va_j / sum_j e_j, va `home` (j) the share of value added at home in each unit of exports e (j).
    Source: Hummels, Ishii and Yi (2001); Johnson and Noguera (2012): v (I - A)^-1 e / sum e.
    """
    e = np.asarray(exports, float)
    return ratio(np.vecdot(home, e), e.sum(-1))
