"""Talks: one month of every open dispute, as a table of transitions over the axis of senders."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from giants.bargaining import clocks, nash, ratify
from giants.bargaining.endings import end, impose, remembered, to_targets
from giants.bargaining.events import of_disputes, of_no_disputes, told
from giants.bargaining.given import CONCEDE as ALL
from giants.bargaining.given import NONE, REFUSE, SHARE
from giants.bargaining.losses import claimed
from giants.bargaining.model import CONCEDE, RATIFY, SENDERS, TARGET, BargainingModel
from giants.bargaining.month import Month
from giants.bargaining.moves import ORDER_FORM, Mask, Moves, belief_of_order, moves_of
from giants.bargaining.parameters import Parameters
from giants.bargaining.signals import FORMS
from giants.bargaining.state import (
    ORDER,
    PAUSED,
    QUIET,
    SATISFIED,
    BargainingState,
    Disputes,
    Line,
    pairs,
    put,
)
from giants.bargaining.state import PARTIAL as PARTLY
from giants.batch import shared
from giants.symbols import ISSUES, MEX, Array

NEXT = {"deal": QUIET, "extended": PAUSED, "climbed": ORDER, "withdrawn": QUIET, "lifted": QUIET, "lapsed": QUIET,
        "offered": QUIET}  # fmt: skip
"""Stage that a move leads to; where the instrument is imposed `impose` says which, and other moves keep the stage."""


class Bargain(NamedTuple):
    """What would be agreed this month, by sender."""

    found: Mask
    """(n,) there is a bargain that both sides prefer to the threat"""
    kept: Array
    """(SENDERS, d) its parts that can be ratified"""
    ratified: Mask
    """(n,) something is left of it then"""


def hold(m: Month, s: BargainingState) -> BargainingState:
    """Move every open dispute by a month: agree, pause, climb, act, drop, or end what is in force."""
    d, open_ = s.disputes, s.disputes.stage > QUIET
    reply, answered = m.given.reply * open_, m.given.reply.any()
    if answered:
        s = told(s, of_no_disputes(m, pairs((m.given.reply > NONE) & ~open_), "unheard", "", given=True))
    if not open_.any():
        return s
    d = a_month_on(m, d)
    if answered:
        ends = (reply == REFUSE) & d.threatened
        d = d._replace(deadline=np.where(ends, 0, d.deadline), refused=np.where(ends, 1.0, d.refused))
    s = s._replace(disputes=d)
    ask = m.drawn[..., CONCEDE] < asks(m, s)
    if answered:
        ask = np.where(reply > NONE, reply <= SHARE, ask)
    bargain = _conceded(m, s, terms(m, s, ask), reply == ALL)
    moves = moves_of(m, d, ask & bargain.found, bargain.ratified)
    moved = np.logical_or.reduce(moves)
    if answered:
        who = pairs((reply > NONE) & ~moved)
        words = ["no_bargain" if given == SHARE else "waited" for given in reply[who.at].tolist()]
        s = told(s, of_disputes(m, d, s.policies, who, words))
    return _carry_through(m, s, moves, bargain.kept) if moved.any() else s


def a_month_on(m: Month, d: Disputes) -> Disputes:
    """Return the disputes a month older, with what the open ones would cost now."""
    open_ = d.stage > QUIET
    who = pairs(open_)
    return d._replace(
        age=d.age + open_,
        deadline=d.deadline - d.threatened,
        threat_loss=put(d.threat_loss, who.at, m.losses.target[who.on(d.option[who.at])]),
    )


def _conceded(m: Month, s: BargainingState, bargain: Bargain, who: Mask) -> Bargain:
    """Return the bargains with all that is asked granted to the senders `who` (n,), whatever it costs."""
    if not who.any():
        return bargain
    all_ = s.policies.asked[..., None, :] * m.model.own
    kept = np.where(who[..., :SENDERS, None], all_, bargain.kept)
    return Bargain(bargain.found | who, kept, bargain.ratified | who)


def windows(p: Parameters, form: ArrayLike) -> Array:
    """Return the months (...,) from a threat in each form to its deadline, longer for a process.  Source: priors."""
    return np.where(np.asarray(form) == FORMS.index("process"), p.process_window, p.window)


def asks(m: Month, s: BargainingState) -> Array:
    """Return the chance (n,) that a target offers terms this month.

    Over a threat and its pauses the concessions that hold add up to q (`a_month`); more are offered than held where a
    law may fail.  Under an instrument in force: settle · q.  Nobody offers twice, or after an order has been signed
    instead of talks.
    """
    p, d = m.model.p, s.disputes
    chance = p.settle * d.concede * d.in_force
    open_ = d.threatened & (d.refused == 0) & (d.sender_type != SATISFIED)
    if open_.any():
        hazard = a_month(p, d.concede, d.form)
        chance = np.where(open_, np.minimum(hazard / np.maximum(ratifiable(m, s), 1e-12), 1.0), chance)
    return np.asarray(chance * m.model.threats)


def a_month(p: Parameters, concede: Array, form: ArrayLike) -> Array:
    """Return the chance a month (...,) of a concession that comes with the chance `concede` before talks are over.

    λ = 1 - (r / ((1 - x) + x r))^(1/n),  r = 1 - q:  n months to a deadline, which is moved with the chance x
    """
    r = 1 - concede
    return np.asarray(1 - (r / np.maximum((1 - p.extend) + p.extend * r, 1e-12)) ** (1 / windows(p, form)))


def ratifiable(m: Month, s: BargainingState) -> Array:
    """Return the chance (n,) that something of a deal passes at home: all is for a legislature, or not."""
    p, out = m.model.p, np.ones(s.disputes.stage.shape)
    by_order = (s.policies.asked > 0) & (m.model.issues.kind != ratify.STRUCTURAL)
    passes = ratify.chance(m.w.society.approval.take(TARGET, -1), p.support_needed, p.support_width)
    out[..., :SENDERS] = np.where(np.any(by_order[..., None, :] & (m.model.own > 0), axis=-1), 1.0, passes)
    return out


def terms(m: Month, s: BargainingState, ask: Mask) -> Bargain:
    """Return the bargains of those who `ask` (n,), by the rule of the solution.

    l_t = (h + ω (1 - q)) L - ρ,  l_s = h L_s + (1 - h) α:  h the chance of being carried out if resisted, 1 once it
    has been.  Targets differ by what yielding costs them beyond its price, uniform within ± ω L, to whom demands are
    fitted (`screening.demand`); the share q that concedes are those whom it costs least, by ω (1 - q) L less in the
    mean.  Once an instrument is in force nobody is sorted any more.  A coercive sender, whom alone a concession stops,
    sees no worth in imposing for its own sake.  What is asked beyond the addressee's red line stays refused, whatever
    the threat.
    """
    none, kept = np.zeros(ask.shape, bool), np.zeros((*m.batch, SENDERS, len(ISSUES)))
    if not ask.any():
        return Bargain(none, kept, none)
    who = pairs(ask)
    model, p, d, o, worth = m.model, m.model.p, s.disputes, m.model.options, m.payoffs
    at, target, option = who.at, TARGET[who.sender], d.option[who.at]
    issues, a = _on_the_table(model, worth.a[at] * (s.policies.asked[who.world] > 0) * model.own[who.sender])
    there = who.on(issues)
    asked = s.policies.asked[there]
    believed = np.where(d.in_force[at], 1.0, d.belief[at])
    eager = np.where(d.in_force[at], 0.0, p.width * (1 - d.concede[at]))
    alpha = p.alpha_ratio * np.vecdot(a, asked)
    # losses know what the statute spares; here comes what this imposition spares beyond it
    spared = (d.stage[at] == PARTLY) * (claimed(m.w, model)[who.on(option)] * (o.exempt[option] == 0))
    l_t = (believed + eager) * d.threat_loss[at] * (1 - spared) - p.rally_gdp * (target == MEX)
    l_s = believed * m.losses.sender[who.on(option)] + (1 - believed) * alpha
    review = clocks.months_to_review(float(shared(m.w.calendar.year)))
    beta = clocks.sender_weight(p, m.w.calendar.months_to_election, review, at, who.on(target))
    found = model.solution.solve(
        beta, a, worth.c[there], worth.g[issues], l_s, l_t, np.minimum(worth.room[there], asked)
    )
    x = np.where(a > 0, found.x, 0.0)
    u, support = m.drawn[at][:, RATIFY], m.w.society.approval[who.on(target)]
    passed = x * ratify.passes(model.issues.kind[issues], support, u, p.support_needed, p.support_width)
    kept[who.own(issues)] = passed
    agreed = put(none, at, found.deal & (np.sum(a * x, axis=-1) > 1e-9))
    return Bargain(agreed, kept, put(none, at, np.sum(a * passed, axis=-1) > 1e-9))


def _on_the_table(model: BargainingModel, a: Array) -> tuple[Array, Array]:
    """Return the issues (N, K) that are worth something to each sender, others after them, and that worth.

    a (N, d).  K is the same for all Worlds, however many there are: that of the longest topic, unless more is asked.
    """
    many = max(model.at.members.shape[1], int(np.sum(a > 0, axis=-1).max()))
    issues = np.argsort(a <= 0, axis=-1, kind="stable")[:, :many]
    return issues, a[np.arange(len(a))[:, None], issues]


def _carry_through(m: Month, s: BargainingState, moves: Moves, kept: Array) -> BargainingState:
    """Return the state after the moves: stages, promises, counts, approval and the log."""
    p, before = m.model.p, s
    if (moves.deal | moves.pocketed | moves.offered).any():
        s = _granted(m, s, moves, kept)
    if moves.withdrawn.any():
        shift = to_targets(moves.withdrawn * p.rally)
        shift = shift - p.audience * (moves.withdrawn & (s.disputes.sender_type != SATISFIED))
        s = s._replace(tally=s.tally.plus(refusals=moves.withdrawn, approval_shift=shift))
    stage, d = s.disputes.stage.copy(), s.disputes
    for name, after in NEXT.items():
        stage[getattr(moves, name)] = after
    d = d._replace(stage=stage)
    if moves.climbed.any():
        d = _climbed(m, d, moves.climbed)
    if (again := moves.extended | moves.climbed).any():
        d = d._replace(deadline=np.where(again, windows(p, d.form), d.deadline))
    if moves.pocketed.any():
        d = d._replace(sender_type=np.where(moves.pocketed, SATISFIED, d.sender_type))
    s = told(s._replace(disputes=d), _told_of(m, before, d, moves, kept))
    if moves.withdrawn.any():
        s = remembered(m, s, -1.0 * moves.withdrawn)
    s = end(m, s, np.logical_or.reduce(moves) & (stage == QUIET))
    return impose(m, s, moves.imposed) if moves.imposed.any() else s


def _granted(m: Month, s: BargainingState, moves: Moves, kept: Array) -> BargainingState:
    """Return the state with what is granted of `kept` (SENDERS, d) promised, its cost, and what it does to approval."""
    p, y, agreed = m.model.p, s.policies, moves.deal | moves.offered
    granted, settling = ((who[..., :SENDERS, None]) * kept for who in (agreed | moves.pocketed, agreed))
    policies = y._replace(
        promised=np.minimum(y.promised + granted.sum(axis=-2), 1.0),
        settled=np.maximum(y.settled, np.minimum(settling.sum(axis=-2) / np.maximum(y.asked, 1e-9), 1.0)),
    )
    cost, sovereign = np.zeros(agreed.shape), np.zeros(agreed.shape)
    cost[..., :SENDERS] = nash.cost(granted, m.payoffs.c[..., None, :], m.payoffs.g)
    sovereign[..., :SENDERS] = np.vecdot(granted, m.model.weight)
    tally = s.tally.plus(
        deals_made=moves.deal,
        concession_cost=cost,
        approval_shift=to_targets(moves.deal * p.rally - agreed * p.submission * sovereign),
    )
    return s._replace(policies=policies, tally=tally)


def _climbed(m: Month, d: Disputes, climbed: Mask) -> Disputes:
    """Return the disputes with an order signed by the senders `climbed` (n,), after which nobody talks."""
    who = pairs(climbed)
    d = d._replace(form=np.where(climbed, ORDER_FORM, d.form), refused=np.where(climbed, 1.0, d.refused))
    belief = put(d.belief, who.at, belief_of_order(m, d, who))
    return d._replace(belief=belief, carried_out=np.where(climbed, belief, d.carried_out))


def offer(m: Month, s: BargainingState, early: Mask) -> tuple[BargainingState, Mask]:
    """Return the state in which the targets of senders `early` (n,) have met them before they threaten, and which did.

    What is granted is what would be agreed under the threat of the dispute in `s`, which then is none; there is no
    rally, as nobody was stood up to.  A sender that has its way early comes back no sooner than if it had waited for
    its deadline.
    """
    bargain, months = terms(m, s, early), windows(m.model.p, s.disputes.form)
    met = early & bargain.found & bargain.ratified
    if met.any():
        none = np.zeros(met.shape, bool)
        s = _carry_through(m, s, Moves(*[none] * len(Moves._fields))._replace(offered=met), bargain.kept)
        s = s._replace(disputes=s.disputes._replace(rest=s.disputes.rest + met * months))
    return s, met


def _told_of(m: Month, before: BargainingState, after: Disputes, moves: Moves, kept: Array) -> list[Line]:
    """Return the log of moves by sender: disputes with a new deadline as they stand after, others as before.

    An imposition has its own line, see `endings.impose`.
    """
    code = np.zeros(moves.deal.shape, int)
    for k, mask in enumerate(moves):
        code[mask] = k + 1
    code[moves.imposed] = 0
    who, again = pairs(code > 0), moves.extended | moves.climbed
    stands = Disputes(*(np.where(again, new, old) for new, old in zip(after, before.disputes, strict=True)))
    granted = (moves.deal | moves.pocketed | moves.offered)[..., :SENDERS, None] * kept
    names = [Moves._fields[k - 1] for k in code[who.at].tolist()]
    return of_disputes(m, stands, before.policies, who, names, granted[who.at])
