"""The bargaining phase: one month of threats, talks, deals, impositions and their carrying out."""

import numpy as np

from giants.bargaining import beliefs, clocks, comply, nash, ratify, treaty
from giants.bargaining.board import DRAWS, SENDERS, TARGET, Board
from giants.bargaining.expect import expected_tariff, in_force
from giants.bargaining.log import Alternative, Episode
from giants.bargaining.offers import menus, regional
from giants.bargaining.result import block_of
from giants.bargaining.screening import demand
from giants.bargaining.stakes import (
    Day,
    Stakes,
    Terms,
    claimed,
    law_of_the_day,
    own_line,
    readiness,
    terms,
)
from giants.bargaining.table import Desk, event
from giants.duties import standing
from giants.rates import rate
from giants.symbols import MEX, USA, Array, Bargaining, reads
from giants.world import World

QUIET, THREAT, IMPOSED = 0, 1, 2
QUARTER = 3
"""Months between two looks at offers."""
(START, CHOOSE, TYPE, BLUFF, ACCEPT, ACT, EXTEND, PARTIAL, END, RATIFY, MONITOR, REVIEW, TOPIC) = range(len(DRAWS))


READS = reads(
    actions="""
        china_inducement china_openness china_ports deal_offer fdi_screening intelligence_sharing latam_openness
        linkage non_fta_tariff programme red_line retaliation us_arms_control us_pressure us_salience voiced
    """,
    bargaining="""
        added_tariff age asked belief bought concede concession_cost deadline deals_made extended impositions
        inducement option overdue position promised preference_lost refusals regional resolved rest retaliation
        spared stage standing_tariff threat_loss threats_made treaty_horizon treaty_in_force treaty_notice
    """,
    calendar="added_tariff claim_margin duty_scope mexican_law month months_to_election review treaty_forced year",
    society="approval trust",
    threat_losses="benefit left legal levied sender target",
    trade="flows gdp ordinary_margin preference_use us_tariff",
)
"""What the phase reads."""


def advance(w: World, board: Board, u: Array) -> tuple[Bargaining, tuple[Episode, ...]]:
    """Return one month of bargaining, and its log, over what `threat_losses` says each threat would cost.

    u (SENDERS, len(DRAWS)): uniform draws.  The order is: clocks, demands, talks, deadlines, ratification, carrying
    out, beliefs, treaty, approval.
    """
    line, t = own_line(w, board), w.threat_losses
    day = Day(t.levied, t.left, t.legal)
    desk = Desk.of(w, line)
    _carry_out(w, board, desk, u)
    stage = desk.stage[:SENDERS]
    starting = (stage == QUIET) & (desk.rest[:SENDERS] <= 0)
    starting &= u[:, START] < board.p.start_rate * (1 + desk.caught) * readiness(w, board)
    talks, quarter = bool(starting.any() or stage.any()), int(w.calendar.month) % QUARTER == 0
    worth = terms(w, board, line) if talks or quarter else None
    priced = Stakes(t.target, t.sender, t.benefit, t.legal) if talks else None
    if priced is not None and worth is not None:
        review = clocks.months_to_review(float(w.calendar.year))
        beta = clocks.sender_weight(board.p, w.calendar.months_to_election, review, np.arange(SENDERS), TARGET)
        for s in np.flatnonzero(starting):
            _start(w, board, desk, priced, worth, int(s), u[s])
        for s in np.flatnonzero(desk.stage > QUIET):
            _talk(w, board, desk, priced, worth, beta, int(s), u[s])
    if quarter and worth is not None:
        _offer(w, board, desk, worth)
    return _close(w, board, desk, day, priced, worth, u)


def expectations(w: World, board: Board) -> tuple[Array, Array]:
    """Return mean and variance (j,) of the US tariff that firms expect while nobody bargains."""
    day, desk = law_of_the_day(w, board), Desk.of(w, own_line(w, board))
    force = in_force(w, board, desk, day, w.bargaining.position)
    preferred = standing(float(w.bargaining.treaty_in_force), force.preference_lost)
    return expected_tariff(w, board, desk, day, force, preferred)


