"""One month of the groups: leaders, splits, recruits, arrests, killings, departures, entries and retreats."""

from dataclasses import dataclass

import numpy as np

from giants.batch import column, where
from giants.security import conflict, fragmentation, incapacitation, movement, recruitment
from giants.security.calibration import SecurityCalibration
from giants.security.data import ALL_GROUPS, ALL_STATES, PRESENCE
from giants.security.inputs import SecurityInputs
from giants.security.parameters import LeadershipParameters, SecurityParameters
from giants.security.rows import GroupRows
from giants.symbols import Array
from giants.symbols import Security as SecurityState

REMOVAL, SPLIT, SHARE, ENTRY, ORIGIN, DESTINATION = range(6)  # columns of the uniform draws of a group
_MOST_LOST = 0.9  # of a row in one month


@dataclass
class Roster:
    """Who belongs where, as it changes within a month; starts as a copy of last month's symbols.

    What is rare happens to one World: `split` and `absorb` act on the roster that `of_world` returns.
    """

    members: Array  # (…, k, s)
    leadership: Array  # (…, k)
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
            split_from=np.full_like(past.root, -1),
        )

    def of_world(self, world: tuple[int, ...]) -> "Roster":
        """Return the roster of one World of a stack, in views: what changes there changes here."""
        return Roster(**{name: values[world] for name, values in vars(self).items()})

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
    """What happened, by row (r,) of a group in a state and by group (…, k)."""

    rows: GroupRows  # members at the start of the month
    in_group: Array  # (…, k) the same by group
    recruits: Array
    arrests: Array
    killed: Array
    departures: Array
    pressure: Array
    entered: Array  # (…, k) state row or -1


def lead(roster: Roster, inputs: SecurityInputs, u: Array, p: SecurityParameters) -> Array:
    """Remove leaders, split groups and turn wings against each other, in `roster`; return who lost a leader (…, k).

    A removal that is dated splits nobody: splits that happened have dates of their own.
    """
    q = p.leadership
    total = roster.members @ ALL_STATES
    present = total > 0
    by_chance = (u[..., REMOVAL] < fragmentation.removal_chance(total, inputs.leaders, q)) & present & ~inputs.removed
    removed: Array = by_chance | (inputs.removed & present)
    roster.leadership = fragmentation.leadership_after(roster.leadership, removed, q)
    roster.intra_family_hostility = fragmentation.intra_family_hostility_after(roster.intra_family_hostility, q)
    for world, k in where(by_chance & (u[..., SPLIT] < fragmentation.split_chance(total, q))):
        _divide(roster.of_world(world), [k], 0.3 + 0.4 * float(u[*world, k, SHARE]), q)
    ruptured = inputs.ruptured & present
    for world in dict.fromkeys(world for world, _ in where(ruptured)):
        _divide(roster.of_world(world), ruptured[world].nonzero()[0].tolist(), 0.5, q)
    return removed


def _divide(roster: Roster, wings: list[int], share: float, p: LeadershipParameters) -> None:
    """Make `wings` one family at war with itself; one alone first sends `share` of itself to a free slot."""
    if len(wings) == 1:
        wings = [*wings, roster.split(wings[0], share)]
    for k in wings:
        roster.family[k] = roster.family[wings[0]]
        roster.intra_family_hostility[k] = np.sqrt(p.intra_family_hostility)


def flows(
    roster: Roster,
    inputs: SecurityInputs,
    past: SecurityState,
    escalation: Array,
    calibration: SecurityCalibration,
) -> GroupMonth:
    """Return the month's recruits, arrests, killings and departures of every row that holds members."""
    p, base = calibration.parameters, calibration.base
    rows = GroupRows.of(roster.members)
    k, s, n = rows.k, rows.s, rows.n
    in_state, in_group = rows.by_state(n), rows.by_group(n)
    everywhere = np.vecdot(in_state, ALL_STATES)
    spent = p.laundering.spending * np.vecdot(past.cash, ALL_GROUPS) / np.maximum(everywhere, 1e-9)
    income = column(spent / base.spent_per_member)
    willing = recruitment.willingness(
        inputs.wage, inputs.wage_base, income, inputs.jobs, inputs.social_money, p.recruitment
    )
    willing *= column(recruitment.room(everywhere, base.total_members, p.recruitment))
    leadership = roster.leadership.take(k)
    rec = recruitment.recruits(n, willing.take(s), leadership, p.recruitment)
    by_state = incapacitation.arrests_by_state(
        in_state, base.members, inputs.security_money, past.capture, base.capture, p.incapacitation
    )
    arr = n * incapacitation.arrests(ALL_STATES, in_state, by_state).take(s)
    fighters = n * np.sqrt(inputs.fight).take(k)
    at_home = rows.state == roster.home.take(k)
    spread = np.where(at_home, 1.0, np.sqrt(p.leadership.intra_family_hostility_away))
    lineage = (roster.root, roster.family, roster.intra_family_hostility.take(k) * spread)
    push = conflict.sparse_pressure(fighters, rows, calibration.edges, lineage, p.conflict.background)
    push += conflict.succession(leadership, at_home, p.leadership) * n
    intensity = column(1 - p.conflict.arms * inputs.arms) * past.drug_income**p.conflict.drug_income * escalation
    killed = fighters * push * conflict.killings(ALL_STATES, ALL_STATES, in_state, intensity, p.conflict).take(s)
    left = recruitment.departures(n, in_group.take(k), p.recruitment)
    losses = arr + killed + left
    keep = np.minimum(1.0, _MOST_LOST * (n + rec) / np.maximum(losses, 1e-9))
    entered = np.full_like(roster.root, -1)
    return GroupMonth(rows, in_group, rec, arr * keep, killed * keep, left * keep, push, entered)


def settle(
    roster: Roster,
    month: GroupMonth,
    inputs: SecurityInputs,
    drug_income: Array,
    u: Array,
    calibration: SecurityCalibration,
) -> None:
    """Apply the month's flows to `roster`, then retreats, entries and the end of groups too small to go on."""
    p, rows, members = calibration.parameters.movement, month.rows, roster.members
    now = rows.n + month.recruits - month.arrests - month.killed - month.departures
    members.put(rows.cell, now)
    movement.retreat(members, rows, now, roster.home)
    total = members @ ALL_STATES
    movers = where(u[..., ENTRY] < movement.entry_chance(total, inputs.move, p))
    if movers:
        rate = 12 * rows.by_state(month.killed) / np.maximum(rows.by_state(rows.n), 1.0)
        pull = movement.attraction(drug_income, inputs.security_money, rate, p)
        for world, k in movers:
            draws = (float(u[*world, k, ORIGIN]), float(u[*world, k, DESTINATION]))
            origin, destination, party = movement.enter(
                members[world], k, pull[world], calibration.data.places.neighbour, draws, p
            )
            if party > 0:
                members[*world, k, origin] -= party
                members[*world, k, destination] += party
                month.entered[*world, k] = destination
    for world, k in where((total > 0) & (total < PRESENCE)):  # too few in the country to go on alone
        roster.of_world(world).absorb(k)
