"""The society phase: what the month did to budgets, stocks, the region, politics and migration."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from giants.society import approval, budget, development, elections, migration, region
from giants.society.data import SocietyData
from giants.society.parameters import (
    BudgetParameters,
    DevelopmentParameters,
    MigrationParameters,
    PoliticsParameters,
    RegionParameters,
    SocietyParameters,
)
from giants.symbols import ECONOMIES, ISSUES, MEX, PARTNERS, PROGRAMMES, USA, Array
from giants.world import World

PARTNER_ROWS = np.array([ECONOMIES.index(o) for o in PARTNERS])
INSTITUTIONS, DIPLOMACY, REGION, STANDARDS = (
    list(PROGRAMMES).index(p) for p in ("institutions", "diplomacy", "region", "standards")
)
US_DEMANDS = slice(0, ISSUES.index("china_market_access"))  # the issues on which Washington is the proposer
CONTROL = ISSUES.index("migration_control")


@dataclass(frozen=True)
class SocietyResult:
    """What the society phase writes; see `symbols.Society`."""

    effort: Array
    spending: float
    supplier_depth: float
    skills: float
    infrastructure: float
    screening_capacity: float
    port_integrity: float
    rule_of_law: float
    anchored: Array
    trust: Array
    deal: Array
    standards: Array
    regional_cost: Array
    approval: Array
    income_before: Array
    turnover: Array
    mandate: float
    continuity: float
    migration: float
    migrants: float
    remittances: float
    remittances_above: float
    poverty: float


def log_ratio(value: float, base: float) -> float:
    """Return ln(value / base), and 0 where nothing was counted yet."""
    return math.log(value / base) if value > 0.0 else 0.0


def _slack(w: World) -> float:
    """Share of Mexican workers whose job is gone and not yet replaced."""
    return 1.0 - float(w.labour.jobs.sum()) / max(float(w.labour.labour_force.sum()), 1.0)


def _approval(w: World, p: PoliticsParameters, violence: float, slack: float) -> tuple[float, float]:
    growth = 12.0 * (w.trade.real_income / w.society.income_before - 1.0)
    submission = float(w.policy.lever[US_DEMANDS].mean()) - p.submission_base
    deaths = log_ratio(float(w.security.overdose_deaths.sum()), p.overdose_deaths)
    home = approval.drift(
        float(growth[MEX]),
        p.income_trend,
        p.income,
        ((p.violence, violence), (p.submission, submission), (p.jobs, slack)),
    )
    abroad = approval.drift(float(growth[USA]), p.income_trend, p.income, ((p.overdose, deaths),))
    before = w.society.approval
    return (
        approval.next_approval(float(before[MEX]), p.resting[0], p.half_life, home),
        approval.next_approval(float(before[USA]), p.resting[1], p.half_life, abroad),
    )


def _migration(w: World, p: MigrationParameters, violence: float, slack: float) -> dict[str, Any]:
    society = w.society
    income = w.trade.real_income
    people = w.labour.labour_force.sum()
    wage = float((w.labour.real_wage * w.labour.labour_force).sum() / people) / p.wage
    wanted = migration.flow_wanted(
        p.emigration,
        float(income[USA] / income[MEX]),
        math.exp(violence),
        slack,
        p.control * float(w.policy.lever[CONTROL]),
        (p.income_elasticity, p.violence_elasticity, p.slack_elasticity),
    )
    flow = float(society.migration) + (1.0 - 0.5 ** (1.0 / p.half_life)) * (wanted - float(society.migration))
    migrants = migration.migrants_next(float(society.migrants), flow, p.return_rate)
    sent = migration.remittances(
        p.remittances,
        migrants / p.migrants,
        float(income[USA]),
        wage,
        p.tax,
        (p.us_income_elasticity, p.need_elasticity, p.tax_elasticity),
    )
    poor = migration.poverty(p.poverty, wage * (1.0 - slack), p.poverty_elasticity)
    return {
        "migration": flow,
        "migrants": migrants,
        "remittances": sent,
        "remittances_above": sent - p.remittances,
        "poverty": poor,
    }


def _politics(w: World, data: SocietyData, q: PoliticsParameters, violence: float, u: Array) -> dict[str, Any]:
    """Return approval after the month and its elections, and whose government changed."""
    slack = _slack(w)
    home, abroad = _approval(w, q, violence, slack)
    stay = np.full(len(ECONOMIES), q.other_stay)
    stay[MEX], stay[USA] = (elections.stays(a, q.incumbency, q.steepness) for a in (home, abroad))
    changed = elections.turnover(data, elections.absolute_month(float(w.calendar.year)), stay, u)
    votes = w.society.approval.copy()
    votes[MEX], votes[USA] = home, abroad
    return {
        "approval": np.minimum(votes + q.honeymoon * changed, 1.0),
        "turnover": changed,
        "mandate": elections.mandate(float(w.society.mandate), bool(changed[MEX] > 0.0), float(w.society.continuity)),
        "income_before": w.trade.real_income.copy(),
    }


def _budget(w: World, b: BudgetParameters, mandate: float) -> dict[str, Any]:
    """Return effort on the ground by programme, and what it costs."""
    cost = np.asarray(b.cost)
    purse = budget.available(
        b.budget, float(w.trade.real_income[MEX]), float(w.calendar.endowment[MEX]), b.income_share
    )
    paid = budget.funded(w.stance.programme * mandate, cost, purse)
    return {"effort": budget.ramp(w.society.effort, paid, b.ramp_half_life), "spending": budget.spending(paid, cost)}


def _development(
    w: World, d: DevelopmentParameters, effort: Array, exponent: float, capture: float, hostile: bool
) -> dict[str, Any]:
    """Return the six stocks and their anchored parts."""
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
    stock[law] = development.erode(float(stock[law]), capture, d.capture_base, d.capture_erosion)
    anchored[feeds] = development.anchor(anchored[feeds], stock, d.anchor_rate, float(effort[INSTITUTIONS]))
    return {**dict(zip(development.STOCKS, stock.tolist(), strict=True)), "anchored": anchored}


def _region(
    w: World, data: SocietyData, g: RegionParameters, effort: Array, changed: Array, strain: tuple[float, float]
) -> dict[str, Any]:
    """Return deals, standards, trust and trade costs with Latin America; `strain` is violence and capture."""
    s, openness, lever = w.society, w.stance.latam_openness, w.policy.lever
    goal = region.agreed(lever, w.stance.deal_offer, openness, s.trust) * (
        g.unaided + (1.0 - g.unaided) * effort[REGION]
    )
    deal = region.ratify(s.deal, goal, g.deal_half_life, g.unwind_half_life)
    rules = float(lever[region.STANDARDS_ISSUE]) * openness * (g.unaided + (1.0 - g.unaided) * effort[STANDARDS])
    standards = region.ratify(s.standards, rules, g.deal_half_life, g.unwind_half_life)
    drift = region.trust_drift(
        deal,
        0.5 * float(effort[REGION] + effort[DIPLOMACY]),
        float(lever[region.JOINT_ISSUE]) * openness,
        *strain,
        (g.trust_deal, g.trust_effort, g.trust_joint, g.trust_violence, g.trust_capture),
    )
    turned = changed[PARTNER_ROWS]
    return {
        "trust": region.trust_next(s.trust, np.asarray(g.trust), g.trust_half_life, drift, turned, g.trust_turnover),
        "deal": deal,
        "standards": standards,
        "regional_cost": region.trade_cost(
            deal, standards, data.product_share, g.deal_cost, g.standards_cost, g.infrastructure_cost
        ),
    }


def advance(w: World, data: SocietyData, parameters: SocietyParameters, u: Array) -> SocietyResult:
    """Return the month's society; `u` (n,) is one uniform draw per economy, used when it votes."""
    p, q = parameters, parameters.politics
    violence = log_ratio(float(w.security.homicides.sum()), q.homicides)
    capture = float(w.security.capture.mean())
    politics = _politics(w, data, q, violence, u)
    hostile = politics["mandate"] < float(w.society.mandate)
    spent = _budget(w, p.budget, politics["mandate"])
    effort = spent["effort"]
    gain = q.continuity_gain * float(effort[INSTITUTIONS]) / 12.0
    return SocietyResult(
        **politics,
        **spent,
        **_development(w, p.development, effort, p.budget.diminishing, capture, hostile),
        **_region(w, data, p.region, effort, politics["turnover"], (violence, capture - p.development.capture_base)),
        **_migration(w, p.migration, violence, _slack(w)),
        continuity=min(1.0, float(w.society.continuity) + gain),
    )
