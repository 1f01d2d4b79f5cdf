"""Threats: who makes one this month, on what matter, with which instrument, and in which form."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants.bargaining import estimated, nash
from giants.bargaining.beliefs import known
from giants.bargaining.compliance import caught
from giants.bargaining.estimated import UNKNOWN
from giants.bargaining.events import of_dispute, of_no_dispute, told
from giants.bargaining.given import Order
from giants.bargaining.log import Alternative
from giants.bargaining.model import CHOOSE, EXTEND, FORM, RED_LINE, SENDERS, START, STOP, TOPIC, TYPE
from giants.bargaining.month import Month
from giants.bargaining.resolve_information.case import Case
from giants.bargaining.signals import FORMS
from giants.bargaining.state import COERCIVE, EXPRESSIVE, QUIET, STATEMENT, BargainingState
from giants.bargaining.talks import end, impose, offer, stops, windows
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
    d, u = s.disputes, m.u[:, START]
    idle = (d.stage[:SENDERS] == QUIET) & (d.rest[:SENDERS] <= 0)
    if m.given.orders:
        idle[list(m.given.orders)] = False
    most = m.model.p.start_rate * readiness(m) * 2 * MOST
    if (idle & (u < most)).any():
        seen = caught(m)
        settled = s.policies.settled * (1 - seen @ m.model.own)
        chance = 0.5 * most * (1 + seen) * np.minimum(missing(m, settled) / MOST, 1.0)
        starts = idle & (u < chance)
        if starts.any():
            pull = m.model.own * agenda(m) * (1 - settled)
            for sender in np.flatnonzero(starts):
                s = _threaten(m, s, int(sender), pull[sender], bool(seen[sender]))
    for row, order in m.given.orders.items():
        if order.option >= 0:
            s = _ordered(m, s, row, order)
    return s


def agenda(m: Month) -> Array:
    """Return the odds (SENDERS, d) with which each issue comes up.

    raised_k (a_k w_k / (value_k horizon w0_k))^attention:  a what a step is worth now, w how much is missing, w0 how
    much was at the start.  Source of raised: counts of coded threats.  What Mexico stops giving while it withholds
    cooperation is in dispute already.
    """
    model, worth = m.model, m.payoffs
    declared = np.maximum(model.value * (model.p.horizon / 12) * model.base, 1e-12)
    pull = model.issues.raised * (worth.a * worth.wanted / declared) ** model.p.attention * (worth.a > 0)
    if float(m.w.bargaining.cooperation) < 1:
        pull[USA, model.at.security] = 0.0
    return np.asarray(pull)


def missing(m: Month, settled: Array) -> Array:
    """Return what is missing of all that each sender wants (SENDERS,), over what was missing at the start.

    M = Σ_k a_k w_k (1 - settled_k) / Σ_k a_k w0_k:  a what a step is worth now, by the sender's own salience, w how
    much is not in force or promised, w0 how much was at the start, settled (d,) what has lately been agreed on

    So a sender who gets what it cares for presses less.  Source of settled: the coded threats, see
    ``conf/bargaining``; prior form.
    """
    a = m.payoffs.a
    return np.asarray(a @ (m.payoffs.wanted * (1 - settled)) / np.maximum(a @ m.model.base, 1e-12))


def readiness(m: Month) -> Array:
    """Return how ready each sender is to press (SENDERS,), 0..1.

    r_MEX = ρ_MEX max(hurt by US tariffs, linkage),  r_USA = its pressure,  r_CHN = ρ_CHN · Mexico's alignment.  Prior
    form.
    """
    actions, bargaining, p = m.w.actions, m.w.bargaining, m.model.p
    hurt = float(bargaining.threat_loss[USA] > 0)
    drive = float(actions.us_pressure) * (1.0 if m.model.threats else p.protection_readiness)
    out = np.zeros(SENDERS)
    out[:] = p.mexico_readiness * max(hurt, float(actions.linkage)), drive, 0.0
    out[CHN] = p.china_readiness * float(bargaining.position[_ALIGNMENT])
    return out


class _Choice(NamedTuple):
    """What could be announced on a matter, one row an option (R,)."""

    rows: Array
    asked: Array
    """(R, K) on the issues named"""
    cost: Array
    worth: Array
    concede: Array
    value: Array
    """expected value over the worth of the full demand"""


def _threaten(m: Month, s: BargainingState, sender: int, pull: Array, late: bool) -> BargainingState:
    """Return the state after `sender` has raised a matter, if it has one and an instrument to go with it.

    An option is chosen with odds exp(precision · EV / full), see `_choice`.  A target may meet it first (`_eager`).
    """
    model, p, u = m.model, m.model.p, m.u[sender]
    by_topic = np.cumsum(model.topics @ pull)
    if by_topic[-1] <= 1e-9:
        return s
    topic = int(np.searchsorted(by_topic, u[TOPIC] * by_topic[-1], side="right"))
    low, high = np.array(p.believed_red_line)[model.issues.kind].T
    held = low + u[RED_LINE] * (high - low) - m.reservation - m.payoffs.given
    room = np.maximum(np.minimum(m.payoffs.wanted, held), 0.0) * (model.topics[topic] * pull > 0)
    at, lost = np.flatnonzero(room > 0), m.losses.target
    rows = np.flatnonzero(
        (model.options.sender == sender) & m.legal.legal & (lost > 0) & (model.options.topics[:, topic])
    )
    if not (rows.size and at.size):
        return s
    lead = int(at[np.argmax(m.payoffs.a[sender, at] * m.payoffs.wanted[at])])
    choice = _choice(m, s, sender, rows, at, room, int(model.issues.kind[lead]))
    odds = np.exp(np.clip(p.choice_precision * choice.value, -50, 50)) * (choice.worth > 1e-9)
    if not odds.any():
        return s
    odds = np.cumsum(odds)
    pick = min(int(np.searchsorted(odds, u[CHOOSE] * odds[-1], side="right")), len(rows) - 1)
    opened = _open(m, s, sender, choice, pick, at, int(model.issues.kind[lead]))
    if sender == USA and u[EXTEND] < _eager(m) and stops(opened.disputes, m.drawn[:, STOP])[USA]:
        met = offer(m, opened, np.arange(len(opened.disputes.stage)) == sender)
        if met is not None:
            return met
    return _announce(m, opened, sender, choice, late)


def _eager(m: Month) -> float:
    """Return the chance that Mexico meets a demand of Washington's before a threat: max(A - A*, 0) / (1 - A*).

    A its accommodation, A* that of the coded cases, which are threats and so leave out what was met before.  It stops
    whom a concession would stop (`talks.stops`).  Source of the selection: Drezner 2003, most coercion that works does
    so before it is seen; prior form.  Drawn by the luck of pauses, which no new dispute needs.
    """
    if not m.model.threats:
        return 0.0
    return max(float(m.w.actions.accommodation) - _ACCOMMODATION, 0.0) / (1 - _ACCOMMODATION)


def _choice(m: Month, s: BargainingState, sender: int, rows: Array, at: Array, room: Array, kind: int) -> _Choice:
    """Return what each option would be announced with: the package of most worth that screening allows.

    The sender believes in the red lines that bound `room` (d,), and asks what costs the target (h + width) L / 2: the
    demand of a sender who does not know the target's cost (`screening.demand`) where the chance q of a concession does
    not turn on the size of the demand, as in coded cases, so that its own loss bears on the choice of the option only.
    EV = q v - (1 - q) h net:  v what the demand is worth, q and h the chances of a concession and of being carried out
    if resisted, net what imposing costs the sender.
    """
    p, worth = m.model.p, m.payoffs
    a, c, g = worth.a[sender, at], worth.c[at], worth.g[at]
    L, net = m.losses.target[rows], m.losses.sender[rows] - m.losses.benefit[rows]
    x = known(m.w, m.model, rows, np.full(rows.size, UNKNOWN), np.full(rows.size, kind),
              np.full(rows.size, s.disputes.record[sender]))  # fmt: skip
    h, q = estimated.follow_through(m.model.estimate, x), estimated.concede(m.model.estimate, x)
    asked = nash.package(0.5 * (h + p.width) * L, a, c, g, room[at])
    felt = h * L > p.rally_gdp * (m.model.options.target[rows] == MEX)  # else resisting is worth more than it costs
    v, full = (asked @ a) * felt, float(a @ worth.wanted[at])
    return _Choice(rows, asked, nash.cost(asked, c, g), v, q, (q * v - (1 - q) * h * net) / full)


def _ordered(m: Month, s: BargainingState, sender: int, order: Order) -> BargainingState:
    """Return the state with a demand made that is given: all that the sender wants on the issue, by the option named.

    What the sender had open gives way.  Where the law or the treaty has taken the option away, nothing is wanted any
    more, or threats are off, there is no demand, and the log says so.
    """
    o, named = m.model.options, np.arange(len(s.disputes.stage)) == sender
    unmade = of_no_dispute(m, sender, "unmade", ISSUES[order.issue], instrument=o.name[order.option],
                           size=float(o.size[order.option]), given=True)  # fmt: skip
    if not m.model.threats:
        return told(m, s, unmade)
    if s.disputes.stage[sender] > QUIET:
        s = told(m, s, of_dispute(m, s, sender, "lifted" if s.disputes.in_force[sender] else "withdrawn"))
        s = end(m, s, named)
    at, wanted = np.array([order.issue]), m.payoffs.wanted[[order.issue]]
    c, g, worth = m.payoffs.c[at], m.payoffs.g[at], wanted * m.payoffs.a[sender, at]
    if not m.losses.legal[order.option] or worth[0] <= 1e-9:
        return told(m, s, unmade)
    cost, unknown = wanted * c + 0.5 * g * wanted * wanted, np.zeros(1)
    choice = _Choice(np.array([order.option]), wanted[None], cost, worth, unknown, unknown)
    opened = _open(m, s, sender, choice, 0, at, int(m.model.issues.kind[order.issue]))
    return _announce(m, opened, sender, choice, False)


def _open(m: Month, s: BargainingState, sender: int, choice: _Choice, pick: int, at: Array,
          kind: int) -> BargainingState:  # fmt: skip
    """Return the state with the threat as it will be made: form drawn from the instrument's, chances estimated."""
    model, p, u, option = m.model, m.model.p, m.u[sender], int(choice.rows[pick])
    odds = np.cumsum(np.array(p.form_odds) * model.options.forms[option])
    form = min(int(np.searchsorted(odds, u[FORM] * odds[-1], side="right")), len(FORMS) - 1)
    one = np.array([option]), np.array([form]), np.array([kind])
    x = known(m.w, model, *one, s.disputes.record[[sender]])
    h, e = (float(f(model.estimate, x)[0]) for f in (estimated.follow_through, estimated.expressive))
    expressive = bool(u[TYPE] < e)
    cost, worth, loss = choice.cost[[pick]], choice.worth[[pick]], m.losses.target[[option]]
    yields = _yields(m, sender, estimated.concede(model.estimate, x))
    q = float(model.resolve_information.concede(
        Case(yields, np.array([h]), np.array([float(expressive)]), cost, loss, worth,
             p.alpha_ratio * worth)
    )[0])  # fmt: skip
    d, asked, full = s.disputes, s.policies.asked.copy(), s.policies.full.copy()
    asked[at] = choice.asked[pick]
    full[at] = m.payoffs.wanted[at]
    named = np.arange(len(d.stage)) == sender
    months = m.given.orders[sender].deadline + 1 if sender in m.given.orders else windows(p, form)
    d = d._replace(
        stage=np.where(named, STATEMENT + form, d.stage),
        form=np.where(named, form, d.form),
        option=np.where(named, option, d.option),
        deadline=np.where(named, months, d.deadline),
        age=np.where(named, 0, d.age),
        sender_type=np.where(named, EXPRESSIVE if expressive else COERCIVE, d.sender_type),
        refused=np.where(named, 0.0, d.refused),
        concede=np.where(named, q, d.concede),
        belief=np.where(named, h, d.belief),
        carried_out=np.where(named, h * (1 - (1 - e) * q), d.carried_out),
        threat_loss=np.where(named, loss[0], d.threat_loss),
    )
    return s._replace(disputes=d, policies=s.policies._replace(asked=asked, full=full))


