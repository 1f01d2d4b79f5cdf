"""The invest phase: projects due, put off, placed, stopped, finished, and what the capital then does."""

from typing import NamedTuple

import numpy as np

from giants import symbols
from giants.batch import column, number
from giants.duties import claims, ended, law_paid, standing
from giants.invest import capacity, ledger, location, screening, waiting
from giants.invest.calibration import GOLDEN, SILVER, InvestCalibration, J, N, S
from giants.invest.inflows import Inflows, inflows
from giants.invest.parameters import InvestParameters
from giants.invest.rows import FirmRows
from giants.symbols import (
    CHN,
    FIRMS,
    ISSUES,
    MEX,
    PROGRAMMES,
    SECTORS,
    USA,
    Actions,
    Array,
    Invest,
    Scalar,
    mask,
    neutral_value,
    reads,
)
from giants.world import World

SCREENING, CONTENT, ENERGY, PORTS = (
    ISSUES.index(name)
    for name in ("china_fdi_screening", "regional_content", "energy_market_access", "china_port_telecom")
)
_ENERGY_SECTORS = mask(symbols.ENERGY, SECTORS)
INCENTIVES = list(PROGRAMMES).index("incentives")
_OPENNESS = neutral_value(Actions, "china_openness")


class InvestDraws(NamedTuple):
    """Uniform draws of the month; row f belongs to firm f.  `taste` is keyed by calendar year, not by month."""

    decide: Array  # (f,)
    wait: Array  # (f,)
    screen: Array  # (f,)
    taste: Array  # (f, p) luck of each firm with each place, p = 32 states then 10 economies


class Flows(NamedTuple):
    """Projects of the month."""

    project: Array
    place: Array
    months: Array
    backlog: Array
    waiting: Scalar
    blocked: Scalar


def initial(w: World, calibration: InvestCalibration, parameters: InvestParameters) -> Invest:
    """Return the base: capital of the tables, and firms spread evenly over their cycle of decision and building."""
    p = parameters
    rate = p.stock.renewal
    due = (1.0 - p.location.sunk) * rate
    size = calibration.capital_mexico.sum(1) + calibration.capital_abroad.sum(1)
    build = calibration.build
    cycle = 1.0 / p.stock.hazard + build
    rank = np.argsort(np.argsort(-size, kind="stable"))  # firms of like size are spread over the cycle
    turn = (rank * GOLDEN) % 1.0 * cycle
    building = turn < build
    waited = -np.log1p(-np.maximum(turn - build, 0.0) * p.stock.hazard) / p.stock.hazard  # as the hazard lets them
    since = np.where(building, turn, build + waited)  # months since the last decision
    shares = np.concatenate([calibration.capital_mexico, calibration.capital_abroad], axis=1) / size[:, None]
    spot = (rank * SILVER) % 1.0
    flows = Flows(
        project=np.where(building, due * size * cycle / 12.0, 0.0),
        place=np.minimum((shares.cumsum(1) < spot[:, None]).sum(1), S + N - 1),
        months=np.where(building, np.ceil(build - turn), 0).astype(int),
        backlog=due * size * since / 12.0,
        waiting=0.0,
        blocked=0.0,
    )
    renewed = (rate - due) / 12.0 * calibration.capital_mexico
    by_state = np.ones(FIRMS) @ renewed  # as in `ledger.reinvested`, in the same order
    fdi = inflows(calibration, flows.project, flows.place, by_state, renewed.sum(-1))
    return _held(w, calibration, p, ledger.opened(calibration), flows, fdi)


def pulls(w: World, calibration: InvestCalibration, parameters: InvestParameters) -> Array:
    """Log odds of places by sector since the base (…, j, p): states, then economies."""
    p, society, bargaining, actions = parameters.location, w.society, w.bargaining, w.actions
    cost = -p.cost * np.log(w.trade.unit_cost)
    preferred = standing(bargaining.treaty_in_force, bargaining.preference_lost)
    added = bargaining.added_tariff[..., USA, :, :] + law_paid(w, claims(w)) + ended(w, preferred)
    abroad = (cost + location.tariff_pull(added, calibration.us_bound, p.tariff)).swapaxes(-1, -2)
    abroad[..., USA] += p.tariff * calibration.us_bound * actions.us_subsidy
    depth, content = number(society.supplier_depth), number(actions.local_content)  # asked of those who come now
    missing = capacity.shortfall(content, parameters.capacity.capability, parameters.capacity.capability_gain, depth)
    mexico = location.tariff_pull(bargaining.expected_tariff, calibration.us_bound, p.tariff)
    mexico += (
        p.tariff
        * calibration.us_bound
        * actions.us_subsidy
        * column(number(actions.us_content_eligible) * (1.0 - number(bargaining.local_subsidy)))
    )
    mexico += calibration.goods * column(
        p.supplier * depth - p.content_rule * missing + np.log(w.calendar.investment_wave)
    )
    mexico += cost[..., MEX, :] + column(
        p.skills * number(society.skills)
        + p.infrastructure * number(society.infrastructure)
        + p.law * number(society.rule_of_law)
        + p.incentives * number(society.effort[..., INCENTIVES])
    )
    opened = number(bargaining.position[..., ENERGY]) - number(w.base.position[..., ENERGY])
    mexico += _ENERGY_SECTORS * column(p.energy_access * opened)
    groups = w.security.groups - w.base.groups
    states = location.state_pull(
        mexico, w.labour.slack, groups, w.invest.capacity, (p.slack, calibration.groups, p.agglomeration)
    )
    states += p.incentives * actions.local_incentives[..., None, :]
    return np.concatenate([states, abroad], axis=-1)


