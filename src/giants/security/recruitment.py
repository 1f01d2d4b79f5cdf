"""Who joins and who leaves: wages, jobs, social money and leaders move the published recruitment rate."""

import numpy as np

from giants.security.parameters import RecruitmentParameters
from giants.symbols import Array

WEEKS = 52 / 12  # weeks in a month


def joining_chance(gain: Array, p: RecruitmentParameters) -> Array:
    """Return the chance that an exposed young person joins.

    P = forced + voluntary · logistic(α + B x), α such that P(0) = base_chance.  `gain` x: what joining pays over
    legal work, relative to the base (USD a year).  Source: Prieto-Curiel et al. (2025), deposited code.
    """
    base = (p.base_chance - p.forced) / p.voluntary
    alpha = np.log(base / (1 - base))
    chance: Array = p.forced + p.voluntary / (1 + np.exp(-(alpha + p.wage_sensitivity * gain)))
    return chance


def willingness(
    wage: Array, wage_base: Array, income: Array | float, jobs: Array, social_money: Array, p: RecruitmentParameters
) -> Array:
    """Return recruitment relative to the base by state, 1 when nothing has changed.

    g_s = P(x_s)/P(0) · exp(−ξ (v_s − 1)) · max(0, 1 + χ (1 − J_s)),  x = r (y^ε − 1) − (w − w0).
    `wage`, `wage_base` w, w0 (s,) USD a year; `income` y: clean money spent per member, base = 1; `jobs` J (s,):
    employment over the base; `social_money` v (s,), present = 1.  Source: Prieto-Curiel et al. (2025); χ:
    Dell, Feigenberg and Teshima (2019) for the sign.
    """
    gain = p.cartel_wage * (income**p.wage_income - 1) - (wage - wage_base)
    money = np.exp(-p.social_money_elasticity * (social_money - 1))
    idle = np.maximum(0.0, 1 + p.idle_gain * (1 - jobs))
    result: Array = joining_chance(gain, p) / p.base_chance * money * idle
    return result


def room(members: Array, base: float, p: RecruitmentParameters) -> Array:
    """Return recruitment relative to the base by the room that is left: max(0, (1 − N/K)/(1 − N0/K)).

    `members` N, `base` N0 persons in the country.  A logistic ceiling K of 600,000; source: later aggregate version
    of the published model (deposited code); none is observed.
    """
    return np.maximum(0.0, (1 - members / p.ceiling) / (1 - base / p.ceiling))


def recruits(members: Array, willing: Array, leadership: Array, p: RecruitmentParameters) -> Array:
    """Return recruits a month: m ρ N g_s (λ + (1 − λ) L_k), λ the share kept by a group without a leader.

    `members` N (k, s) persons; `willing` g and `leadership` L broadcast to it.  Source: Prieto-Curiel et al. (2023).
    """
    result: Array = WEEKS * p.rho * members * willing * (p.leaderless + (1 - p.leaderless) * leadership)
    return result


def departures(members: Array, group_members: Array, p: RecruitmentParameters) -> Array:
    """Return members who leave in a month: m ω N_ks C_k, which sums to m ω C_k² over a group's states.

    `members` N (k, s) and `group_members` C persons, broadcast.  Source: Prieto-Curiel et al. (2023).
    """
    result: Array = WEEKS * p.omega * members * group_members
    return result
