"""The society phase: what the month did to budgets, stocks, the region, politics and migration."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants.batch import column, joined, shared
from giants.rates import rate
from giants.society import approval, budget, development, elections, migration, region
from giants.society.calibration import SocietyCalibration
from giants.society.labour import cycle
from giants.society.parameters import (
    BudgetParameters,
    DevelopmentParameters,
    MigrationParameters,
    PoliticsParameters,
    RegionParameters,
    SocietyParameters,
)
from giants.symbols import (
    DRUGS,
    ISSUES,
    MEX,
    PARTNER_ROWS,
    PROGRAMMES,
    STATES,
    USA,
    Actions,
    Array,
    Scalar,
    Society,
    neutral_value,
    reads,
)
from giants.world import World

INSTITUTIONS, DIPLOMACY, REGION, STANDARDS = (
    list(PROGRAMMES).index(p) for p in ("institutions", "diplomacy", "region", "standards")
)
_OPENNESS = neutral_value(Actions, "latam_openness")
CONTROL = ISSUES.index("migration_control")
FENTANYL = DRUGS.index("fentanyl")


def relative(value: Scalar, base: Scalar) -> Array:
    """Return value / base, and 1 where nothing was counted yet."""
    counted = (value > 0.0) & (base > 0.0)
    ratio: Array = np.where(counted, value, 1.0) / np.where(counted, base, 1.0)
    return ratio


class Counts(NamedTuple):
    """What people and governments judge a month by, beside the same in the first month of the past."""

    homicides: Scalar
    overdose_deaths: Scalar
    capture: Scalar
    position: Scalar
    """mean policy in force on the demands of Washington"""
    mean_wage: Scalar


def counts(w: World, calibration: SocietyCalibration) -> Counts:
    """Return the month's counts."""
    force = w.labour.labour_force
    return Counts(
        homicides=w.security.homicides.sum(-1),
        overdose_deaths=w.security.overdose_deaths[..., FENTANYL],
        capture=w.security.capture.sum(-1) / len(STATES),
        position=_position(w.bargaining.position, calibration),
        mean_wage=np.vecdot(w.labour.real_wage, force) / np.maximum(force.sum(-1), 1.0),
    )


def _held(w: World, calibration: SocietyCalibration) -> Counts:
    """Return the counts of the base."""
    b = w.base
    return Counts(b.homicides, b.overdose_deaths, b.capture, _position(b.position, calibration), b.mean_wage)


def _position(position: Array, calibration: SocietyCalibration) -> Scalar:
    mean: Scalar = position.take(calibration.us_demands, -1).sum(-1) / len(calibration.us_demands)
    return mean


class Strain(NamedTuple):
    """How far the month lies from the first of the past, and what people have to live on."""

    violence: Array
    """homicides, factor"""
    deaths: Array
    """of Americans by fentanyl, factor"""
    capture: Scalar
    position: Scalar
    """mean policy in force on the demands of Washington"""
    wage: Array
    """factor"""
    slack: Scalar
    """share of Mexican workers whose job is gone and not yet replaced"""


def _strain(w: World, calibration: SocietyCalibration) -> Strain:
    now, base = counts(w, calibration), _held(w, calibration)
    return Strain(
        violence=relative(now.homicides, base.homicides),
        deaths=relative(now.overdose_deaths, base.overdose_deaths),
        capture=now.capture - base.capture,
        position=now.position - base.position,
        wage=relative(now.mean_wage, base.mean_wage),
        slack=1.0 - w.labour.jobs.sum((-2, -1)) / np.maximum(w.labour.labour_force.sum(-1), 1.0),
    )


def _disposable(w: World) -> Array:
    """Real national income (n), Mexico's after last month's programmes are paid: they are not had for nothing."""
    income = w.trade.real_income.copy()
    income[..., MEX] *= 1.0 - w.society.spending
    return income


class Votes(NamedTuple):
    """What each government (n) is approved by, before any election."""

    standing: Array
    rally: Array
    rallied: Array

    @property
    def approval(self) -> Array:
        """Approval, rallies included."""
        return np.asarray(approval.swayed(self.standing, self.rally))


