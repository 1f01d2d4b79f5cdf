"""Entry into neighbouring states, and retreat from those where too few are left."""

import numpy as np

from giants.security.data import PRESENCE
from giants.security.parameters import MovementParameters
from giants.security.rows import GroupRows
from giants.symbols import Array


def entry_chance(group_members: Array, readiness: Array, p: MovementParameters) -> Array:
    """Return the chance a month that a group enters another state: min(1, μ a_k (C/1000)^ζ).

    `group_members` C, `readiness` a (k,).  Form: prior; μ is calibrated on groups per state after ten years.
    """
    result: Array = np.minimum(1.0, p.entry * readiness * (group_members / 1000.0) ** p.size)
    return result


def attraction(drug_income: Array, police: Array, killing_rate: Array, p: MovementParameters) -> Array:
    """Return the pull of each state: exp(a ln income − b (police − 1) − c · killings per member and year).

    `drug_income`, `police` relative to the base, (s,); `killing_rate` (s,).
    Form and weights: priors.
    """
    pull = p.drug_income * np.log(np.maximum(drug_income, 1e-9)) - p.risk * (police - 1) - p.hostility * killing_rate
    result: Array = np.exp(np.minimum(30.0, np.maximum(-30.0, pull)))
    return result


def pick(weights: Array, u: float) -> int:
    """Return the index that the uniform number `u` falls on, with chances in proportion to `weights`."""
    total = np.cumsum(weights)
    return int(min(np.searchsorted(total, u * total[-1], side="right"), len(weights) - 1))


def enter(
    members: Array, group: int, pull: Array, neighbour: Array, u: tuple[float, float], p: MovementParameters
) -> tuple[int, int, float]:
    """Return origin, destination and size of one entry of `group`; size 0 if no state can spare a party.

    The origin is drawn by members among states that hold at least two parties, the destination by pull among its
    neighbours; at least 25 members go.  `members` (k, s); `u` two uniform numbers.
    Size = max(25, share of the origin's members).  The share is a prior.
    """
    row = members[group]
    able = np.where(row >= 2 * PRESENCE, row, 0.0)
    if not able.any():
        return 0, 0, 0.0
    origin = pick(able, u[0])
    destination = pick(neighbour[origin] * pull, u[1])
    return origin, destination, max(PRESENCE, p.entry_party * float(row[origin]))


def retreat(members: Array, rows: GroupRows, now: Array, home: Array) -> None:
    """Move, in place, every row under 25 members to its group's home state; members are conserved.

    `members` (…, k, s), of which `rows` (r,) may hold some: as many as `now`.  A home row may itself hold fewer than
    25: the group survives there, without being present.
    """
    away = ((now < PRESENCE) & (rows.state != home.take(rows.k))).nonzero()[0]
    if away.size:
        flat, k = members.reshape(-1), rows.k[away]
        np.add.at(flat, k * members.shape[-1] + home.take(k), now[away])
        flat[rows.cell[away]] = 0.0
