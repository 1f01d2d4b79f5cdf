"""What is at stake this month: worth and cost of every demand, and the losses under every instrument."""

from typing import NamedTuple

import numpy as np

from giants.bargaining import instruments, ratify
from giants.bargaining.board import Board
from giants.symbols import CHN, GOODS, ISSUES, MEX, PROGRAMMES, SECTORS, USA, Array
from giants.world import World

_AT = {name: d for d, name in enumerate(ISSUES)}
_STANDARDS, _REGION = list(PROGRAMMES).index("standards"), list(PROGRAMMES).index("region")


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


def terms(w: World, board: Board) -> Terms:
    """Return the payoffs of concessions over those already promised, which stand over the addressee's own line.

    a_k = salience_k value_k,  c_k = cost_k + inducement lost_k + g_k (promised_k - own ideal_k),
    room_k = min(x̄_k, proposer's ideal_k) - own line_k - promised_k
    """
    p, table, stance, promised = board.p, board.issues, w.stance, w.policy.promised
    lost = np.maximum(-table.rival, 0.0) * float(stance.china_inducement) if p.menus else 0.0
    red = ratify.red_line(table.kind, np.minimum(table.red_line, _drawn(w, board)), p.sovereign_line)
    horizon = p.horizon / 12
    mine, theirs = ideals(board)
    a = board.own * (table.value * horizon)
    a[USA] *= stance.us_salience
    a[MEX] *= stance.voiced / 0.5  # 0.5 is the neutral voice
    return Terms(
        a=a,
        c=np.maximum(table.cost + lost + table.curvature * (promised - mine), 0.0) * horizon,
        g=table.curvature * horizon,
        room=np.maximum(np.minimum(red, theirs) - own_line(w, board) - promised, 0.0),
    )


def ideals(board: Board) -> tuple[Array, Array]:
    """Return the ideals (d,) of addressee and proposer on each issue: 0 and 1, but for the shifts of twin runs."""
    mexico, usa, china = board.p.ideal_shift
    mine = mexico * (board.own[USA] + board.own[CHN])
    theirs = 1.0 - usa * board.own[USA] - china * board.own[CHN]
    return mine, theirs


def _drawn(w: World, board: Board) -> Array:
    """Return the red lines drawn by the addressee: Mexico's stance on what is asked of it, none on the rest."""
    return np.where(board.own[MEX] > 0, 1.0, w.stance.red_line)


def stakes(w: World, board: Board, exposure: Array | None) -> Stakes:
    """Return the losses of each option over the horizon, as the law, preferences, coalition and retaliation have it.

    L = L_year min(horizon, longest)/12 (1 - exempt · preference use) (1 - in force) (1 - relief · coalition)
    """
    p, o, stance = board.p, board.options, w.stance
    target, sender = instruments.losses(o, exposure)
    length = np.minimum(o.longest, p.horizon) / 12 * (1 - o.exempt * claimed(w, board)) * left_to_add(w, board)
    target, sender = target * length, sender * length
    answer = float(stance.retaliation[USA])
    if board.mirror >= 0 and answer > 0:
        # an answer in kind costs the sender what it would lose under it, and the target what answering costs
        scale = answer * (o.size / 0.25) ** instruments.CONCAVITY * board.kinds.broad
        target, sender = target + scale * sender[board.mirror], sender + scale * target[board.mirror]
    relief = p.coalition_relief * float(stance.coalition) * float(stance.latam_coalition.mean())
    target = target * np.where(o.target == MEX, 1 - relief, 1.0)
    year = float(w.calendar.year)
    legal = (o.legal_from <= year) & (year < o.legal_to)
    benefit = board.kinds.protecting * (o.sectors @ stance.us_protection)
    return Stakes(target, sender, benefit * length, legal & allowed(w, board))


def allowed(w: World, board: Board) -> Array:
    """Return which options the stances leave on the table: Mexico's need a will to answer or to link."""
    kinds, stance = board.kinds, w.stance
    legal = np.ones(len(kinds.answer), bool) if board.threats else board.options.protects.copy()
    if float(stance.retaliation[USA]) <= 0:
        legal &= ~kinds.answer
    if float(stance.linkage) <= 0:
        legal &= ~kinds.withdrawal
    if float(w.policy.treaty_in_force) <= 0:
        legal &= ~kinds.treaty
    nothing = left_to_add(w, board) * board.options.size <= 0.01
    return legal & ~(kinds.broad & kinds.protecting & nothing)


def law_of_the_day(w: World, board: Board) -> Array:
    """Return the law's US tariffs on Mexico (j,) as written: t = paid / (1 - spared · preference use).

    The calendar holds rates as paid, after what statutes spare of the trade that claims the preference; instruments
    are announced as written.
    """
    paid = np.maximum(w.calendar.added_tariff[USA, MEX], 0.0)
    return np.asarray(paid / (1 - board.spared * w.trade.preference_use[MEX]))


