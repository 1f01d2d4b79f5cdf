"""Threats: who makes one this month, on what matter, with which instrument, and in which form."""

from dataclasses import replace
from functools import partial

import numpy as np

from giants.bargaining import estimated, nash
from giants.bargaining.beliefs import known
from giants.bargaining.choice import Choice, Matter, alternatives, choices, drawn_by, lead_kind, matters
from giants.bargaining.compliance import caught
from giants.bargaining.endings import end, impose
from giants.bargaining.events import in_turn, of_disputes, of_no_disputes, told
from giants.bargaining.given import Order
from giants.bargaining.model import CHOOSE, EXTEND, FORM, SENDERS, START, STOP, TYPE
from giants.bargaining.month import Month
from giants.bargaining.moves import stops
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
from giants.bargaining.talks import offer, windows
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


def _threaten(m: Month, s: BargainingState, who: Pairs, odds: Array, seen: Array) -> BargainingState:
    """Return the state after some senders have raised a matter, if they have one and an instrument to go with it.

    An option is chosen with odds exp(precision · EV / full), see `choices`.  A target may meet it first (`_eager`).
    odds (SENDERS, d) of matters; `seen` (SENDERS,) who has caught a broken promise.
    """
    matter = matters(m, who, odds[who.at])
    choice = choices(m, s, matter)
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


def _eager(m: Month) -> Array:
    """Return the chance that Mexico meets a demand of Washington's before a threat: max(A - A*, 0) / (1 - A*).

    A its accommodation, A* that of the coded cases, which are threats and so leave out what was met before.  It stops
    whom a concession would stop (`moves.stops`).  Source of the selection: Drezner 2003, most coercion that works does
    so before it is seen; prior form.  Drawn by the luck of pauses, which no new dispute needs.
    """
    stance = np.maximum(m.w.actions.accommodation - _ACCOMMODATION, 0.0) / (1 - _ACCOMMODATION)
    return np.asarray(stance * m.model.threats)


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
    matter = Matter(who, issues, asked, np.ones((rows.size, 1), bool))
    cost = nash.cost(asked, m.payoffs.c[who.on(issues)], m.payoffs.g[issues])
    worth = (asked * m.payoffs.a[who.own(issues)])[:, 0]
    choice = Choice(rows, np.full(rows.size, option), asked, cost, worth, unknown, unknown)
    nobody = np.zeros((*m.batch, SENDERS), bool)
    return _announce(m, _open(m, s, matter, choice), who, choice, rows, nobody)


def _open(m: Month, s: BargainingState, matter: Matter, made: Choice) -> BargainingState:
    """Return the state with the threats as they will be made: form drawn from the instrument's, chances estimated."""
    model, p, d, option = m.model, m.model.p, s.disputes, made.option
    who = matter.who.take(made.matter)
    at, u = who.at, m.u[who.at]
    form = drawn_by(np.array(p.form_odds) * model.options.forms[option], u[:, FORM])
    x = known(m.w, model, option, form, lead_kind(m, matter)[made.matter], d.record[at], who.world)
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


def _announce(m: Month, s: BargainingState, who: Pairs, choice: Choice, matter: Array, seen: Array) -> BargainingState:
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
    weighed = (alternatives(m, choice, row) for row in matter.tolist())
    s = s._replace(tally=s.tally.plus(threats_made=named))
    return told(s, [(k, replace(line, alternatives=w)) for (k, line), w in zip(lines, weighed, strict=True)])


def _yields(m: Month, who: Pairs, q: Array) -> Array:
    """Return the chance of a concession (N,) that the target's stance makes of the estimated one.

    logit q' = logit q + κ (A - A*):  A Mexico's accommodation toward the United States, A* that of the coded cases.
    Prior form; a sender who chooses among its options counts with the estimate.
    """
    odds = np.exp(m.model.p.accommodation_odds * (np.asarray(m.w.actions.accommodation)[who.world] - _ACCOMMODATION))
    return np.where(who.sender == USA, q * odds / (1 - q + q * odds), q)
