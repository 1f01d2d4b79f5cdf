"""The security phase: one month of groups, drugs, money, capture and violence."""

from dataclasses import dataclass, replace

import numpy as np

from giants.batch import column
from giants.security import capture, conflict, corridors, costs, drugs, groups, homicides, laundering
from giants.security.calibration import SecurityCalibration, first_lineage, income_of_rows
from giants.security.data import ALL_GROUPS, ALL_STATES, PRESENCE, X
from giants.security.inputs import SecurityInputs, security_inputs
from giants.symbols import AXES, Array, Security, reads
from giants.world import World

ESCALATION, COUNT = range(2)


READS = reads(
    actions="""
        capture_resistance cartel_bribe cartel_fight cartel_focus cartel_launder cartel_move intelligence_sharing
        kingpin laundering_control local_social_effort police precursor_control us_aid us_aid_social_share
        us_arms_control us_treatment us_unilateral
    """,
    bargaining="cooperation position us_force",
    base="employment port_integrity position real_wage rule_of_law",
    calendar="drug_demand drug_potency leader_removed month months_to_election rivalry_shock synthetic_shift",
    labour="jobs labour_force real_wage",
    security="""
        arrests capture cash crossing_premium crossing_risk dirty drug_income escalation family flow home homicide_level
        inflow_lost intra_family_hostility leadership members national_level national_momentum police_share port_premium
        port_risk root seizures supply_response treatment_coverage
    """,
    society="effort port_integrity rule_of_law",
)
"""What the phase reads."""


def advance(
    w: World,
    calibration: SecurityCalibration,
    u: Array,
    z: Array,
    v: Array,
    n: Array,
    inputs: SecurityInputs | None = None,
) -> Security:
    """Return the state of the block a month later.

    Leaders fall and groups split; members join, are arrested, killed or leave; groups enter and retreat; drugs are
    made, shipped, seized and sold; money is washed; local government is captured; firms and freight pay; homicides
    are counted.  `u` (…, k, 6) uniform, `z` (…, s, 2) and `v` (…, x + q) and `n` (…) normal draws of the month;
    `inputs` replace those read from the World.  Everything is computed from last month's symbols; nothing is written.
    """
    past, p, base = w.security, calibration.parameters, calibration.base
    inputs = inputs or security_inputs(w, p.inputs)
    arrested = 100 * past.arrests / np.maximum(ALL_GROUPS @ past.members, 1.0) - base.arrested
    escalation = conflict.escalation(past.escalation, calibration.neighbour_mean, z[..., ESCALATION], p.conflict)
    fierce = conflict.calmed(escalation, arrested, p.conflict)
    level, momentum = homicides.national_level(past.national_level, past.national_momentum, n, p.national)
    roster = groups.Roster.of(past)
    removed = groups.lead(roster, inputs, u, p)
    month = groups.flows(roster, inputs, past, fierce, calibration)
    rows = month.rows
    strength = calibration.data.groups.trafficking.take(roster.root.take(rows.k)) * rows.n**p.corridors.control
    held = rows.by_state(strength)
    focus = rows.by_world(strength * inputs.focus.take(rows.k))  # mean by part in the trade
    focus = focus / np.maximum(np.vecdot(held, ALL_STATES), 1e-9)
    way = drugs.ship(past, inputs, focus, corridors.contest(strength, rows.s, held), v[..., X:], calibration)
    sold = drugs.sell(past, inputs, way, v[..., :X], calibration)
    row_income, state_income = income_of_rows(
        strength, rows.s, held, sold.by_crossing, sold.by_port, sold.rest, calibration.data
    )
    income = rows.by_group(row_income)
    drug_income = state_income / np.maximum(base.drug_income, 1e-9)
    groups.settle(roster, month, inputs, drug_income, u, calibration)
    money = _wash(roster, income, inputs, calibration)
    bribes = rows.by_state(row_income * inputs.bribe.take(rows.k)) * money.clean / np.maximum(base.bribes, 1e-9)
    captured = capture.capture_after(
        past.capture, base.capture, bribes, inputs.against_capture, inputs.election, p.capture
    )
    present = ALL_GROUPS @ (roster.members >= PRESENCE).astype(float)
    tau = _extortion(present, ALL_GROUPS @ roster.members, captured, calibration)
    freight = costs.freight_cost(tau, calibration.data.places.crossing_state, p.costs)
    killed = rows.by_state(month.killed)
    expected = homicides.expected_homicides(base.other, killed, base.per_killing, fierce)
    return Security(
        members=roster.members,
        leadership=roster.leadership,
        root=roster.root,
        family=roster.family,
        intra_family_hostility=roster.intra_family_hostility,
        home=roster.home,
        removed=removed,
        split_from=roster.split_from,
        entered=month.entered,
        rival_strength=_rise_of_rivals(month, roster.root, calibration),
        revenue=income * 12 / 1e9,
        unwashed=money.unwashed,
        dirty=money.dirty,
        cash=money.cash,
        escalation=escalation,
        recruits=rows.by_state(month.recruits),
        arrests=rows.by_state(month.arrests),
        killed=killed,
        departures=rows.by_state(month.departures),
        homicides=homicides.counted(past.homicide_level * column(level) * expected, z[..., COUNT]),
        national_level=level,
        national_momentum=momentum,
        homicide_level=past.homicide_level,
        capture=captured,
        groups=present,
        drug_income=drug_income,
        extortion=tau,
        police_share=sold.police_share,
        crossing_risk=sold.crossing_risk,
        crossing_premium=sold.crossing_premium,
        port_risk=sold.port_risk,
        port_premium=sold.port_premium,
        freight_cost=freight,
        freight=np.vecdot(freight, base.trucks),
        crossing_flow=sold.crossing_flow,
        port_flow=sold.port_flow,
        flow=sold.flow,
        seizures=sold.seizures,
        price=sold.price,
        purity=sold.purity,
        supply_response=sold.supply_response,
        treatment_coverage=sold.treatment_coverage,
        inflow_lost=sold.inflow_lost,
        overdose_deaths=sold.overdose_deaths,
        laundered=money.laundered,
    )