def _carry_out(w: World, board: Board, desk: Desk, u: Array) -> None:
    """Move policies toward promises, let promises fade, and see who is caught short.

    Overdue is what a promise kept in full would have in force by now, at the speed of its class, and is not.
    """
    p = board.p
    aim = np.minimum(desk.line + p.compliance * desk.promised + desk.bought, 1.0)
    due = np.minimum(desk.line + desk.promised + desk.bought, 1.0)
    desk.position = comply.implement(w.bargaining.position, aim, board.iota)
    desk.overdue = comply.implement(w.bargaining.overdue, due - aim, board.iota)
    seen = board.value[USA] * w.actions.us_salience  # only Washington watches
    drawn = float(np.sqrt(12.0)) * (u[USA, MONITOR] - 0.5)
    desk.caught[USA] = comply.caught(desk.overdue, desk.promised, seen, drawn, p.monitor_spread, p.tolerance)
    fade = 1 - rate(p.promise_half_life)
    desk.promised, desk.concession_cost = desk.promised * fade, desk.concession_cost * fade


def _start(w: World, board: Board, desk: Desk, priced: Stakes, worth: Terms, s: int, u: Array) -> None:
    """Let sender `s` choose an instrument for the matter of the day, or none, by logit on expected value.

    EV = (P(yes) v + (1 - P(yes)) fail) / A - effort,  fail = b - L_s if tough, else -α_ratio v

    The matter is drawn with odds worth^attention.  The demand is the package on it that the sender likes best among
    those that cost the target what screening allows; v is its worth, A that of full concession on the matter, and
    P(yes) comes from the equilibrium of the threat stage.  A soft sender may think better of bluffing.
    """
    p, o = board.p, board.options
    rows = np.flatnonzero((o.sender == s) & priced.legal & (priced.target > 0))  # what is welcome is no threat
    matter = np.cumsum((board.topics @ (worth.a[s] * worth.room)) ** p.attention)
    if not rows.size or matter[-1] <= 1e-6:
        return
    named = board.topics[int(np.searchsorted(matter, u[TOPIC] * matter[-1], side="right"))] * worth.a[s] > 0
    a, c, g, room = worth.a[s][named], worth.c[named], worth.g[named], worth.room[named]
    full = float(a @ room)
    L, net, tough = priced.target[rows], priced.sender[rows] - priced.benefit[rows], bool(u[TYPE] < p.toughness)
    mu = np.full(rows.size, desk.belief[s])
    best = float(np.max(a / np.maximum(c, 1e-12)))  # worth of the cheapest concession
    asked = nash.package(demand(mu, L, net, best, 1.0, p.width * L), a, c, g, room)
    v, C = asked @ a, asked @ c + 0.5 * (asked * asked) @ g
    stage = board.resolve.stage(mu, np.full(rows.size, float(tough)), C, L, v, p.alpha_ratio * v)
    fail = -net if tough else -p.alpha_ratio * v
    value = (stage.concede * v + (1 - stage.concede) * fail) / full - p.effort
    odds = np.exp(np.clip(p.choice_precision * np.append(np.where(v > 1e-9, value, -99.0), 0.0), -50, 50))
    pick = int(np.searchsorted(np.cumsum(odds) / odds.sum(), u[CHOOSE], side="right"))
    if pick >= rows.size or (not tough and net[pick] > 0 and u[BLUFF] > stage.bluff[pick]):
        return
    desk.stage[s], desk.option[s], desk.deadline[s], desk.age[s], desk.extended[s] = THREAT, rows[pick], p.window, 0, 0
    desk.resolved[s], desk.concede[s], desk.belief[s] = float(tough), stage.concede[pick], stage.tough[pick]
    desk.asked[named] = asked[pick]
    desk.loss[s], desk.spared[s] = L[pick], 0.0
    if not board.threats:  # what remains is protection for its own sake, imposed without a demand
        _impose(w, board, desk, priced, worth, s, u)
        return
    desk.threats_made[s] += 1
    others = [int(k) for k in np.argsort(-value, kind="stable") if k != pick and v[k] > 1e-9]
    instead = [
        Alternative(o.name[rows[k]], float(o.size[rows[k]]), "statement", float(value[k]), float(stage.concede[k]))
        for k in others
    ]
    none = Alternative("", 0.0, "", 0.0, 0.0)
    event(desk, board, priced, worth, s, "caught" if desk.caught[s] else "threat", alternatives=(*instead, none))