def _approval(w: World, q: PoliticsParameters, disposable: Array, strain: Strain, luck: Array) -> Votes:
    """Approval of each government after the month."""
    growth = 12.0 * (disposable / w.society.disposable - 1.0)
    losses = ((q.violence, np.log(strain.violence)), (q.submission, strain.position), (q.jobs, strain.slack))
    home = approval.drift(growth[..., MEX], q.income_trend, q.income, losses)
    deaths = (q.overdose, np.log(strain.deaths))
    abroad = approval.drift(growth[..., USA], q.income_trend, q.income, (deaths,))
    standing = w.society.standing.copy()
    for economy, resting, drift in ((MEX, q.resting[0], home), (USA, q.resting[1], abroad)):
        noise = q.luck * luck[..., economy]
        standing[..., economy] = approval.next_standing(standing[..., economy], resting, q.half_life, drift, noise)
    shift, held = w.bargaining.approval_shift, w.society
    return Votes(standing, *approval.next_rally(held.rally, shift, held.rallied, q.rally_half_life, q.rally_wear))


class Migration(NamedTuple):
    """People abroad and what they send."""

    flow: Scalar
    """persons a year"""
    migrants: Scalar
    """persons"""
    remittances: Scalar
    """bn USD a year"""
    poverty: Scalar


def _migration(w: World, p: MigrationParameters, strain: Strain) -> Migration:
    """Return migration, remittances and poverty."""
    held, phase = w.society.migration, cycle(w)
    income = w.trade.real_income / w.calendar.endowment * phase  # over the sourced path of the endowment
    us_cycle = phase[..., USA]
    wanted = migration.flow_wanted(
        p.emigration,
        income[..., USA] / income[..., MEX],
        strain.violence,
        strain.slack,
        us_cycle,
        (p.income_elasticity, p.violence_elasticity, p.slack_elasticity, p.cycle_flow_elasticity),
    )
    wanted = migration.controlled(wanted, p.control, w.bargaining.position[..., CONTROL], p.control_start)
    flow = held + rate(p.half_life) * (wanted - held)
    migrants = migration.migrants_next(w.society.migrants, flow, p.return_rate)
    law = p.tax * (w.calendar.year >= p.tax_start)
    sent = migration.remittances(
        p.remittances,
        migrants / p.migrants,
        w.trade.real_income[..., USA],
        us_cycle,
        strain.wage,
        (p.us_income_elasticity, p.us_cycle_elasticity, p.need_elasticity),
    )
    sent = migration.received(sent, np.minimum(law + w.bargaining.remittance_tax, 1.0), p.tax_elasticity)
    net = strain.wage * (1.0 - strain.slack) * (1.0 - w.society.spending)
    return Migration(flow, migrants, sent, migration.poverty(p.poverty, net, p.poverty_elasticity))


class Office(NamedTuple):
    """Approval after the month and its elections."""

    votes: Votes
    governs: Array | bool
    """the authors of Mexico's strategy do, true or false"""
    pursued: Array
    """(b,) planks of the strategy that they or their successors pursue, 1 or 0"""
    changed: Array
    """(n,) share of each economy whose government changed"""


def _politics(
    w: World, calibration: SocietyCalibration, q: PoliticsParameters, votes: Votes, u: Array, kept: Array
) -> Office:
    """Return approval, and who governs and pursues what."""
    stay, approved = np.full_like(votes.standing, q.other_stay), votes.approval
    for economy in (MEX, USA):
        stay[..., economy] = elections.stays(approved[..., economy], q.incumbency, q.steepness)
    month = elections.absolute_month(shared(w.calendar.year))
    changed = elections.results(calibration, month, w.calendar.turnover, stay, u)
    governs = (w.society.governs > 0.0) != (changed[..., MEX] > 0.0)
    pursued, voted = w.society.pursued, [n for n in (MEX, USA) if month in elections.general_votes(calibration, n)]
    if MEX in voted:
        survival = elections.plank_survival(w.society.continuity, w.society.anchored)
        after = elections.pursued(pursued, w.society.governs, governs, q.own_continuity, survival, kept)
        pursued = np.where(column(w.calendar.turnover[..., MEX] != 0.0), after, pursued)
    resting = dict(zip((MEX, USA), q.resting, strict=True))
    for economy in voted:  # whoever is new starts anew, a successor of the same party where it stood
        fresh = np.where(changed[..., economy] > 0.0, resting[economy], votes.standing[..., economy])
        new = (economy == MEX) | (changed[..., economy] > 0.0)  # presidents of Mexico cannot stand again
        votes.standing[..., economy] = approval.swayed(fresh, q.honeymoon * new)
    return Office(votes, governs, pursued, changed)


