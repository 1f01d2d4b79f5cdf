"""The society phase: what the month did to budgets, stocks, the region, politics and migration."""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants.rates import rate
from giants.society import approval, budget, development, elections, migration, region
from giants.society.data import SocietyData
from giants.society.labour import cycle
from giants.society.parameters import (
    BudgetParameters,
    DevelopmentParameters,
    MigrationParameters,
    PoliticsParameters,
    RegionParameters,
    SocietyParameters,
)
from giants.symbols import DRUGS, ECONOMIES, ISSUES, MEX, PARTNER_ROWS, PROGRAMMES, STATES, USA, Array, Society, reads
from giants.world import World

INSTITUTIONS, DIPLOMACY, REGION, STANDARDS = (
    list(PROGRAMMES).index(p) for p in ("institutions", "diplomacy", "region", "standards")
)
CONTROL = ISSUES.index("migration_control")
FENTANYL = DRUGS.index("fentanyl")


def log_ratio(value: float, base: float) -> float:
    """Return ln(value / base), and 0 where nothing was counted yet."""
    return math.log(value / base) if value > 0.0 and base > 0.0 else 0.0


def _slack(w: World) -> float:
    """Share of Mexican workers whose job is gone and not yet replaced."""
    return 1.0 - float(w.labour.jobs.sum()) / max(float(w.labour.labour_force.sum()), 1.0)


class Counts(NamedTuple):
    """What people and governments judge a month by, beside the same in the first month of the past."""

    homicides: float
    overdose_deaths: float
    capture: float
    position: float
    """mean policy in force on the demands of Washington"""
    mean_wage: float


def counts(w: World, data: SocietyData) -> Counts:
    """Return the month's counts."""
    force = w.labour.labour_force
    return Counts(
        homicides=float(w.security.homicides.sum()),
        overdose_deaths=float(w.security.overdose_deaths[FENTANYL]),
        capture=float(w.security.capture.sum()) / len(STATES),
        position=_position(w.bargaining.lever, data),
        mean_wage=float(w.labour.real_wage @ force) / max(float(force.sum()), 1.0),
    )


def _held(w: World, data: SocietyData) -> Counts:
    """Return the counts of the base."""
    b = w.base
    return Counts(
        float(b.homicides), float(b.overdose_deaths), float(b.capture), _position(b.position, data), float(b.mean_wage)
    )


def _position(lever: Array, data: SocietyData) -> float:
    return float(lever[data.us_demands].mean())


def _disposable(w: World) -> Array:
    """Real national income (n), Mexico's after last month's programmes are paid: they are not had for nothing."""
    income = w.trade.real_income.copy()
    income[MEX] *= 1.0 - float(w.society.spending)
    return income


def _approval(w: World, q: PoliticsParameters, now: Counts, base: Counts) -> tuple[float, float]:
    """Approval in Mexico and the United States after the month, before any election."""
    growth = 12.0 * (_disposable(w) / w.society.disposable - 1.0)
    losses = (
        (q.violence, log_ratio(now.homicides, base.homicides)),
        (q.submission, now.position - base.position),
        (q.jobs, _slack(w)),
    )
    home = approval.drift(float(growth[MEX]), q.income_trend, q.income, losses)
    deaths = log_ratio(now.overdose_deaths, base.overdose_deaths)
    abroad = approval.drift(float(growth[USA]), q.income_trend, q.income, ((q.overdose, deaths),))
    before = w.society.approval + w.bargaining.approval_shift
    return (
        approval.next_approval(float(before[MEX]), q.resting[0], q.half_life, home),
        approval.next_approval(float(before[USA]), q.resting[1], q.half_life, abroad),
    )


class Migration(NamedTuple):
    """People abroad and what they send."""

    flow: float
    """persons a year"""
    migrants: float
    """persons"""
    remittances: float
    """bn USD a year"""
    poverty: float