def _talk(w: World, board: Board, desk: Desk, priced: Stakes, worth: Terms, beta: Array, s: int, u: Array) -> None:
    """One month of talks of sender `s`: agree, wait, act, extend or drop."""
    p, imposed = board.p, desk.stage[s] == IMPOSED
    desk.age[s] += 1
    desk.loss[s] = priced.target[desk.option[s]]
    left = max(int(desk.deadline[s]), 1)
    yields = float(desk.concede[s])
    chance = p.settle * yields if imposed else 1 - (1 - yields) ** (1 / left)
    if board.threats and u[ACCEPT] < chance and _agree(w, board, desk, priced, worth, beta, s, u):
        return
    if imposed:
        _endure(w, board, desk, priced, worth, s, u)
        return
    desk.deadline[s] -= 1
    if desk.deadline[s] > 0:
        return
    if u[EXTEND] < p.extend and desk.extended[s] < p.extensions:
        desk.deadline[s], desk.extended[s] = p.window, desk.extended[s] + 1
        event(desk, board, priced, worth, s, "extended")
        return
    option = int(desk.option[s])
    # a gain in the terms of trade alone commits nobody: protection does
    serves = priced.benefit[option] > max(float(priced.sender[option]), 0.0)
    acts = serves or u[ACT] < (p.act_tough if desk.resolved[s] else p.act_soft)
    if not serves:  # what serves the sender in itself both types impose: no news
        desk.belief[s] = float(beliefs.bayes(desk.belief[s], acts, p.act_tough, p.act_soft))
    if acts:
        _impose(w, board, desk, priced, worth, s, u)
        return
    event(desk, board, priced, worth, s, "withdrawn")
    desk.refusals[s] += 1
    desk.approval[s] -= p.audience
    desk.approval[TARGET[s]] += p.rally
    _end(board, desk, s)


def _agree(w: World, board: Board, desk: Desk, priced: Stakes, worth: Terms, beta: Array, s: int, u: Array) -> bool:
    """Strike the bargain of sender `s` if there is one that can be ratified; return whether the episode is over."""
    p, option = board.p, int(desk.option[s])
    believed = 1.0 if desk.stage[s] == IMPOSED else float(desk.belief[s])
    net = priced.sender[option] - priced.benefit[option]
    alpha = p.alpha_ratio * float(worth.a[s] @ desk.asked)
    # the stakes know what the statute spares; here comes what this imposition spares beyond it
    left_out = desk.spared[s] * float(claimed(w, board)[option]) * (board.options.exempt[option] == 0)
    rally = p.rally_gdp * (TARGET[s] == MEX)  # polls show it in Mexico; nothing does elsewhere
    l_t = np.array([believed * desk.loss[s] * (1 - left_out) - rally])
    l_s = np.array([believed * net + (1 - believed) * alpha])
    named = (desk.asked > 0) & (board.own[s] > 0)
    a, c, g, bound = (v[named][None] for v in (worth.a[s], worth.c, worth.g, np.minimum(worth.room, desk.asked)))
    found = board.solution.solve(beta[s : s + 1], a, c, g, l_s, l_t, bound)
    x = np.zeros(len(named))
    x[named] = found.x[0]
    if not found.deal[0] or float(worth.a[s] @ x) <= 1e-9:
        return False
    support = w.society.approval[TARGET[s] : TARGET[s] + 1]
    kept = x * ratify.passes(board.issues.kind, support, u[RATIFY : RATIFY + 1], p.support_needed, p.support_width)[0]
    if float(worth.a[s] @ kept) <= 1e-9:
        event(desk, board, priced, worth, s, "unratified")
        return False
    desk.promised = np.minimum(desk.promised + kept, 1.0)
    desk.deals_made[s] += 1
    desk.concession_cost[s] += float(worth.c @ kept + 0.5 * worth.g @ (kept * kept))
    event(desk, board, priced, worth, s, "deal", kept)
    desk.approval[TARGET[s]] += p.rally - p.submission * float(board.weight @ kept)
    _end(board, desk, s)
    return True


def _impose(w: World, board: Board, desk: Desk, priced: Stakes, worth: Terms, s: int, u: Array) -> None:
    """Put the instrument of sender `s` in force."""
    p, option = board.p, int(desk.option[s])
    desk.stage[s], desk.age[s] = IMPOSED, 0
    broad = board.kinds.broad[option] and not board.options.protects[option]
    partly = broad and desk.treaty_in_force and u[PARTIAL] < p.partial
    desk.spared[s] = 1.0 if partly else board.options.exempt[option]
    desk.impositions[s] += 1
    desk.approval[TARGET[s]] += p.rally
    leaving = board.options.channel[option] == "exit"
    event(desk, board, priced, worth, s, "notice" if leaving else "imposed")
    if board.kinds.protecting[option] and board.kinds.broad[option]:
        # a tariff wanted for its own sake stays, and the sender is free to press for something else; it sets a rate,
        # so that only what the law of the day does not levy already comes on top
        rate = board.options.size[option] * board.options.sectors[option]
        desk.standing = np.maximum(desk.standing, rate - w.threat_losses.levied[option])
        _end(board, desk, s)


