"""The security phase: one month of groups, drugs, money, capture and violence."""

from dataclasses import dataclass, replace

import numpy as np

from giants.security import capture, conflict, corridors, costs, drugs, groups, homicides, laundering
from giants.security.data import ALL_GROUPS, ALL_STATES, PRESENCE, K, S, X
from giants.security.levers import Levers, levers
from giants.security.setting import Setting, first_lineage, income_of_rows
from giants.symbols import AXES, Array, Security, reads
from giants.world import World

HEAT, COUNT = range(2)


READS = reads(
    actions="""
        capture_resistance cartel_bribe cartel_fight cartel_focus cartel_launder cartel_move intelligence_sharing
        kingpin laundering_control local_prevention police precursor_control us_aid us_aid_prevention
        us_arms_control us_treatment us_unilateral
    """,
    bargaining="lever",
    base="employment port_integrity position real_wage rule_of_law",
    calendar="drug_demand leader_removed month months_to_election rivalry_shock synthetic_shift",
    labour="jobs labour_force real_wage",
    security="""
        capture cash crossing_premium crossing_risk dirty family feud found heat home homicide_level leadership lost
        members police_share port_premium port_risk rent root use
    """,
    society="effort port_integrity rule_of_law",
)
"""What the phase reads."""


def advance(w: World, setting: Setting, u: Array, z: Array, v: Array, given: Levers | None = None) -> Security:
    """Return the state of the block a month later.

    Leaders fall and groups split; members join, are arrested, killed or leave; groups enter and retreat; drugs are
    made, shipped, seized and sold; money is washed; local government is captured; firms and freight pay; homicides
    are counted.  `u` (k, 6) uniform, `z` (s, 2) and `v` (x + q,) normal draws of the month; `given` replaces the levers
    read from the World.  Everything is computed from last month's symbols; nothing is written.
    """
    past, p, base = w.security, setting.parameters, setting.base
    lv = given or levers(w, p.levers)
    heat = conflict.escalation(past.heat, setting.neighbour_mean, z[:, HEAT], p.conflict)
    roster = groups.Roster.of(past)
    removed = groups.lead(roster, lv, u, p)
    month = groups.flows(roster, lv, past, heat, setting, removed)
    k, s = month.k, month.s
    strength = setting.data.groups.trafficking[roster.root[k]] * month.n**p.corridors.control
    held = np.bincount(s, strength, S)
    focus = float(strength @ lv.focus[k]) / max(float(held @ ALL_STATES), 1e-9)  # mean by part in the trade
    way = drugs.ship(past, lv, focus, corridors.contest(strength, s, held), v[X:], setting)
    sold = drugs.sell(past, lv, way, v[:X], setting)
    row_income, rent = income_of_rows(strength, s, held, sold.by_crossing, sold.by_port, sold.rest, setting.data)
    income = np.bincount(k, row_income, K)
    relative_rent = rent / np.maximum(base.rent, 1e-9)
    groups.settle(roster, month, lv, relative_rent, u, setting)
    money = _wash(roster, income, lv, setting)
    bribes = np.bincount(s, row_income * lv.bribe[k], S) * money.clean / np.maximum(base.bribes, 1e-9)
    captured = capture.capture_after(past.capture, base.capture, bribes, lv.against_capture, lv.election, p.capture)
    present = ALL_GROUPS @ (roster.members >= PRESENCE).astype(float)
    tau = _extortion(present, ALL_GROUPS @ roster.members, captured, setting)
    freight = costs.freight_cost(tau, setting.data.places.crossing_state, p.costs)
    killed = np.bincount(s, month.killed, S)
    expected = homicides.expected_homicides(base.other, killed, base.per_killing, heat)
    return Security(
        members=roster.members,
        leadership=roster.leadership,
        root=roster.root,
        family=roster.family,
        feud=roster.feud,
        home=roster.home,
        removed=removed,
        split_from=roster.split_from,
        entered=month.entered,
        rival_strength=_rise_of_rivals(month, roster.root, setting),
        revenue=income * 12 / 1e9,
        unwashed=money.unwashed,
        dirty=money.dirty,
        cash=money.cash,
        heat=heat,
        recruits=np.bincount(s, month.recruits, S),
        arrests=np.bincount(s, month.arrests, S),
        killed=killed,
        departures=np.bincount(s, month.departures, S),
        homicides=homicides.counted(past.homicide_level * expected, z[:, COUNT]),
        homicide_level=past.homicide_level,
        capture=captured,
        groups=present,
        rent=relative_rent,
        extortion=tau,
        police_share=sold.police_share,
        crossing_risk=sold.crossing_risk,
        crossing_premium=sold.crossing_premium,
        port_risk=sold.port_risk,
        port_premium=sold.port_premium,
        freight_cost=freight,
        freight=freight @ base.trucks,
        crossing_flow=sold.crossing_flow,
        port_flow=sold.port_flow,
        flow=sold.flow,
        seizures=sold.seizures,
        price=sold.price,
        purity=sold.purity,
        use=sold.use,
        lost=sold.lost,
        found=sold.found,
        overdose_deaths=sold.overdose_deaths,
        laundered=money.laundered,
    )


