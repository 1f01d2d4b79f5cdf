"""What is at stake this month: worth and cost of every demand, and the losses under every instrument."""

from typing import NamedTuple

import numpy as np

from giants.bargaining import instruments
from giants.bargaining.board import Board
from giants.duties import claims, law_paid, levied
from giants.symbols import IS_GOODS, ISSUES, MEX, PARTNERS, USA, Actions, Array, neutral_value
from giants.world import World

_AT = {name: d for d, name in enumerate(ISSUES)}
_VOICE, _SHARING, _OPENNESS = (
    neutral_value(Actions, name) for name in ("voiced", "intelligence_sharing", "china_openness")
)


class Terms(NamedTuple):
    """Payoffs of further concession, each as a share of the GDP of the side that bears it."""

    a: Array
    """(SENDERS, d) worth to each sender, zero on issues that are not its own"""
    c: Array
    g: Array
    room: Array
    """(d,) how far each policy can still move"""


class Stakes(NamedTuple):
    """Losses and legality of every option, (O,)."""

    target: Array
    sender: Array
    benefit: Array
    """worth of imposing for its own sake, share of the sender's GDP"""
    legal: Array


class Day(NamedTuple):
    """The law of the day."""

    levied: Array
    """(O, j) rate, as written, that it levies already where each US tariff would"""
    left: Array
    """(O,) share of each option's tariff that is not in force already"""
    legal: Array
    """(O,) which options law and actions leave on the table"""


def terms(w: World, board: Board, line: Array) -> Terms:
    """Return the payoffs of concessions over those already promised, which stand over the addressee's own `line`.

    z_k = own line_k + promised_k + bought_k,  a_k = salience_k value_k (proposer's ideal_k - z_k)/(1 - z_k)
    c_k = cost_k + g_k (promised_k + bought_k - own ideal_k) + other giant's offer lost_k,
    room_k = min(x̄_k, proposer's ideal_k) - z_k

    The last factor of a is 1 but in twin runs: an ideal that comes to meet the addressee takes worth away from every
    step that is left, in proportion, as with quadratic preferences.
    """
    horizon, table, actions = board.p.horizon / 12, board.issues, w.actions
    given = w.bargaining.promised + w.bargaining.bought
    left = 1.0 - line - given
    wanted = np.divide(board.theirs - line - given, left, out=np.ones_like(left), where=left > 0)
    a = board.value * np.maximum(wanted, 0.0) * horizon
    a[USA] *= actions.us_salience
    a[MEX] *= actions.voiced / _VOICE
    a[MEX, _AT["tariff_relief"]] *= relief_worth(w)
    a[MEX, _AT["treaty_renewal"]] *= renewal_worth(w, board.p.extension)
    red = np.minimum(table.red_line, np.where(board.own[MEX] > 0, 1.0, actions.red_line))
    return Terms(
        a=a,
        c=(domestic_cost(board, given) + offer_lost(w, board)) * horizon,
        g=table.curvature * horizon,
        room=np.maximum(np.minimum(red, board.theirs) - line - given, 0.0),
    )


def domestic_cost(board: Board, given: Array) -> Array:
    """Return what the next step of each policy costs its addressee at home (d,), share of its GDP a year.

    c_k = max(cost_k + g_k (given_k - own ideal_k), 0)
    """
    return np.asarray(np.maximum(board.issues.cost + board.issues.curvature * (given - board.mine), 0.0))


def offer_lost(w: World, board: Board) -> Array:
    """Return what the giant who wants the opposite would take back for each step (d,), share of Mexico's GDP a year.

    The worth of the opposite to it, times China's inducement on US demands and the US salience on Chinese ones;
    nothing where menus are off.  Source: the slope of a truthful menu, Bernheim and Whinston 1986.
    """
    if not board.menu.offers:
        return np.zeros(len(ISSUES))
    told = board.own[USA] * float(w.actions.china_inducement) + (1 - board.own[USA]) * w.actions.us_salience
    return np.asarray(np.maximum(-board.issues.rival, 0.0) * told)


def relief_worth(w: World) -> float:
    """Return the worth of full tariff relief to Mexico, relative to that from 25% on all goods.

    (t / 0.25)^0.7,  t = Σ_j s_j t_j / (1 - relief in force):  mean added US tariff as paid, by exports s
    """
    sold = _sales(w, USA, MEX)
    paid = float(sold @ w.trade.us_tariff / sold.sum())
    gross = paid / max(1 - float(w.bargaining.position[_AT["tariff_relief"]]), 0.05)
    return float((max(gross, 0.0) / 0.25) ** instruments.CONCAVITY)


def renewal_worth(w: World, term: float) -> float:
    """Return the worth of renewal relative to that of a treaty about to end: 1 - horizon/term, 0 if it has ended."""
    return float(w.bargaining.treaty_in_force) * max(1 - float(w.bargaining.treaty_horizon) / term, 0.0)


