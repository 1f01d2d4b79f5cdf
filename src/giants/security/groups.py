"""One month of the groups: leaders, splits, recruits, arrests, killings, departures, entries and retreats."""

from dataclasses import dataclass

import numpy as np

from giants.security import conflict, fragmentation, incapacitation, movement, recruitment
from giants.security.calibration import SecurityCalibration
from giants.security.data import ALL_GROUPS, ALL_STATES, PRESENCE, K, S
from giants.security.inputs import SecurityInputs
from giants.security.parameters import SecurityParameters
from giants.symbols import Array
from giants.symbols import Security as SecurityState

REMOVAL, SPLIT, SHARE, ENTRY, ORIGIN, DESTINATION = range(6)  # columns of the uniform draws of a group
_MOST_LOST = 0.9  # of a row in one month


@dataclass
class Roster:
    """Who belongs where, as it changes within a month; starts as a copy of last month's symbols."""

    members: Array  # (k, s)
    leadership: Array  # (k,)
    root: Array
    family: Array
    intra_family_hostility: Array
    home: Array
    dirty: Array
    cash: Array
    split_from: Array

    @classmethod
    def of(cls, past: SecurityState) -> "Roster":
        """Return a copy that may be changed."""
        return cls(
            members=past.members.copy(),
            leadership=past.leadership.copy(),
            root=past.root.copy(),
            family=past.family.copy(),
            intra_family_hostility=past.intra_family_hostility.copy(),
            home=past.home.copy(),
            dirty=past.dirty.copy(),
            cash=past.cash.copy(),
            split_from=np.full(K, -1),
        )

    def split(self, k: int, share: float) -> int:
        """Send `share` of group `k`, everywhere, to a free slot, and return the slot.

        Members and money are conserved: the new group has exactly what the old one loses.  Where no slot is free the
        smallest other group gives up its own.
        """
        total = self.members.sum(1)
        total[k] = np.inf
        free = np.flatnonzero(total <= 0)
        if free.size == 0:
            self.absorb(int(total.argmin()))
            free = total.argmin(keepdims=True)
        new = int(free[-1])  # a slot of 2020 that fell free is used last: tables name slots by their first group
        for stock in (self.members, self.dirty, self.cash):
            stock[new] = share * stock[k]
            stock[k] -= stock[new]
        for trait in (self.root, self.family, self.leadership, self.home):
            trait[new] = trait[k]
        self.split_from[new] = k
        return new

    def absorb(self, k: int) -> None:
        """Let group `k` join the largest other group of its home state, or of the country, and free the slot."""
        others = self.members[:, self.home[k]].copy()
        others[k] = 0.0
        if others.max() <= 0:
            others = self.members.sum(1)
            others[k] = 0.0
        into = int(others.argmax())
        for stock in (self.members, self.dirty, self.cash):
            stock[into] += stock[k]
            stock[k] = 0.0
        self.root[k] = self.family[k] = k
        self.intra_family_hostility[k], self.leadership[k] = 0.0, 1.0


@dataclass(frozen=True)
class GroupMonth:
    """What happened, by row (r,) of a group in a state, by state (s,) and by group (k,)."""

    k: Array
    s: Array
    n: Array  # members at the start of the month
    in_group: Array  # (k,) the same by group
    recruits: Array
    arrests: Array
    killed: Array
    departures: Array
    pressure: Array
    removed: Array  # (k,) bool
    entered: Array  # (k,) state row or -1


def lead(roster: Roster, inputs: SecurityInputs, u: Array, p: SecurityParameters) -> Array:
    """Remove leaders, split groups and turn wings against each other, in `roster`; return who lost a leader (k,).

    A removal that is dated splits nobody: splits that happened have dates of their own.
    """
    q = p.leadership
    total = roster.members @ ALL_STATES
    present = total > 0
    by_chance = (u[:, REMOVAL] < fragmentation.removal_chance(total, inputs.leaders, q)) & present & ~inputs.removed
    removed: Array = by_chance | (inputs.removed & present)
    roster.leadership = fragmentation.leadership_after(roster.leadership, removed, q)
    roster.intra_family_hostility = fragmentation.intra_family_hostility_after(roster.intra_family_hostility, q)
    for k in by_chance.nonzero()[0].tolist():
        if u[k, SPLIT] < fragmentation.split_chance(total[k], q):
            _turn_on_each_other(roster, [k, roster.split(k, 0.3 + 0.4 * float(u[k, SHARE]))], q.intra_family_hostility)
    ruptured: list[int] = (inputs.ruptured & present).nonzero()[0].tolist()
    if len(ruptured) == 1:
        ruptured.append(roster.split(int(np.argmax(inputs.ruptured)), 0.5))
    if ruptured:
        _turn_on_each_other(roster, ruptured, q.intra_family_hostility)
    return removed


