"""Threats: who makes one this month, on what matter, with which instrument, and in which form."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from giants.bargaining import estimated, nash
from giants.bargaining.beliefs import known
from giants.bargaining.compliance import caught
from giants.bargaining.estimated import UNKNOWN
from giants.bargaining.events import in_turn, of_disputes, of_no_disputes, told
from giants.bargaining.given import Order
from giants.bargaining.log import Alternative
from giants.bargaining.model import CHOOSE, EXTEND, FORM, RED_LINE, SENDERS, START, STOP, TOPIC, TYPE
from giants.bargaining.month import Month
from giants.bargaining.resolve_information.case import Case
from giants.bargaining.state import (
    COERCIVE,
    EXPRESSIVE,
    QUIET,
    STATEMENT,
    BargainingState,
    Pairs,
    of_sender,
    pairs,
    put,
)
from giants.bargaining.talks import end, impose, offer, stops, windows
from giants.batch import column
from giants.symbols import CHN, ISSUES, MEX, USA, Actions, Array, neutral_value

MOST = 2.0
"""Most by which what is missing can raise the rate of threats."""
_ACCOMMODATION = neutral_value(Actions, "accommodation")
_ALIGNMENT = ISSUES.index("china_tariff_alignment")


def make(m: Month, s: BargainingState) -> BargainingState:
    """Let senders at rest raise a matter and, where there is one to raise, threaten.

    P(start) = start rate · readiness · (1 + caught) · missing.  Rates by administration: see ``conf/bargaining``; prior
    form.  Whoever sees promises broken holds nothing for settled.
    Senders (SENDERS,), matters (d,).
    """
    d, u = s.disputes, m.u[..., START]
    idle = (d.stage[..., :SENDERS] == QUIET) & (d.rest[..., :SENDERS] <= 0)
    idle[..., list(m.given.orders)] = False
    most = m.model.p.start_rate * readiness(m) * 2 * MOST
    if (idle & (u < most)).any():
        seen = caught(m)
        settled = s.policies.settled * (1 - np.any(seen[..., None] & (m.model.own > 0), axis=-2))
        chance = 0.5 * most * (1 + seen) * np.minimum(missing(m, settled) / MOST, 1.0)
        starts = idle & (u < chance)
        if starts.any():
            s = _threaten(m, s, pairs(starts), agenda(m, settled), seen)
    for row, order in m.given.orders.items():
        if order.option >= 0:
            s = _ordered(m, s, row, order)
    return s


def agenda(m: Month, settled: Array) -> Array:
    """Return the odds (SENDERS, d) with which each issue comes up.

    raised_k (a_k w_k / (value_k horizon w0_k))^attention (1 - settled_k):  a what a step is worth now, w how much is
    missing, w0 how much was at the start.  Source of raised: counts of coded threats.  What Mexico stops giving while
    it withholds cooperation is in dispute already.
    """
    model, worth = m.model, m.payoffs
    declared = np.maximum(model.value * (model.p.horizon / 12) * model.base, 1e-12)
    part = worth.a * worth.wanted[..., None, :] / declared
    pull = model.issues.raised * np.power(part, model.p.attention) * (worth.a > 0)
    withheld = column(m.w.bargaining.cooperation < 1) & model.at.security
    pull[..., USA, :] = np.where(withheld, 0.0, pull[..., USA, :])
    return np.asarray(model.own * pull * (1 - settled)[..., None, :])


def missing(m: Month, settled: Array) -> Array:
    """Return what is missing of all that each sender wants (SENDERS,), over what was missing at the start.

    M = Σ_k a_k w_k (1 - settled_k) / Σ_k a_k w0_k:  a what a step is worth now, by the sender's own salience, w how
    much is not in force or promised, w0 how much was at the start, settled (d,) what has lately been agreed on

    So a sender who gets what it cares for presses less.  Source of settled: the coded threats, see
    ``conf/bargaining``; prior form.
    """
    a, left = m.payoffs.a, m.payoffs.wanted * (1 - settled)
    return np.asarray(np.vecdot(a, left[..., None, :]) / np.maximum(np.vecdot(a, m.model.base), 1e-12))


def readiness(m: Month) -> Array:
    """Return how ready each sender is to press (SENDERS,), 0..1.

    r_MEX = ρ_MEX max(hurt by US tariffs, linkage),  r_USA = its pressure,  r_CHN = ρ_CHN · Mexico's alignment.  Prior
    form.
    """
    actions, bargaining, p = m.w.actions, m.w.bargaining, m.model.p
    out = np.empty((*m.batch, SENDERS))
    out[..., MEX] = p.mexico_readiness * np.maximum(bargaining.threat_loss[..., USA] > 0, actions.linkage)
    out[..., USA] = actions.us_pressure * (1.0 if m.model.threats else p.protection_readiness)
    out[..., CHN] = p.china_readiness * bargaining.position[..., _ALIGNMENT]
    return out


class _Matter(NamedTuple):
    """What some senders (N,) raise, and could announce on it."""

    who: Pairs
    issues: Array
    """(N, K) of the topic"""
    room: Array
    """(N, K) how far the sender believes that each can move, 0 for what is not asked"""
    usable: Array
    """(N, O) whether an option can be announced"""


class _Choice(NamedTuple):
    """What could be announced on each matter: E options, in the order of matters."""

    matter: Array
    """row of its matter"""
    option: Array
    asked: Array
    """(E, K) on the issues of the matter"""
    cost: Array
    worth: Array
    concede: Array
    value: Array
    """expected value over the worth of the full demand"""

    def take(self, rows: Array) -> "_Choice":
        """Return some of them."""
        return _Choice(*(values[rows] for values in self))


def _threaten(m: Month, s: BargainingState, who: Pairs, odds: Array, seen: Array) -> BargainingState:
    """Return the state after some senders have raised a matter, if they have one and an instrument to go with it.

    An option is chosen with odds exp(precision · EV / full), see `_choice`.  A target may meet it first (`_eager`).
    odds (SENDERS, d) of matters; `seen` (SENDERS,) who has caught a broken promise.
    """
    matter = _matter(m, who, odds[who.at])
    choice = _choice(m, s, matter)
    odds = np.zeros(matter.usable.shape)
    precise = np.clip(m.model.p.choice_precision * choice.value, -50, 50)
    odds[choice.matter, choice.option] = np.exp(precise) * (choice.worth > 1e-9)
    able = np.flatnonzero(odds.any(axis=-1))
    if not able.size:
        return s
    entry = np.zeros(odds.shape, int)
    entry[choice.matter, choice.option] = np.arange(len(choice.matter))
    drawn = drawn_by(odds, m.u[matter.who.at][:, CHOOSE])
    made = choice.take(entry[able, drawn[able]])
    opened = _open(m, s, matter, made)
    who, told_of = matter.who.take(able), len(opened.events)
    stopped = stops(opened.disputes, m.drawn[..., STOP]) & (m.drawn[..., EXTEND] < column(_eager(m)))
    early = np.zeros(stopped.shape, bool)
    early[who.at] = stopped[who.at] & (who.sender == USA)
    done, met = offer(m, opened, early) if early.any() else (opened, early)
    loud = ~met[who.at]
    done = _announce(m, done, who.take(loud), choice, made.matter[loud], seen)
    return done._replace(events=(*done.events[:told_of], *in_turn(done.events[told_of:])))


def _matter(m: Month, who: Pairs, odds: Array) -> _Matter:
    """Return the topics that are drawn with some odds (N, d) of their issues, where one can be found with an option.

    A sender asks within the red line that it believes in.
    """
    model, o, u = m.model, m.model.options, m.u[who.at]
    by_topic = np.vecdot(model.topics, odds[:, None, :])
    topic = drawn_by(by_topic, u[:, TOPIC])
    issues = model.at.members[topic]
    there, row = who.on(issues), np.arange(len(topic))[:, None]
    low, high = np.moveaxis(np.array(model.p.believed_red_line)[model.issues.kind[issues]], -1, 0)
    held = low + u[:, [RED_LINE]] * (high - low) - m.reservation[there] - m.payoffs.given[there]
    named = model.topics[topic[:, None], issues] * odds[row, issues] > 0
    room = np.maximum(np.minimum(m.payoffs.wanted[there], held), 0.0) * named
    usable = (o.sender == who.sender[:, None]) & m.legal.legal[who.world] & (m.losses.target[who.world] > 0)
    usable &= o.topics.T[topic]
    able = np.flatnonzero((by_topic.sum(axis=-1) > 1e-9) & room.any(axis=-1) & usable.any(axis=-1))
    return _Matter(who.take(able), issues[able], room[able], usable[able])


def drawn_by(odds: Array, u: Array) -> Array:
    """Return the position (...,) that uniform draws u (...,) give on the last axis of `odds` (..., K).

    k = min {k : u Σ odds < Σ_i≤k odds_i}, so that P(k) = odds_k / Σ odds.  Definition.
    """
    edges = np.cumsum(odds, axis=-1)
    return np.sum((edges <= u[..., None] * edges[..., -1:]) & (edges < edges[..., -1:]), axis=-1)


def _eager(m: Month) -> Array:
    """Return the chance that Mexico meets a demand of Washington's before a threat: max(A - A*, 0) / (1 - A*).

    A its accommodation, A* that of the coded cases, which are threats and so leave out what was met before.  It stops
    whom a concession would stop (`talks.stops`).  Source of the selection: Drezner 2003, most coercion that works does
    so before it is seen; prior form.  Drawn by the luck of pauses, which no new dispute needs.
    """
    stance = np.maximum(m.w.actions.accommodation - _ACCOMMODATION, 0.0) / (1 - _ACCOMMODATION)
    return np.asarray(stance * m.model.threats)


def _choice(m: Month, s: BargainingState, matter: _Matter) -> _Choice:
    """Return what each option would be announced with: the package of most worth that screening allows.

    The sender believes in the red lines that bound `room`, and asks what costs the target (h + width) L / 2: the
    demand of a sender who does not know the target's cost (`screening.demand`) where the chance q of a concession does
    not turn on the size of the demand, as in coded cases, so that its own loss bears on the choice of the option only.
    EV = q v - (1 - q) h net:  v what the demand is worth, q and h the chances of a concession and of being carried out
    if resisted, net what imposing costs the sender.
    """
    p, worth, (row, option) = m.model.p, m.payoffs, np.nonzero(matter.usable)
    there, who = matter.who.on(matter.issues), matter.who.take(row)
    a = np.where(matter.room > 0, worth.a[matter.who.own(matter.issues)], 0.0)
    c, g, wanted = worth.c[there], worth.g[matter.issues], worth.wanted[there]
    at = who.on(option)
    L, net = m.losses.target[at], m.losses.sender[at] - m.losses.benefit[at]
    kind = _kind(m, matter)[row]
    x = known(m.w, m.model, option, np.full(row.size, UNKNOWN), kind, s.disputes.record[who.at], who.world)
    h, q = estimated.follow_through(m.model.estimate, x), estimated.concede(m.model.estimate, x)
    asked = nash.package(0.5 * (h + p.width) * L, a[row], c[row], g[row], matter.room[row])
    felt = h * L > p.rally_gdp * (m.model.options.target[option] == MEX)  # else resisting is worth more than it costs
    v, full = np.vecdot(asked, a[row]) * felt, np.vecdot(a, wanted)
    value = (q * v - (1 - q) * h * net) / full[row]
    return _Choice(row, option, asked, nash.cost(asked, c[row], g[row]), v, q, value)


def _kind(m: Month, matter: _Matter) -> Array:
    """Return the class (N,) of the issue of most worth of each matter."""
    who, issues = matter.who, matter.issues
    worth = m.payoffs.a[who.own(issues)] * m.payoffs.wanted[who.on(issues)]
    lead = np.argmax(np.where(matter.room > 0, worth, -1.0), axis=-1)
    return np.asarray(m.model.issues.kind[issues[np.arange(len(lead)), lead]])


def _ordered(m: Month, s: BargainingState, sender: int, order: Order) -> BargainingState:
    """Return the state with a demand made that is given: all that the sender wants on the issue, by the option named.

    What the sender had open gives way.  Where the law or the treaty has taken the option away, nothing is wanted any
    more, or threats are off, there is no demand, and the log says so.
    """
    o, option, issue = m.model.options, order.option, order.issue
    unmade = partial(of_no_disputes, m, outcome="unmade", issue=ISSUES[issue], instrument=o.name[option],
                     size=float(o.size[option]), given=True)  # fmt: skip
    if not m.model.threats:
        return told(s, unmade(of_sender(sender, np.ones(m.batch, bool))))
    open_ = (s.disputes.stage > QUIET) & (np.arange(s.disputes.stage.shape[-1]) == sender)
    if open_.any():
        who = pairs(open_)
        words = np.where(s.disputes.in_force[who.at], "lifted", "withdrawn").tolist()
        s = end(m, told(s, of_disputes(m, s.disputes, s.policies, who, words)), open_)
    wanted = m.payoffs.wanted[..., issue]
    able = m.losses.legal[..., option] & (wanted * m.payoffs.a[..., sender, issue] > 1e-9)
    s, who = told(s, unmade(of_sender(sender, ~able))), of_sender(sender, able)
    rows = np.arange(who.sender.size)
    if not rows.size:
        return s
    issues, unknown = np.full((rows.size, 1), issue), np.zeros(rows.size)
    asked = m.payoffs.wanted[who.on(issues)]
    matter = _Matter(who, issues, asked, np.ones((rows.size, 1), bool))
    cost = nash.cost(asked, m.payoffs.c[who.on(issues)], m.payoffs.g[issues])
    worth = (asked * m.payoffs.a[who.own(issues)])[:, 0]
    choice = _Choice(rows, np.full(rows.size, option), asked, cost, worth, unknown, unknown)
    nobody = np.zeros((*m.batch, SENDERS), bool)
    return _announce(m, _open(m, s, matter, choice), who, choice, rows, nobody)


def _open(m: Month, s: BargainingState, matter: _Matter, made: _Choice) -> BargainingState:
    """Return the state with the threats as they will be made: form drawn from the instrument's, chances estimated."""
    model, p, d, option = m.model, m.model.p, s.disputes, made.option
    who = matter.who.take(made.matter)
    at, u = who.at, m.u[who.at]
    form = drawn_by(np.array(p.form_odds) * model.options.forms[option], u[:, FORM])
    x = known(m.w, model, option, form, _kind(m, matter)[made.matter], d.record[at], who.world)
    h, e, q = (f(model.estimate, x) for f in (estimated.follow_through, estimated.expressive, estimated.concede))
    expressive, loss = u[:, TYPE] < e, m.losses.target[who.on(option)]
    case = Case(_yields(m, who, q), h, 1.0 * expressive, made.cost, loss, made.worth, p.alpha_ratio * made.worth)
    q, months = model.resolve_information.concede(case), windows(p, form)
    for sender, order in m.given.orders.items():
        months = np.where(who.sender == sender, order.deadline + 1, months)
    now = {
        "stage": STATEMENT + form,
        "form": form,
        "option": option,
        "deadline": months,
        "age": 0,
        "sender_type": np.where(expressive, EXPRESSIVE, COERCIVE),
        "refused": 0.0,
        "concede": q,
        "belief": h,
        "carried_out": h * (1 - (1 - e) * q),
        "threat_loss": loss,
    }
    row, k = np.nonzero(matter.room[made.matter] > 0)
    there = who.take(row).on(matter.issues[made.matter][row, k])
    y = s.policies._replace(
        asked=put(s.policies.asked, there, made.asked[row, k]),
        full=put(s.policies.full, there, m.payoffs.wanted[there]),
    )
    d = d._replace(**{name: put(getattr(d, name), at, new) for name, new in now.items()})
    return s._replace(disputes=d, policies=y)