def claimed(w: World, board: Board) -> Array:
    """Return the share (O,) of US imports from Mexico in the sectors that each option hits that claims the preference.

    Weights are the month's sales; before trade is set every goods sector counts alike.
    """
    sold = w.trade.flows[USA, MEX] if w.trade.flows[USA, MEX].any() else np.isin(SECTORS, GOODS).astype(float)
    hit = board.options.sectors * sold
    return np.asarray(hit @ w.trade.preference_use[MEX] / np.maximum(hit.sum(axis=1), 1e-12))


def left_to_add(w: World, board: Board) -> Array:
    """Return the share (O,) of each option's tariff that is not in force already, 1 for all that do not protect.

    Instruments of protection set a rate, they do not stack: Σ_j h_j (size - in force_j)^+ / (size Σ_j h_j).
    """
    o, kinds = board.options, board.kinds
    there = w.policy.standing_tariff + law_of_the_day(w, board)
    missing = (o.sectors * np.maximum(o.size[:, None] - there, 0.0)).sum(axis=1)
    return np.where(kinds.broad & kinds.protecting, missing / np.maximum(o.size * board.rates.breadth, 1e-12), 1.0)


def readiness(w: World, board: Board) -> Array:
    """Return how ready each sender is to press, 0..1.

    Mexico by its linkage and the tariffs that it faces, the United States by its stance, China by how far Mexico has
    closed itself to it.
    """
    stance, policy = w.stance, w.policy
    hurt = float(policy.threat_loss[USA] > 0)
    closed = float(policy.lever[_AT["china_tariff_alignment"]])
    drive = float(stance.us_pressure) if board.threats else 0.3 * float(stance.us_pressure)
    return np.array([max(0.5 * hurt, 0.3 * float(stance.linkage)), drive, 0.3 * closed])


def own_line(w: World, board: Board) -> Array:
    """Return the policies that each addressee follows by itself, from the stances (0..1)."""
    s = w.stance
    line = board.issues.initial.copy()
    line[_AT["fentanyl_enforcement"]] *= float(s.intelligence_sharing) / 0.7
    line[_AT["china_tariff_alignment"]] *= float(s.non_fta_tariff)
    line[_AT["china_fdi_screening"]] = max(line[_AT["china_fdi_screening"]], float(s.fdi_screening))
    line[_AT["china_market_access"]] *= float(s.china_openness) / 0.5
    line[_AT["china_port_telecom"]] *= float(s.china_openness) / 0.5
    line[_AT["arms_control"]] = max(line[_AT["arms_control"]], float(s.us_arms_control))
    return np.asarray(np.minimum(np.maximum(line + ideals(board)[0], 0.0), 1.0))


def regional(w: World, board: Board) -> Array:
    """Return the regional deals (o, d) that partners and Mexico would now strike.

    x_ok = min(offer_ok, m_ok),  m_ok = ((1 + 2 openness_o (0.5 + trust_o)) value_k - cost_k) / g_k

    m is the depth at which the joint surplus of Mexico (1) and the partner (1 at mean openness and trust) is largest,
    before the rule for simultaneous deals; Mexico's offer bounds it.
    """
    table, s, at = board.issues, w.stance, board.at.regional
    offer = s.deal_offer
    want = np.stack(
        [offer[:, 3], offer[:, 2], offer[:, :2].max(axis=1), np.full(len(offer), float(s.programme[_STANDARDS])),
         np.full(len(offer), float(s.programme[_REGION]))], axis=1)  # fmt: skip
    deals = np.zeros((len(offer), len(ISSUES)))
    if not want.any():
        return deals
    worth = 2 * s.latam_openness * (0.5 + w.society.trust)
    m = ((1.0 + worth[:, None]) * table.value[at] - table.cost[at]) / table.curvature[at]
    deals[:, at] = board.multi.settle(np.maximum(m, 0.0).T, want.T).T
    return deals


def menus(w: World, board: Board) -> tuple[Array, Array]:
    """Return policies (d,) that menus of the United States and China buy, and payments by economy (n,).

    Washington's worth of keeping China out and Beijing's of getting in meet as in common agency.
    """
    table, s, at = board.issues, w.stance, board.at.menu
    offers = np.zeros((2, len(at)))
    theirs = table.proposer[at] == CHN
    offers[0] = np.where(theirs, table.rival[at], 0.0) * s.us_salience[at]
    ask = np.array([0.0, 0.0, 1.0, min(2 * float(s.china_ports), 1.0)])
    offers[1] = np.where(theirs, board.p.inducement * 3 * ask, table.rival[at]) * float(s.china_inducement)
    bought, paid = np.zeros(len(ISSUES)), np.zeros(len(w.policy.inducement))
    red = np.minimum(table.red_line[at], s.red_line[at])
    bought[at], (paid[USA], paid[CHN]) = board.menu.offer(offers, table.cost[at], table.curvature[at], red)
    return bought, paid