@dataclass(frozen=True)
class _Money:
    dirty: Array  # (k,) USD
    cash: Array  # (k,) USD
    unwashed: Array  # (k,) share
    laundered: Array  # (l,) bn USD a year
    clean: float  # share of income that arrives clean, base = 1


def _wash(roster: groups.Roster, income: Array, lv: Levers, setting: Setting) -> _Money:
    """Wash the month's income and what was left over, channel by channel."""
    p = setting.parameters.laundering
    dirty = roster.dirty + income
    capacity = laundering.channel_capacity(
        setting.base.total_income, lv.finance, lv.china_finance, lv.cooperation, lv.sanctions, p
    )
    washed = laundering.wash(dirty, lv.mix, capacity)
    total = washed @ laundering.ALL_CHANNELS
    left = np.maximum(0.0, dirty - total)
    net = washed @ (1 - np.asarray(p.fee))
    clean = min(2.0, float(net @ ALL_GROUPS) / max(float(income @ ALL_GROUPS) * p.usual, 1e-9))
    return _Money(
        dirty=left,
        cash=roster.cash * (1 - p.spending) + net,
        unwashed=left / np.maximum(left + total, 1e-9),
        laundered=ALL_GROUPS @ washed * 12 / 1e9,
        clean=clean,
    )


def _rise_of_rivals(month: groups.GroupMonth, root: Array, setting: Setting) -> Array:
    """Return the rise since the start of hostile members met per own member (k,), over its mean at the start."""
    met = np.bincount(month.k, month.pressure, K) / np.maximum(month.in_group, 1e-9)
    result: Array = np.maximum(0.0, met / setting.base.hostile_mean - setting.base.hostile[root])
    return result


def _extortion(present: Array, members: Array, captured: Array, setting: Setting) -> Array:
    base = setting.base
    return costs.extortion(
        setting.data.places.firm_cost,
        present / np.maximum(base.groups, 1.0),
        members / np.maximum(base.members, 1.0),
        captured / base.capture,
        setting.parameters.costs,
    )


def initial(setting: Setting) -> Security:
    """Return the block in 2022-23, before its first month."""
    base, data, p = setting.base, setting.data, setting.parameters
    root, family, feud = first_lineage(data)
    per_member = data.groups.members.sum(1) / data.groups.members.sum()
    tau = _extortion(base.groups, base.members, base.capture, setting)
    freight = costs.freight_cost(tau, data.places.crossing_state, p.costs)
    return replace(
        Security.neutral(),
        members=data.groups.members,
        root=root,
        family=family,
        feud=feud,
        home=data.groups.home,
        revenue=per_member * base.income.sum() * 12 / 1e9,
        cash=per_member * base.income.sum() * p.laundering.usual / p.laundering.spending,
        killed=base.killed,
        homicides=data.places.homicides,
        capture=base.capture,
        groups=base.groups,
        extortion=tau,
        freight_cost=freight,
        freight=freight @ base.trucks,
        police_share=base.crossing_flow,
        crossing_risk=base.crossing_risk,
        port_risk=np.full(AXES["q"], p.corridors.port_rate),
        crossing_flow=data.drugs.consumption[:, None] * base.routes.sum(1),
        port_flow=base.routes.sum(2),
        flow=data.drugs.consumption,
        seizures=data.drugs.seized_border + data.drugs.seized_mexico,
        overdose_deaths=data.drugs.deaths,
    )