def _announce(m: Month, s: BargainingState, who: Pairs, choice: _Choice, matter: Array, seen: Array) -> BargainingState:
    """Return the state with the threats that `_open` has prepared made in public.

    `matter` (N,) is the row of each one's in `choice`; `seen` (SENDERS,) who has caught a broken promise.
    """
    if not who.sender.size:
        return s
    named = np.zeros(s.disputes.stage.shape, bool)
    named[who.at] = True
    if not m.model.threats:  # what remains is protection for its own sake, imposed without a demand
        return impose(m, s, named)
    lines = of_disputes(m, s.disputes, s.policies, who, np.where(seen[who.at], "caught", "threat").tolist())
    weighed = (_weighed(m, choice, row) for row in matter.tolist())
    s = s._replace(tally=s.tally.plus(threats_made=named))
    return told(s, [(k, replace(line, alternatives=w)) for (k, line), w in zip(lines, weighed, strict=True)])


def _yields(m: Month, who: Pairs, q: Array) -> Array:
    """Return the chance of a concession (N,) that the target's stance makes of the estimated one.

    logit q' = logit q + κ (A - A*):  A Mexico's accommodation toward the United States, A* that of the coded cases.
    Prior form; a sender who chooses among its options counts with the estimate.
    """
    odds = np.exp(m.model.p.accommodation_odds * (np.asarray(m.w.actions.accommodation)[who.world] - _ACCOMMODATION))
    return np.where(who.sender == USA, q * odds / (1 - q + q * odds), q)


def _weighed(m: Month, choice: _Choice, matter: int) -> tuple[Alternative, ...]:
    """Return what could have been announced on the matter, the best first."""
    o, rows = m.model.options, np.flatnonzero((choice.matter == matter) & (choice.worth > 1e-9))
    best = choice.take(rows[np.argsort(-choice.value[rows], kind="stable")])
    return tuple(
        Alternative(o.name[option], size, value, concede)
        for option, size, value, concede in zip(
            best.option.tolist(), o.size[best.option].tolist(), best.value.tolist(), best.concede.tolist(), strict=True
        )
    )