def _place(
    w: World, calibration: InvestCalibration, parameters: InvestParameters, appeal: Array, rows: FirmRows, taste: Array
) -> Array:
    """Places chosen for new plants by the firms `rows`, given the `appeal` of places by sector (…, j, p)."""
    p, actions = parameters.location, w.actions
    weight = appeal.reshape(-1, S + N)[rows.kind] * calibration.kind_share[rows.home * J + rows.sector]
    push = p.openness * (number(actions.china_openness) - _OPENNESS)
    push = push - p.transparency * number(actions.venture_transparency)
    push = push + p.port_presence * number(w.bargaining.position[..., PORTS] - w.base.position[..., PORTS])
    drawn = number(actions.china_push) * (1.0 - number(w.bargaining.capital_hold)) * np.exp(push)
    chinese = rows.home == CHN
    weight[chinese, :S] *= drawn.take(rows.world[chinese])[:, None]
    return location.choose(weight, taste.reshape(-1, S + N)[rows.cell])


def decide(
    w: World, calibration: InvestCalibration, parameters: InvestParameters, appeal: Array, u: InvestDraws
) -> Flows:
    """Who takes a decision on a new plant this month, who waits, where the others go, and what screening stops."""
    p, v, actions = parameters, w.invest, w.actions
    moved = 1.0 - location.rooted(p.location.sunk, actions.firm_hazard)
    backlog = v.backlog + moved * v.size * p.stock.renewal / 12.0
    owed = backlog.reshape(-1)
    rows = FirmRows.of((u.decide < p.stock.hazard * actions.firm_hazard) & (v.project == 0.0), calibration)
    q = p.waiting
    variance = waiting.value_variance(
        w.bargaining.tariff_variance, calibration.us_bound, q.business_variance, q.leverage
    )
    ratio = waiting.hurdle(variance, q.discount, q.payout) / calibration.hurdle
    ahead = u.wait.take(rows.cell) < waiting.goes_ahead(
        ratio.take(rows.kind), actions.firm_caution.take(rows.cell), q.tail
    )
    asked, idle = rows.by_world(owed[rows.cell]), rows.where(~ahead)
    delayed = idle.by_world(owed[idle.cell])
    owed[idle.cell] *= 1.0 - q.lapse
    rows = rows.where(ahead)
    place = _place(w, calibration, p, appeal, rows, u.taste)
    chinese = (rows.home == CHN) & (place < S)
    strict = np.maximum(actions.fdi_screening, w.bargaining.position[..., SCREENING])
    chance = screening.block_chance(
        strict,
        number(w.society.screening_capacity),
        number(actions.venture_transparency),
        calibration.sensitivity,
        p.screening.base_capacity,
        p.screening.transparent_relief,
    )
    stopped = chinese & (u.screen.take(rows.cell) < chance.take(rows.kind))
    place[stopped] = S + CHN  # a project that is stopped is built at home
    amount = owed[rows.cell]
    owed[rows.cell] = 0.0
    project, where, months = v.project.copy(), v.project_place.copy(), v.project_months.copy()
    project.put(rows.cell, amount)
    where.put(rows.cell, place)
    months.put(rows.cell, calibration.build[rows.cell - rows.world * FIRMS])
    put_off = delayed / np.where(asked > 0.0, asked, 1.0)
    return Flows(project, where, months, backlog, put_off, 12.0 * rows.by_world(amount * stopped))