def stakes(w: World, board: Board, exposure: Array | None, day: Day | None = None) -> Stakes:
    """Return the losses of each option over the horizon, as the law, preferences, coalition and retaliation have it.

    L = L_year min(horizon, longest)/12 (1 - exempt · preference use) (1 - in force) (1 - relief · coalition)

    The sender's own L_year of what the trade block solves is at least the dead-weight loss at complete pass-through:
    no payoff holds a gain by tariffs of one's own, which is not found in the first year (`instruments.dead_weight`).
    """
    p, o, actions = board.p, board.options, w.actions
    day = law_of_the_day(w, board) if day is None else day
    target, sender = instruments.losses(o, exposure)
    if exposure is not None:
        sender = np.where(o.solved, np.maximum(sender, _dead_weight(w, board)), sender)
    length = board.length * (1 - o.exempt * claimed(w, board)) * day.left
    target, sender = target * length, sender * length
    answer = float(actions.retaliation[USA])
    if board.mirror >= 0 and answer > 0:
        # an answer on the same goods costs the sender what it would lose under it, and the target what answering costs
        bought = _sales(w, MEX, USA)
        share = o.sectors @ bought / bought.sum()
        scale = answer * share * (o.size / 0.25) ** instruments.CONCAVITY * board.kinds.broad
        target, sender = target + scale * sender[board.mirror], sender + scale * target[board.mirror]
    relief = p.coalition_relief * float(actions.coalition) * float(actions.latam_coalition.sum()) / len(PARTNERS)
    target = target * (1 - relief * (o.target == MEX))
    benefit = board.kinds.protecting * (o.sectors @ actions.us_protection)
    return Stakes(target, sender, benefit * length, day.legal)


def law_of_the_day(w: World, board: Board) -> Day:
    """Return what the law of the day levies already, and what law and actions leave to be announced.

    US tariffs set a rate, they do not stack: each adds, row by row of the table of duties, what it exceeds the rate in
    force by (`giants.duties.levied`);  left = Σ_j h_j (added_j - standing_j)^+ / (size Σ_j h_j), 1 for what is no US
    tariff.  Where a tariff spares what claims the preference, what does not claim it is compared, else all trade.
    """
    rates, c, o = board.rates, w.calendar, board.options
    full, paid = c.added_tariff[USA, MEX], law_paid(w, claims(w))[MEX]
    mean = np.maximum(paid + o.exempt[:, None] * (full - paid), 0.0)
    law = rates.aimed_sectors * levied(o.size[:, None], mean, c.sector_rate, c.sector_reach)
    missing = np.maximum(rates.full - law - rates.protecting * w.bargaining.standing_tariff, 0.0).sum(axis=1)
    left = np.where(board.kinds.broad, missing / rates.whole, 1.0)
    return Day(law, left, _lawful(w, board, left))


def _lawful(w: World, board: Board, left: Array) -> Array:
    """Return which options (O,) law and actions leave on the table: Mexico's need a will to answer or to link.

    left (O,): share of each tariff that is not levied already; one that would add nothing is no threat.
    """
    kinds, actions, year = board.kinds, w.actions, float(w.calendar.year)
    legal = (board.options.legal_from <= year) & (year < board.options.legal_to)
    if not board.threats:
        legal &= board.options.protects
    if float(actions.retaliation[USA]) <= 0:
        legal &= ~kinds.answer
    if float(actions.linkage) <= 0:
        legal &= ~kinds.withdrawal
    if float(w.bargaining.treaty_in_force) <= 0:
        legal &= ~kinds.treaty
    return np.asarray(legal & ~(kinds.broad & (left * board.options.size <= 0.01)))


def claimed(w: World, board: Board) -> Array:
    """Return the share (O,) of US imports from Mexico, where each option hits, that claims the preference."""
    sold = _sales(w, USA, MEX)
    hit = board.options.sectors
    return np.asarray(hit @ (sold * claims(w)[MEX]) / np.maximum(hit @ sold, 1e-12))


def _sales(w: World, importer: int, exporter: int) -> Array:
    """Return the month's sales of goods of one economy in another (j,), alike in all sectors before trade is set."""
    sold = w.trade.flows[importer, exporter] * IS_GOODS
    return np.asarray(sold if sold.any() else IS_GOODS)


def _dead_weight(w: World, board: Board) -> Array:
    """Return what each option (O,) costs its sender in a year, share of GDP; nothing for a preference withdrawn.

    L_o = d(size_o) Σ_j h_oj M_j / Y:  M_j imports of the sender from the target, Y its product
    """
    o = board.options
    hit = np.sum(o.sectors * w.trade.flows[o.sender, o.target], axis=-1) / np.maximum(w.trade.gdp[o.sender], 1e-12)
    return np.asarray(instruments.dead_weight(o.size, board.p.import_elasticity) * hit)


def readiness(w: World, board: Board) -> Array:
    """Return how ready each sender is to press, 0..1.

    Mexico by its linkage and the tariffs that it faces, the United States by its actions, China by how far Mexico has
    closed itself to it.
    """
    actions, bargaining = w.actions, w.bargaining
    hurt = float(bargaining.threat_loss[USA] > 0)
    closed = float(bargaining.position[_AT["china_tariff_alignment"]])
    drive = float(actions.us_pressure) if board.threats else 0.3 * float(actions.us_pressure)
    return np.array([max(0.5 * hurt, 0.3 * float(actions.linkage)), drive, board.p.china_readiness * closed])


def own_line(w: World, board: Board) -> Array:
    """Return the policies that each addressee follows by itself, from their actions (0..1)."""
    s = w.actions
    line = board.issues.initial.copy()
    line[_AT["fentanyl_enforcement"]] *= float(s.intelligence_sharing) / _SHARING
    line[_AT["china_tariff_alignment"]] *= float(s.non_fta_tariff)
    line[_AT["china_fdi_screening"]] = max(line[_AT["china_fdi_screening"]], float(s.fdi_screening))
    line[_AT["china_market_access"]] *= float(s.china_openness) / _OPENNESS
    line[_AT["china_port_telecom"]] *= float(s.china_openness) / _OPENNESS
    line[_AT["arms_control"]] = max(line[_AT["arms_control"]], float(s.us_arms_control))
    return np.asarray(np.minimum(np.maximum(line + board.mine, 0.0), 1.0))
