"""Killings between groups that meet in one state."""

import numpy as np

from giants.batch import grouped, matvec, sums
from giants.security.parameters import ConflictParameters, LeadershipParameters
from giants.security.recruitment import WEEKS
from giants.security.rows import GroupRows
from giants.symbols import Array


def pressure(members: Array, hostility: Array) -> Array:
    """Return the hostile pressure on each group, Σ_l F_kl N_l, from the dense matrix F (…, k, k) and N (…, k).

    The readable form; a month uses :func:`sparse_pressure`, which equals it.
    Source: Prieto-Curiel, Campedelli and Hope (2023).
    """
    result: Array = (hostility @ members[..., None])[..., 0]
    return result


def sparse_pressure(
    n: Array,
    rows: GroupRows,
    edges: tuple[Array, Array, Array, Array],
    lineage: tuple[Array, Array, Array],
    background: float,
) -> Array:
    """Return the pressure on each row (group, state) that holds members, without any matrix of pairs.

    F_kl = b + e_kl + f_k f_l [same family], k ≠ l, where e = R (1 − A) − b A over the local relations of 2020, taken
    from the group that k descends from, and f² is the hostility inside a family that split.  `n` (r,) fighters in
    `rows`; `edges`: place of each (group, state) among those with a relation, last where there is none; place of the
    side that suffers and of the side that fights, and e; `lineage`: root and family by group (…, k), f by row;
    `background` b.
    Sources: equation, Prieto-Curiel et al. (2023); locality and hostility within families, this model.
    """
    root, family, f = lineage
    *worlds, groups, states = rows.shape
    place, suffers, fights, weight = edges
    places = int(place[-1]) + 1
    at_root = place.take(root.take(rows.k) * states + rows.state) + rows.world * places
    by_root = sums(at_root, n, (*worlds, places))
    related = grouped(suffers, weight * by_root.take(fights, -1), places).take(at_root)
    total: Array = background * (rows.by_state(n).take(rows.s) - n) + related
    at_war = f.nonzero()[0]
    if at_war.size:
        f, own = f[at_war], f[at_war] * n[at_war]
        at_family = (family.take(rows.k[at_war]) + rows.world[at_war] * groups) * states + rows.state[at_war]
        total[at_war] += f * (np.bincount(at_family, own)[at_family] - own)
    return np.maximum(total, 0.0)


def succession(leadership: Array, at_home: Array, p: LeadershipParameters) -> Array:
    """Return the hostility inside a group that lost its leader, where v = (1 − L)/(1 − L0) falls from 1 to 0.

    σ_home v in the home state, over the whole recovery; σ_away max(0, 2v − 1) elsewhere, over its first half.
    Sources: duration and place, Lindo and Padilla-Romo (2018), Dickenson (2014); size calibrated.
    """
    vacuum = (1 - leadership) / max(1 - p.left, 1e-9)
    result: Array = np.where(at_home, p.succession_home * vacuum, p.succession_away * np.maximum(0.0, 2 * vacuum - 1))
    return result


def killings(members: Array, hostile: Array, state_members: Array, intensity: Array, p: ConflictParameters) -> Array:
    """Return members killed a month: m θ N_ks P_ks / N_s^ν · i.

    `hostile` P is the pressure; `intensity` i the product of arms, drug income and local escalation, 1 at the base.
    ν = 0 is the mass action of Prieto-Curiel et al. (2023); ν = 1 counts encounters per head of the state.
    """
    result: Array = WEEKS * p.theta * members * hostile / np.maximum(state_members, 1.0) ** p.dilution * intensity
    return result


def escalation(past: Array, neighbour: Array, shock: Array, p: ConflictParameters) -> Array:
    """Return local escalation a month later: F' = (1 + φ (F − 1) + ψ W (F − 1)) max(0, 1 + σ z).

    Its mean is one in every month that starts from one, and without shocks it returns to one: luck moves violence
    about its level and is no trend.  `past` F, `shock` z (s,); `neighbour` W (s, s) rows summing to one.  φ, ψ, σ are
    fitted to homicides of Mexican states by analysis/calibrate_homicides.py.
    """
    rest = 1 + p.escalation_memory * (past - 1) + p.escalation_spill * (matvec(neighbour, past) - 1)
    result: Array = rest * np.maximum(0.0, 1 + p.escalation_noise * shock)
    return result


def calmed(level: Array, arrested: Array, p: ConflictParameters) -> Array:
    """Return local escalation under last month's arrests: F exp(−κ a).

    `level` F (s,); `arrested` a (s,) percent of members arrested, less that at the base.  κ is swept from zero: arrests
    lowered killing at once in Phillips (2015), and no design measures them in 2024-26.
    """
    result: Array = level * np.exp(-p.arrest_calm * arrested)
    return result