def _migration(w: World, p: MigrationParameters, now: Counts, base: Counts) -> Migration:
    """Return migration, remittances and poverty."""
    held, slack = float(w.society.migration), _slack(w)
    phase = cycle(w)
    income = w.trade.real_income / w.calendar.endowment * phase  # over the sourced path of the endowment
    wage = now.mean_wage / base.mean_wage if base.mean_wage > 0.0 else 1.0
    us_cycle = float(phase[USA])
    wanted = migration.flow_wanted(
        p.emigration,
        float(income[USA] / income[MEX]),
        math.exp(log_ratio(now.homicides, base.homicides)),
        slack,
        us_cycle,
        (p.income_elasticity, p.violence_elasticity, p.slack_elasticity, p.cycle_flow_elasticity),
    )
    wanted = migration.controlled(wanted, p.control, float(w.bargaining.lever[CONTROL]), p.control_start)
    flow = held + rate(p.half_life) * (wanted - held)
    migrants = migration.migrants_next(float(w.society.migrants), flow, p.return_rate)
    law = p.tax if float(w.calendar.year) >= p.tax_start else 0.0
    sent = migration.remittances(
        p.remittances,
        migrants / p.migrants,
        float(w.trade.real_income[USA]),
        us_cycle,
        wage,
        (p.us_income_elasticity, p.us_cycle_elasticity, p.need_elasticity),
    )
    sent = migration.received(sent, min(law + float(w.bargaining.remittance_tax), 1.0), p.tax_elasticity)
    net = wage * (1.0 - slack) * (1.0 - float(w.society.spending))
    return Migration(flow, migrants, sent, migration.poverty(p.poverty, net, p.poverty_elasticity))


class Politics(NamedTuple):
    """Approval after the month and its elections."""

    approval: Array
    governs: bool
    mandate: float
    changed: Array
    """(n,) share of each economy whose government changed"""


def _politics(w: World, data: SocietyData, q: PoliticsParameters, now: Counts, base: Counts, u: Array) -> Politics:
    """Return approval, and who governs with which mandate."""
    home, abroad = _approval(w, q, now, base)
    stay = np.full(len(ECONOMIES), q.other_stay)
    stay[MEX], stay[USA] = (elections.stays(a, q.incumbency, q.steepness) for a in (home, abroad))
    month = elections.absolute_month(float(w.calendar.year))
    changed, setback = elections.results(data, month, stay, u)
    votes = w.society.approval.copy()
    votes[MEX], votes[USA] = home, abroad
    governs = bool(w.society.governs) != bool(changed[MEX])
    mandate = elections.mandate(
        float(w.society.mandate),
        governs,
        elections.general_vote(data, month, MEX),
        bool(setback[MEX]),
        float(w.society.continuity),
        q.midterm_cost,
    )
    return Politics(np.minimum(votes + q.honeymoon * changed, 1.0), governs, mandate, changed)


def _budget(w: World, b: BudgetParameters, mandate: float) -> tuple[Array, float]:
    """Return effort on the ground by programme (p,), and what it costs, share of GDP."""
    cost = np.asarray(b.cost)
    purse = budget.available(
        b.budget, float(w.trade.real_income[MEX]), float(w.calendar.endowment[MEX]), b.income_share
    )
    paid = budget.funded(w.actions.programme * mandate, cost, purse)
    states = budget.local(w.actions.local_incentives, w.labour.output.sum(1), b.local_incentives)
    spent = budget.spending(paid, cost) + states
    return budget.ramp(w.society.effort, paid, b.ramp_half_life), spent


def _development(
    w: World, d: DevelopmentParameters, effort: Array, exponent: float, worse: float, hostile: bool
) -> tuple[development.Stocks, Array]:
    """Return the stocks, and the anchored part of each programme's (p,)."""
    s, feeds, law = w.society, development.FEEDS, development.RULE_OF_LAW
    stock = np.array(
        [s.supplier_depth, s.skills, s.infrastructure, s.screening_capacity, s.port_integrity, s.rule_of_law]
    )
    anchored = s.anchored.copy()
    stock = development.build(
        stock, anchored[feeds], effort[feeds], np.asarray(d.build_rate), np.asarray(d.decay_rate), exponent
    )
    if hostile:
        stock = development.succession(stock, anchored[feeds], d.turnover_loss, float(s.continuity))
    stock[law] = development.erode(float(stock[law]), worse, d.capture_erosion)
    anchored[feeds] = development.anchor(anchored[feeds], stock, d.anchor_rate, float(effort[INSTITUTIONS]))
    return development.Stocks(*stock.tolist()), anchored