@dataclass(frozen=True)
class _Money:
    dirty: Array  # (…, k) USD
    cash: Array  # (…, k) USD
    unwashed: Array  # (…, k) share
    laundered: Array  # (…, l) bn USD a year
    clean: Array  # (…, 1) share of income that arrives clean, base = 1


def _wash(roster: groups.Roster, income: Array, inputs: SecurityInputs, calibration: SecurityCalibration) -> _Money:
    """Wash the month's income and what was left over, channel by channel."""
    p = calibration.parameters.laundering
    dirty = roster.dirty + income
    capacity = laundering.channel_capacity(
        calibration.base.total_income, inputs.finance, inputs.china_finance, inputs.cooperation, inputs.sanctions, p
    )
    washed = laundering.wash(dirty, inputs.mix, capacity)
    total = washed @ laundering.ALL_CHANNELS
    left = np.maximum(0.0, dirty - total)
    net = washed @ (1 - np.asarray(p.fee))
    earned = np.maximum(np.vecdot(income, ALL_GROUPS) * p.usual, 1e-9)
    return _Money(
        dirty=left,
        cash=roster.cash * (1 - p.spending) + net,
        unwashed=left / np.maximum(left + total, 1e-9),
        laundered=ALL_GROUPS @ washed * 12 / 1e9,
        clean=column(np.minimum(2.0, np.vecdot(net, ALL_GROUPS) / earned)),
    )


def _rise_of_rivals(month: groups.GroupMonth, root: Array, calibration: SecurityCalibration) -> Array:
    """Return the rise since the start of hostile members met per own member (…, k), over its mean at the start."""
    met = month.rows.by_group(month.pressure) / np.maximum(month.in_group, 1e-9)
    result: Array = np.maximum(0.0, met / calibration.base.hostile_mean - calibration.base.hostile.take(root))
    return result


def _extortion(present: Array, members: Array, captured: Array, calibration: SecurityCalibration) -> Array:
    base = calibration.base
    return costs.extortion(
        calibration.data.places.firm_cost,
        present / np.maximum(base.groups, 1.0),
        members / np.maximum(base.members, 1.0),
        captured / base.capture,
        calibration.parameters.costs,
    )


def initial(calibration: SecurityCalibration) -> Security:
    """Return the block in 2022-23, before its first month."""
    base, data, p = calibration.base, calibration.data, calibration.parameters
    root, family, hostility = first_lineage(data)
    per_member = data.groups.members.sum(1) / data.groups.members.sum()
    tau = _extortion(base.groups, base.members, base.capture, calibration)
    freight = costs.freight_cost(tau, data.places.crossing_state, p.costs)
    return replace(
        Security.neutral(),
        members=data.groups.members,
        root=root,
        family=family,
        intra_family_hostility=hostility,
        home=data.groups.home,
        revenue=per_member * base.income.sum() * 12 / 1e9,
        cash=per_member * base.income.sum() * p.laundering.usual / p.laundering.spending,
        arrests=base.arrested * base.members / 100,
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
        treatment_coverage=np.asarray(p.market.treatment_coverage),
        overdose_deaths=data.drugs.deaths,
    )