def _budget(w: World, b: BudgetParameters) -> tuple[Array, Scalar, Scalar]:
    """Return effort on the ground by programme (p,), what it costs, and what of it the strategy asked for.

    Shares of GDP.  With a purse the incentives of states count against it.
    """
    cost, asked = np.asarray(b.cost), w.actions.programme
    states = budget.local(w.actions.local_incentives, w.labour.output.sum(-1), b.local_incentives)
    if b.purse is None:
        income, trend = w.trade.real_income[..., MEX], w.calendar.endowment[..., MEX]
        paid = budget.funded(asked, cost, budget.available(b.budget, income, trend, b.income_share))
        wanted = budget.spending(paid, cost)
    else:
        left = np.maximum(b.purse - states, 0.0)
        paid, wanted = budget.from_purse(asked, cost, left, b.basket.array)
    spent = budget.spending(paid, cost) + states
    return budget.ramp(w.society.effort, paid, b.ramp_half_life), spent, wanted + states


def _development(
    w: World, d: DevelopmentParameters, effort: Array, exponent: float, worse: Scalar, hostile: Array | bool
) -> tuple[development.Stocks, Array]:
    """Return the stocks, and the anchored part of each programme's (p,); `hostile` where a successor took over."""
    s, feeds, law = w.society, development.FEEDS, development.RULE_OF_LAW
    stock = joined(
        [s.supplier_depth, s.skills, s.infrastructure, s.screening_capacity, s.port_integrity, s.rule_of_law]
    )
    anchored = s.anchored.copy()
    held = anchored.take(feeds, -1)
    stock = development.build(
        stock, held, effort.take(feeds, -1), np.asarray(d.build_rate), np.asarray(d.decay_rate), exponent
    )
    stock = development.succession(stock, held, d.turnover_loss * hostile, s.continuity)
    stock[..., law] = development.erode(stock[..., law], worse, d.capture_erosion)
    anchored[..., feeds] = development.anchor(held, stock, d.anchor_rate, effort[..., INSTITUTIONS])
    return development.Stocks(*(stock[..., k] for k in range(len(feeds)))), anchored


class Region(NamedTuple):
    """Ties with Latin America."""

    trust: Array
    leaning: Array
    deal: Array
    standards: Array
    cost: Array


def _region(
    w: World, calibration: SocietyCalibration, g: RegionParameters, effort: Array, changed: Array, strain: Strain
) -> Region:
    """Return deals, standards, trust and trade costs with Latin America."""
    s, regional, worked = w.society, w.bargaining.regional, g.unaided + (1.0 - g.unaided) * effort
    goal = region.agreed(regional, w.actions.deal_offer, calibration.product_issue) * worked[..., REGION, None, None]
    pace = region.ratification(g.deal_half_life, w.actions.latam_openness, _OPENNESS)
    deal = region.ratify(s.deal, goal, pace[..., None], g.unwind_half_life)
    rules = regional[..., region.STANDARDS_ISSUE] * worked[..., STANDARDS, None]
    standards = region.ratify(s.standards, rules, pace, g.unwind_half_life)
    drift = region.trust_drift(
        deal,
        0.5 * (effort[..., REGION] + effort[..., DIPLOMACY]),
        regional[..., region.JOINT_ISSUE],
        np.log(strain.violence),
        strain.capture,
        (g.trust_deal, g.trust_effort, g.trust_joint, g.trust_violence, g.trust_capture),
    )
    turned = changed.take(PARTNER_ROWS, -1)
    trust = region.trust_next(s.trust, g.trust.array, g.trust_half_life, drift, turned, g.trust_turnover)
    cost = region.trade_cost(
        deal, standards, calibration.product_share, g.deal_cost, g.standards_cost, g.infrastructure_cost
    )
    leaning = region.leaning_next(s.leaning, turned * (shared(w.calendar.month) >= 0))
    return Region(trust, leaning, deal, standards, cost)