def _endure(w: World, board: Board, desk: Desk, priced: Stakes, worth: Terms, s: int, u: Array) -> None:
    """See whether an instrument in force ends by law, in court or by fatigue."""
    p, o, option = board.p, board.options, int(desk.option[s])
    over = desk.age[s] > o.longest[option] or float(w.calendar.year) >= o.legal_to[option]
    relents = u[END] >= 1 - p.relent
    if over or relents or u[END] < o.void[option]:
        tired = relents and not over
        if tired:  # lifting an instrument for nothing is backing down
            desk.belief[s] = float(beliefs.bayes(desk.belief[s], False, p.act_tough, p.act_soft))
        event(desk, board, priced, worth, s, "lifted" if tired else "lapsed")
        _end(board, desk, s)


def _end(board: Board, desk: Desk, s: int) -> None:
    """Close the episode of sender `s`."""
    desk.stage[s], desk.rest[s], desk.deadline[s] = QUIET, board.p.rest, 0
    desk.loss[s], desk.spared[s], desk.age[s] = 0.0, 0.0, 0
    desk.asked = np.where(board.own[s] > 0, 0.0, desk.asked)


def _offer(w: World, board: Board, desk: Desk, worth: Terms) -> None:
    """Look again at regional deals and menus, once a quarter."""
    held = w.bargaining.regional
    desk.regional = held + QUARTER * board.p.deal_speed * (regional(w, board) - held)
    if board.menu.offers:
        desk.bought, desk.inducement = menus(w, board, worth)


def _close(w: World, board: Board, desk: Desk, day: Day, priced: Stakes | None, worth: Terms | None,
           u: Array) -> tuple[Bargaining, tuple[Episode, ...]]:  # fmt: skip
    """Turn the desk into the month's result: levers, tariffs, treaty, expectations; `priced` if anybody talks."""
    p, bargaining = board.p, w.bargaining
    quiet = desk.stage == QUIET
    desk.belief = np.where(quiet, beliefs.fade(desk.belief, p.belief_base, p.half_life), desk.belief)
    desk.rest = np.maximum(desk.rest - quiet, 0)
    lever, at = desk.position, board.at.regional
    lever[at] = np.maximum(board.issues.initial[at], desk.regional[:, at].mean(axis=0))
    desk.standing = desk.standing * (1 - p.exclusion)
    force = in_force(w, board, desk, day, lever)
    if force.cooperation < 1:  # at once, where what is given rises at the speed of orders only
        held = board.at.security
        kept = np.minimum(lever[held], force.cooperation * (desk.line + desk.promised)[held])
        desk.overdue[held] += lever[held] - kept
        lever[held] = kept
    for s in np.flatnonzero((force.retaliation > 0) & (bargaining.retaliation == 0)):
        event(desk, board, priced, worth, int(s), "retaliated")
    pact = _treaty(w, board, desk, lever, u)
    preferred = standing(pact.in_force, force.preference_lost)
    mean, variance = expected_tariff(w, board, desk, day, force, preferred)
    return block_of(desk, lever, force, pact, mean, variance), tuple(desk.events)


def _treaty(w: World, board: Board, desk: Desk, lever: Array, u: Array) -> treaty.Treaty:
    """Return the treaty a month later."""
    bargaining = w.bargaining
    standing, horizon = float(bargaining.treaty_in_force), float(bargaining.treaty_horizon)
    before = treaty.Treaty(standing, horizon, float(bargaining.treaty_notice), False)
    conceded, granted = float(board.reach @ lever), float(lever[treaty.RENEWAL_ISSUE])
    leaving = desk.stage[USA] == IMPOSED and board.options.channel[desk.option[USA]] == "exit"
    pact = treaty.advance(board.p, before, int(w.calendar.treaty_forced), bool(w.calendar.review), conceded, granted,
                          leaving, float(u[USA, REVIEW]))  # fmt: skip
    if pact.renewed:
        event(desk, board, None, None, USA, "renewed")
    elif before.in_force and not pact.in_force:
        event(desk, board, None, None, USA, "treaty_ended")
    return pact