READS = reads(
    actions="""
        china_openness china_push fdi_screening firm_caution firm_hazard local_content local_incentives
        us_content_eligible us_subsidy venture_transparency
    """,
    bargaining="""
        added_tariff capital_hold expected_tariff position local_subsidy preference_lost tariff_variance
        treaty_in_force
    """,
    base="groups position",
    calendar="added_tariff claim_margin duty_scope endowment investment_wave labour_cost month year",
    invest="""
        backlog capacity capital_abroad capital_mexico content_rule in_mexico mobile own_capital owners project
        project_months project_place size
    """,
    labour="slack",
    security="groups",
    society="effort infrastructure rule_of_law screening_capacity skills supplier_depth",
    trade="ordinary_margin preference_use real_gdp unit_cost",
)
"""What the phase reads."""


def advance(w: World, calibration: InvestCalibration, parameters: InvestParameters, u: InvestDraws) -> Invest:
    """Return the month's investment: decisions, projects finished, capital, and its effects."""
    p, v = parameters, w.invest
    rate, appeal = p.stock.renewal / 12.0, np.exp(pulls(w, calibration, parameters))
    flows = decide(w, calibration, p, appeal, u)
    due = v.size * rate * location.rooted(p.location.sunk, w.actions.firm_hazard)
    renewed = ledger.reinvested(v, calibration, 1.0 - rate, appeal, due)
    fdi = inflows(calibration, flows.project, flows.place, renewed.state, renewed.here)
    done = FirmRows.of(flows.months == 1, calibration)
    finished = ledger.Completed(done, flows.place.take(done.cell), flows.project.take(done.cell))
    held = ledger.carried(w, calibration, 1.0 - rate, p.stock.plant, renewed, finished)
    flows.project.put(done.cell, 0.0)
    flows = flows._replace(months=np.maximum(flows.months - 1, 0))
    return _held(w, calibration, p, held, flows, fdi)


def _held(
    w: World, calibration: InvestCalibration, p: InvestParameters, held: ledger.Ledger, flows: Flows, fdi: Inflows
) -> Invest:
    """Collect what the capital does, and the month's flows at annual rates and the economy's present scale."""
    c, scale = p.capacity, number(w.calendar.endowment[..., MEX])
    factor = capacity.productivity(held.mobile, calibration.mobile, calibration.phi)
    income = number(w.trade.real_gdp[..., MEX]) / scale
    own = capacity.own_capital(number(w.invest.own_capital), income, p.stock.renewal, c.capital_share, c.own_response)
    factor[..., MEX, :] *= column(own) ** (c.capital_share - calibration.phi[MEX])
    depth, transparency = number(w.society.supplier_depth), number(w.actions.venture_transparency)
    content = capacity.complied(number(w.invest.content_rule), number(w.actions.local_content), c.content_half_life)
    missing = capacity.shortfall(content, c.capability, c.capability_gain, depth)
    factor[..., MEX, :] *= capacity.know_how(
        number(w.society.skills),
        number(w.society.infrastructure),
        calibration.goods,
        (c.skills, c.infrastructure),
        c.content_penalty * missing,
    )
    stake = held.owners[..., CHN, :] / held.owners.sum(-2)
    factor[..., MEX, :] *= np.exp(capacity.spillover(stake, transparency, c.venture_gain))
    factor *= w.calendar.labour_cost[..., None] ** (-c.labour_share * calibration.goods)
    ties = capacity.supplier_ties(stake, calibration.chinese, c.chinese_ties)
    regional = number(w.bargaining.position[..., CONTENT]) - number(w.base.position[..., CONTENT])
    yearly = column(12.0 * scale)
    return Invest(
        productivity=factor,
        own_capital=own,
        content_rule=content,
        input_saving=capacity.input_saving(depth, calibration.supplier_cost, ties),
        input_rule=capacity.input_rule(content, c.content_pull, regional, c.regional_pull, calibration.goods),
        profits=capacity.profits(held.owners, c.profit_rate, scale),
        capital_mexico=held.mexico,
        capital_abroad=held.abroad,
        size=held.size,
        in_mexico=held.in_mexico,
        project=flows.project,
        project_place=flows.place,
        project_months=flows.months,
        backlog=flows.backlog,
        capacity=(held.by_state + p.stock.plant) / (calibration.capacity + p.stock.plant),
        capital_gained=held.by_state - calibration.capacity,
        mobile=held.mobile,
        owners=held.owners,
        fdi_state=yearly * fdi.state,
        fdi_sector=yearly * fdi.sector,
        fdi_origin=yearly * (fdi.new + fdi.reinvested),
        fdi_new=yearly * fdi.new,
        fdi_reinvested=yearly * fdi.reinvested,
        waiting=flows.waiting,
        blocked=flows.blocked * scale,
        opaque_stake=screening.opaque_stake(stake, transparency, p.screening.transparent_cover),
    )