READS = reads(
    actions="deal_offer latam_openness local_incentives programme",
    bargaining="approval_shift position regional remittance_tax",
    base="capture homicides mean_wage overdose_deaths position",
    calendar="endowment month turnover year",
    labour="jobs labour_force output real_wage",
    security="capture homicides overdose_deaths",
    society="""
        anchored continuity deal disposable effort governs infrastructure leaning migrants migration
        port_integrity pursued rally rallied rule_of_law screening_capacity skills spending standards standing
        supplier_depth trust
    """,
    trade="real_income",
)
"""What the phase reads."""


def advance(
    w: World, calibration: SocietyCalibration, parameters: SocietyParameters, u: Array, kept: Array, luck: Array
) -> Society:
    """Return the month's society.

    `u` (n,) is one uniform draw per economy, used when it votes, `kept` (b,) one per plank of Mexico's strategy, used
    when a successor decides what to keep, and `luck` (n,) one standard normal draw per economy, of its approval.
    """
    p, q, before = parameters, parameters.politics, w.society
    strain, disposable = _strain(w, calibration), _disposable(w)
    politics = _politics(w, calibration, q, _approval(w, q, disposable, strain, luck), u, kept)
    hostile = politics.governs < before.governs
    effort, spending, asked = _budget(w, p.budget)
    built, anchored = _development(w, p.development, effort, p.budget.diminishing, strain.capture, hostile)
    ties = _region(w, calibration, p.region, effort, politics.changed, strain)
    people = _migration(w, p.migration, strain)
    return Society(
        effort=effort,
        spending=spending,
        spending_asked=asked,
        supplier_depth=built.supplier_depth,
        skills=built.skills,
        infrastructure=built.infrastructure,
        screening_capacity=built.screening_capacity,
        port_integrity=built.port_integrity,
        rule_of_law=built.rule_of_law,
        anchored=anchored,
        trust=ties.trust,
        leaning=ties.leaning,
        deal=ties.deal,
        standards=ties.standards,
        regional_cost=ties.cost,
        approval=politics.votes.approval,
        standing=politics.votes.standing,
        rally=politics.votes.rally,
        rallied=politics.votes.rallied,
        disposable=disposable,
        governs=politics.governs,
        pursued=politics.pursued,
        continuity=np.minimum(before.continuity + q.continuity_gain * effort[..., INSTITUTIONS] / 12.0, 1.0),
        migration=people.flow,
        migrants=people.migrants,
        remittances=people.remittances,
        poverty=people.poverty,
    )


def polled(w: World, parameters: SocietyParameters) -> Society:
    """Return the block with Mexico's government as the polls of December 2025 had it.

    A_MEX = p, `polled` in conf/society with its source; 0..1.
    """
    standing, approve = w.society.standing.copy(), w.society.approval.copy()
    standing[..., MEX] = approve[..., MEX] = parameters.politics.polled
    return replace(w.society, standing=standing, approval=approve)


def initial(w: World, parameters: SocietyParameters) -> Society:
    """Return where the society starts: resting approval and trust, and the migrants and remittances of the base."""
    p, approve = parameters, w.society.approval.copy()
    approve[[MEX, USA]] = p.politics.resting
    return replace(
        Society.neutral(),
        trust=p.region.trust.array,
        leaning=p.region.leaning.array,
        approval=approve,
        standing=approve,
        disposable=w.trade.real_income,
        continuity=p.politics.continuity,
        migration=p.migration.emigration,
        migrants=p.migration.migrants,
        remittances=p.migration.remittances,
        poverty=p.migration.poverty,
    )
