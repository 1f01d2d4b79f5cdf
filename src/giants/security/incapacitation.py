"""Arrests: a head-count that follows money, members and the capture of local government."""

import numpy as np

from giants.security.parameters import IncapacitationParameters
from giants.security.recruitment import WEEKS
from giants.symbols import Array


def arrests_by_state(
    members: Array, base: Array, money: Array, capture: Array, capture_base: Array, p: IncapacitationParameters
) -> Array:
    """Return arrests a month in each state.

    E_s = m η N0_s/ΣN0 · u_s^0.5 · (N_s/N0_s)^β · (1 − c κ_s)/(1 − c κ0_s).
    `members` N, `base` N0 (s,) persons; `money` u (s,) security money, present = 1; `capture` κ (s,).
    Sources: Prieto-Curiel et al. (2023) for η with β = 0; Prieto-Curiel et al. (2025) for both powers.
    """
    share = base / base.sum()
    honest = (1 - p.capture_loss * capture) / (1 - p.capture_loss * capture_base)
    grown = np.maximum(members, 0.0) / np.maximum(base, 1.0)
    result: Array = WEEKS * p.eta * share * money**p.effort * grown**p.size * honest
    return result


def arrests(members: Array, state_members: Array, state_arrests: Array) -> Array:
    """Return arrests of each row, E_s N_ks / N_s: pro rata, as in Prieto-Curiel et al. (2023).

    `members` N, `state_members` N_s and `state_arrests` E_s in persons, broadcast.
    """
    result: Array = members * (state_arrests / np.maximum(state_members, 1e-9))
    return result
