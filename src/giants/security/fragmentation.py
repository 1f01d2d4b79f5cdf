"""Removal of leaders, and the splits that follow."""

import numpy as np

from giants.rates import rate
from giants.security.parameters import LeadershipParameters
from giants.symbols import Array


def removal_chance(group_members: Array, effort: Array | float, p: LeadershipParameters) -> Array:
    """Return the chance a month that a group loses its leader: 1 − exp(−λ u ln(1 + C)).

    `group_members` C (k,) persons; `effort` u on leaders, present = 1.
    Form: prior; λ is calibrated on the number of groups.
    """
    result: Array = -np.expm1(-p.hazard * effort * np.log1p(group_members))
    return result


def split_chance(group_members: Array, p: LeadershipParameters) -> Array:
    """Return the chance that a removal splits the group: min(1, p_s (C / 25000)^0.5), none below the least size.

    `group_members` (k,) persons; returns (k,).  Form: prior; p_s is calibrated on the number of groups.
    """
    chance = np.minimum(1.0, p.split * np.sqrt(group_members / 25_000.0))
    return np.where(group_members >= p.split_least, chance, 0.0)


def leadership_after(leadership: Array, removed: Array, p: LeadershipParameters) -> Array:
    """Return the integrity of leadership: it falls to at most L0 on removal and recovers by a fixed step to 1.

    L' = min(L, L0) if removed, else min(1, L + r).  `leadership`, `removed` (k,).  Source of r: Lindo and Padilla-Romo
    (2018), at least twelve months; L0 is a prior.
    """
    return np.where(removed, np.minimum(leadership, p.left), np.minimum(1.0, leadership + p.recovery))


def intra_family_hostility_after(root: Array, p: LeadershipParameters) -> Array:
    """Return f, the root of the hostility inside a family, a month later: f² halves in its half-life, in months.

    `root` f (k,), the root of rivals' hostility = 1; below 0.05 it ends.
    f' = f 2^(−1/(2 h)).  Form: prior; h is calibrated on Sinaloa since 2024.
    """
    faded = root * (1 - rate(2 * p.intra_family_hostility_half_life))
    return np.where(faded > 0.05, faded, 0.0)