class Region(NamedTuple):
    """Ties with Latin America."""

    trust: Array
    deal: Array
    standards: Array
    cost: Array


def _region(
    w: World, data: SocietyData, g: RegionParameters, effort: Array, changed: Array, strain: tuple[float, float]
) -> Region:
    """Return deals, standards, trust and trade costs with Latin America; `strain` is violence and capture."""
    s, regional, worked = w.society, w.bargaining.regional, g.unaided + (1.0 - g.unaided) * effort
    goal = region.agreed(regional, w.actions.deal_offer, data.product_issue) * worked[REGION]
    deal = region.ratify(s.deal, goal, g.deal_half_life, g.unwind_half_life)
    rules = regional[:, region.STANDARDS_ISSUE] * worked[STANDARDS]
    standards = region.ratify(s.standards, rules, g.deal_half_life, g.unwind_half_life)
    drift = region.trust_drift(
        deal,
        0.5 * float(effort[REGION] + effort[DIPLOMACY]),
        regional[:, region.JOINT_ISSUE],
        *strain,
        (g.trust_deal, g.trust_effort, g.trust_joint, g.trust_violence, g.trust_capture),
    )
    turned = changed[PARTNER_ROWS]
    trust = region.trust_next(s.trust, g.trust.array, g.trust_half_life, drift, turned, g.trust_turnover)
    cost = region.trade_cost(deal, standards, data.product_share, g.deal_cost, g.standards_cost, g.infrastructure_cost)
    return Region(trust, deal, standards, cost)


READS = reads(
    actions="deal_offer local_incentives programme",
    bargaining="approval_shift lever regional remittance_tax",
    base="capture homicides mean_wage overdose_deaths position",
    calendar="endowment month year",
    labour="jobs labour_force output real_wage",
    security="capture homicides overdose_deaths",
    society="""
        anchored approval continuity deal disposable effort governs infrastructure mandate migrants migration
        port_integrity rule_of_law screening_capacity skills spending standards supplier_depth trust
    """,
    trade="real_income",
)
"""What the phase reads."""


def advance(w: World, data: SocietyData, parameters: SocietyParameters, u: Array) -> Society:
    """Return the month's society; `u` (n,) is one uniform draw per economy, used when it votes."""
    p, q = parameters, parameters.politics
    now, base = counts(w, data), _held(w, data)
    worse = now.capture - base.capture
    politics = _politics(w, data, q, now, base, u)
    hostile = politics.governs < float(w.society.governs)
    effort, spending = _budget(w, p.budget, politics.mandate)
    built, anchored = _development(w, p.development, effort, p.budget.diminishing, worse, hostile)
    strain = (log_ratio(now.homicides, base.homicides), worse)
    ties = _region(w, data, p.region, effort, politics.changed, strain)
    people = _migration(w, p.migration, now, base)
    return Society(
        effort=effort,
        spending=spending,
        supplier_depth=built.supplier_depth,
        skills=built.skills,
        infrastructure=built.infrastructure,
        screening_capacity=built.screening_capacity,
        port_integrity=built.port_integrity,
        rule_of_law=built.rule_of_law,
        anchored=anchored,
        trust=ties.trust,
        deal=ties.deal,
        standards=ties.standards,
        regional_cost=ties.cost,
        approval=politics.approval,
        disposable=_disposable(w),
        governs=float(politics.governs),
        mandate=politics.mandate,
        continuity=min(1.0, float(w.society.continuity) + q.continuity_gain * float(effort[INSTITUTIONS]) / 12.0),
        migration=people.flow,
        migrants=people.migrants,
        remittances=people.remittances,
        poverty=people.poverty,
    )


def initial(w: World, parameters: SocietyParameters) -> Society:
    """Return where the society starts: resting approval and trust, and the migrants and remittances of the base."""
    p, approve = parameters, w.society.approval.copy()
    approve[[MEX, USA]] = p.politics.resting
    return replace(
        Society.neutral(),
        trust=p.region.trust.array,
        approval=approve,
        disposable=w.trade.real_income,
        continuity=p.politics.continuity,
        migration=p.migration.emigration,
        migrants=p.migration.migrants,
        remittances=p.migration.remittances,
        poverty=p.migration.poverty,
    )