def _announce(m: Month, s: BargainingState, sender: int, choice: _Choice, late: bool) -> BargainingState:
    """Return the state with the threat that `_open` has prepared made in public."""
    named = np.arange(len(s.disputes.stage)) == sender
    if not m.model.threats:  # what remains is protection for its own sake, imposed without a demand
        return impose(m, s, named)
    line = of_dispute(m, s, sender, "caught" if late else "threat")
    s = s._replace(tally=s.tally.plus(threats_made=named))
    return told(m, s, replace(line, alternatives=_weighed(m, choice)))


def _yields(m: Month, sender: int, q: Array) -> Array:
    """Return the chance of a concession (N,) that the target's stance makes of the estimated one.

    logit q' = logit q + κ (A - A*):  A Mexico's accommodation toward the United States, A* that of the coded cases.
    Prior form; a sender who chooses among its options counts with the estimate.
    """
    if sender != USA:
        return q
    odds = np.exp(m.model.p.accommodation_odds * (float(m.w.actions.accommodation) - _ACCOMMODATION))
    return np.asarray(q * odds / (1 - q + q * odds))


def _weighed(m: Month, choice: _Choice) -> tuple[Alternative, ...]:
    """Return what could have been announced on the matter, the best first."""
    o, best = m.model.options, np.argsort(-choice.value, kind="stable")
    return tuple(
        Alternative(o.name[row], float(o.size[row]), float(choice.value[k]), float(choice.concede[k]))
        for k, row in zip(best, choice.rows[best], strict=True)
        if choice.worth[k] > 1e-9
    )