def _turn_on_each_other(roster: Roster, groups: list[int], hostility: float) -> None:
    """Make `groups` one family at war with itself."""
    for k in groups:
        roster.family[k] = roster.family[groups[0]]
        roster.intra_family_hostility[k] = np.sqrt(hostility)


def flows(
    roster: Roster,
    inputs: SecurityInputs,
    past: SecurityState,
    escalation: Array,
    calibration: SecurityCalibration,
    removed: Array,
) -> GroupMonth:
    """Return the month's recruits, arrests, killings and departures of every row that holds members."""
    p, base = calibration.parameters, calibration.base
    flat = roster.members.ravel()
    rows = (flat > 0).nonzero()[0]
    k, s, n = rows // S, rows % S, flat[rows]
    in_state = np.bincount(s, n, S)
    in_group = np.bincount(k, n, K)
    everywhere = float(in_state @ ALL_STATES)
    spent = p.laundering.spending * float(past.cash @ ALL_GROUPS) / max(everywhere, 1e-9)
    willing = recruitment.willingness(
        inputs.wage, inputs.wage_base, spent / base.spent_per_member, inputs.jobs, inputs.social_money, p.recruitment
    )
    willing *= recruitment.room(everywhere, base.total_members, p.recruitment)
    rec = recruitment.recruits(n, willing[s], roster.leadership[k], p.recruitment)
    by_state = incapacitation.arrests_by_state(
        in_state, base.members, inputs.security_money, past.capture, base.capture, p.incapacitation
    )
    arr = n * incapacitation.arrests(ALL_STATES, in_state, by_state)[s]
    fighters = n * np.sqrt(inputs.fight)[k]
    at_home = s == roster.home[k]
    spread = np.where(at_home, 1.0, np.sqrt(p.leadership.intra_family_hostility_away))
    lineage = (roster.root, roster.family, roster.intra_family_hostility[k] * spread)
    push = conflict.sparse_pressure(fighters, k, s, (K, S), calibration.edges, lineage, p.conflict.background)
    push += conflict.succession(roster.leadership[k], at_home, p.leadership) * n
    intensity = (1 - p.conflict.arms * inputs.arms) * past.drug_income**p.conflict.drug_income * escalation
    killed = fighters * push * conflict.killings(ALL_STATES, ALL_STATES, in_state, intensity, p.conflict)[s]
    left = recruitment.departures(n, in_group[k], p.recruitment)
    losses = arr + killed + left
    keep = np.minimum(1.0, _MOST_LOST * (n + rec) / np.maximum(losses, 1e-9))
    entered = np.full(K, -1)
    return GroupMonth(k, s, n, in_group, rec, arr * keep, killed * keep, left * keep, push, removed, entered)


def settle(
    roster: Roster,
    month: GroupMonth,
    inputs: SecurityInputs,
    drug_income: Array,
    u: Array,
    calibration: SecurityCalibration,
) -> None:
    """Apply the month's flows to `roster`, then retreats, entries and the end of groups too small to go on."""
    p = calibration.parameters.movement
    members, k, s = roster.members, month.k, month.s
    members[k, s] = month.n + month.recruits - month.arrests - month.killed - month.departures
    movement.retreat(members, k, s, roster.home)
    total = members @ ALL_STATES
    movers = (u[:, ENTRY] < movement.entry_chance(total, inputs.move, p)).nonzero()[0]
    if movers.size:
        rate = 12 * np.bincount(s, month.killed, S) / np.maximum(np.bincount(s, month.n, S), 1.0)
        pull = movement.attraction(drug_income, inputs.security_money, rate, p)
        for group in movers.tolist():
            draws = (float(u[group, ORIGIN]), float(u[group, DESTINATION]))
            origin, destination, party = movement.enter(
                members, group, pull, calibration.data.places.neighbour, draws, p
            )
            if party > 0:
                members[group, origin] -= party
                members[group, destination] += party
                month.entered[group] = destination
    _absorb(roster, total)


def _absorb(roster: Roster, total: Array) -> None:
    """Let a group with fewer than 25 members in the country join the largest other group of its home state."""
    for k in ((total > 0) & (total < PRESENCE)).nonzero()[0].tolist():
        roster.absorb(k)
