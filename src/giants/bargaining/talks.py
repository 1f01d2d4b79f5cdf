"""Talks: one month of every open dispute, as a table of transitions over the axis of senders."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from giants.bargaining import clocks, estimated, nash, ratify, signals
from giants.bargaining.beliefs import known
from giants.bargaining.events import of_dispute, of_no_dispute, told
from giants.bargaining.given import CONCEDE as ALL
from giants.bargaining.given import NONE, REFUSE, SHARE
from giants.bargaining.log import Episode
from giants.bargaining.losses import claimed
from giants.bargaining.model import ACT, CONCEDE, END, EXTEND, PARTIAL, RATIFY, SENDERS, STOP, TARGET
from giants.bargaining.month import Month
from giants.bargaining.parameters import Parameters
from giants.bargaining.signals import FORMS
from giants.bargaining.state import COERCIVE, FULL, ORDER, PAUSED, QUIET, SATISFIED, BargainingState, Disputes
from giants.bargaining.state import PARTIAL as PARTLY
from giants.symbols import MEX, Array

type Mask = NDArray[np.bool_]
CLIMBING = np.isin(FORMS, ("statement", "process"))
"""Forms after which an order can be signed; order and letter are the last word."""
_ORDER = FORMS.index("order")


class Moves(NamedTuple):
    """Who does what this month, each (n,); at most one holds for a sender."""

    deal: Mask
    pocketed: Mask
    unratified: Mask
    extended: Mask
    climbed: Mask
    imposed: Mask
    withdrawn: Mask
    lifted: Mask
    lapsed: Mask
    offered: Mask
    """the target grants what it would under the threat before one is made"""


NEXT = {"deal": QUIET, "extended": PAUSED, "climbed": ORDER, "withdrawn": QUIET, "lifted": QUIET, "lapsed": QUIET,
        "offered": QUIET}  # fmt: skip
"""Stage that a move leads to; where the instrument is imposed `impose` says which, and other moves keep the stage."""


class Bargain(NamedTuple):
    """What would be agreed this month, by sender."""

    found: Mask
    """(n,) there is a bargain that both sides prefer to the threat"""
    kept: Array
    """(n, d) its parts that can be ratified"""
    ratified: Mask
    """(n,) something is left of it then"""


def hold(m: Month, s: BargainingState) -> BargainingState:
    """Move every open dispute by a month: agree, pause, climb, act, drop, or end what is in force."""
    d, open_ = s.disputes, s.disputes.stage > QUIET
    reply, answered = m.given.reply * open_, m.given.reply.any()
    if answered:
        for sender in np.flatnonzero((m.given.reply > NONE) & ~open_):
            s = told(m, s, of_no_dispute(m, int(sender), "unheard", "", given=True))
    if not open_.any():
        return s
    d = a_month_on(m, d)
    if answered:
        ends = (reply == REFUSE) & d.threatened
        d = d._replace(deadline=np.where(ends, 0, d.deadline), refused=np.where(ends, 1.0, d.refused))
    s = s._replace(disputes=d)
    ask = m.drawn[:, CONCEDE] < asks(m, s)
    if answered:
        ask = np.where(reply > NONE, reply <= SHARE, ask)
    bargain = _conceded(m, s, terms(m, s, ask), reply == ALL)
    moves = _moves(m, d, ask & bargain.found, bargain.ratified)
    moved = np.logical_or.reduce(moves)
    if answered:
        for sender in np.flatnonzero((reply > NONE) & ~moved):
            s = told(m, s, of_dispute(m, s, int(sender), "no_bargain" if reply[sender] == SHARE else "waited"))
    return _carry_through(m, s, moves, moved, bargain.kept) if moved.any() else s


def a_month_on(m: Month, d: Disputes) -> Disputes:
    """Return the disputes a month older, with what the open ones would cost now."""
    open_ = d.stage > QUIET
    return d._replace(
        age=d.age + open_,
        deadline=d.deadline - d.threatened,
        threat_loss=np.where(open_, m.losses.target[d.option], d.threat_loss),
    )


def _conceded(m: Month, s: BargainingState, bargain: Bargain, who: Mask) -> Bargain:
    """Return the bargains with all that is asked granted to the senders `who` (n,), whatever it costs."""
    if not who.any():
        return bargain
    all_ = np.zeros_like(bargain.kept)
    all_[:SENDERS] = s.policies.asked * m.model.own
    return Bargain(bargain.found | who, np.where(who[:, None], all_, bargain.kept), bargain.ratified | who)


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
    p, out = m.model.p, np.ones(len(s.disputes.stage))
    by_order = m.model.own @ ((s.policies.asked > 0) & (m.model.issues.kind != ratify.STRUCTURAL)) > 0
    passes = ratify.chance(m.w.society.approval[TARGET], p.support_needed, p.support_width)
    out[:SENDERS] = np.where(by_order, 1.0, passes)
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
    model, p, d, o = m.model, m.model.p, s.disputes, m.model.options
    none, at = np.zeros(len(d.stage), bool), np.flatnonzero(ask)
    if not at.size:
        return Bargain(none, np.zeros((len(none), len(s.policies.asked))), none)
    worth = m.payoffs
    option, sender, target = d.option[at], at, TARGET[at]
    believed = np.where(d.in_force[at], 1.0, d.belief[at])
    eager = np.where(d.in_force[at], 0.0, p.width * (1 - d.concede[at]))
    net = m.losses.sender[option]
    a = worth.a[sender] * (s.policies.asked > 0) * model.own[sender]
    alpha = p.alpha_ratio * (a @ s.policies.asked)
    # losses know what the statute spares; here comes what this imposition spares beyond it
    spared = (d.stage[at] == PARTLY) * (claimed(m.w, model)[option] * (o.exempt[option] == 0))
    l_t = (believed + eager) * d.threat_loss[at] * (1 - spared) - p.rally_gdp * (target == MEX)
    l_s = believed * net + (1 - believed) * alpha
    review = clocks.months_to_review(float(m.w.calendar.year))
    beta = clocks.sender_weight(p, m.w.calendar.months_to_election, review, sender, target)
    bound = np.broadcast_to(np.minimum(worth.room, s.policies.asked), a.shape)
    c, g = (np.broadcast_to(v, a.shape) for v in (worth.c, worth.g))
    found = model.solution.solve(beta, a, c, g, l_s, l_t, bound)
    x = np.where(a > 0, found.x, 0.0)
    u, support = m.drawn[sender, RATIFY], m.w.society.approval[target]
    kept = x * ratify.passes(model.issues.kind, support, u, p.support_needed, p.support_width)
    agreed, ratified, out = none.copy(), none.copy(), np.zeros((len(none), x.shape[1]))
    agreed[at] = found.deal & (np.sum(a * x, axis=1) > 1e-9)
    ratified[at] = np.sum(a * kept, axis=1) > 1e-9
    out[at] = kept
    return Bargain(agreed, out, ratified)


def _moves(m: Month, d: Disputes, ask: Mask, ratified: Mask) -> Moves:
    """Return who does what; the chances of a deadline are those of `at_deadline`."""
    p, none, content = m.model.p, np.zeros(len(ask), bool), d.sender_type == SATISFIED
    concedes, due = ask & ratified, d.threatened & (d.deadline <= 0)
    moves = Moves(*[none] * len(Moves._fields))
    if ask.any():
        content_with = stops(d, m.drawn[:, STOP])
        moves = moves._replace(
            deal=concedes & content_with, pocketed=concedes & ~content_with, unratified=ask & ~ratified & ~due
        )
    due &= ~concedes
    if due.any():
        moved = due & ~content & (d.refused == 0) & (m.drawn[:, EXTEND] < p.extend)
        decides, u = due & ~moved, m.drawn[:, ACT]
        climb, act = at_deadline(m, d, decides)
        moves = moves._replace(
            extended=moved,
            climbed=decides & (u < climb),
            imposed=decides & (u >= climb) & (u < climb + act),
            withdrawn=decides & (u >= climb + act),
        )
    standing = d.in_force & ~concedes
    return _endure(m, d, standing, moves) if standing.any() else moves


def stops(d: Disputes, u: Array) -> Mask:
    """Return which senders (n,) a concession stops, by uniform draws u (n,).

    A coercive one always, an expressive one with the chance 1 - h only, and whoever has put its instrument in force.
    """
    return np.asarray(d.in_force | (d.sender_type == COERCIVE) | (u < 1 - d.belief))


def _endure(m: Month, d: Disputes, standing: Mask, moves: Moves) -> Moves:
    """Return the moves with the instruments `standing` (n,) in force that end by law, in court or by fatigue."""
    o, u = m.model.options, m.drawn[:, END]
    tired = standing & (u >= 1 - m.model.p.relent)
    over = standing & ((d.age > o.longest[d.option]) | (float(m.w.calendar.year) >= o.legal_to[d.option]))
    void = standing & (u < o.void[d.option])
    return moves._replace(lifted=tired & ~over, lapsed=over | (void & ~tired))


def at_deadline(m: Month, d: Disputes, decides: Mask) -> tuple[Array, Array]:
    """Return the chances (n,) that a sender takes a harder form, and that it acts at once, see `last_word`."""
    h = np.where(d.sender_type == SATISFIED, 1.0, d.belief)
    climbs = decides & CLIMBING[d.form] & (d.sender_type != SATISFIED) & (m.model.p.climb > 0)
    at = np.flatnonzero(climbs)
    c, act = np.zeros(len(h)), h.copy()
    if at.size:
        c[at], act[at] = last_word(m.model.p, h[at], _belief_of_order(m, d, at))
    return c, act


def last_word(p: Parameters, own: Array, order: Array) -> tuple[Array, Array]:
    """Return the chances (...,) that a statement or process becomes an order at its deadline, and is carried out then.

    c = κ h / h',  act = (1 - κ) h,  so that act + c h' = h:  h as estimated for the form in which the threat stands, h'
    for an order, κ the share of those carried out for which an order comes first, at most that which leaves
    act + c <= 1.  P(carried out | form at start) is then as estimated, whatever κ.
    """
    bound = (1 - own) / np.maximum(own * (1 / order - 1), 1e-12)
    share = np.minimum(np.minimum(p.climb, bound), order / own)
    return share * own / order, (1 - share) * own


def _belief_of_order(m: Month, d: Disputes, at: Array) -> Array:
    """Return the chance (N,) that the threats of senders `at` would be carried out if an order were signed."""
    lead = np.zeros(len(at), int) + m.model.issues.kind[_lead(m, at)]
    x = known(m.w, m.model, d.option[at], np.full(len(at), _ORDER), lead, d.record[at])
    return estimated.follow_through(m.model.estimate, x)


def _lead(m: Month, at: Array) -> Array:
    """Return the issue (N,) of most worth in the full demand of senders `at`."""
    return np.argmax(m.payoffs.a[at] * m.w.bargaining.full * m.model.own[at], axis=1)


def _carry_through(m: Month, s: BargainingState, moves: Moves, moved: Mask, kept: Array) -> BargainingState:
    """Return the state after the moves of senders `moved` (n,): stages, promises, counts, approval and the log."""
    p, before = m.model.p, s
    names = {int(k): next(name for name, who in moves._asdict().items() if who[k]) for k in np.flatnonzero(moved)}
    if (moves.deal | moves.pocketed | moves.offered).any():
        s = _granted(m, s, moves, kept)
    if moves.withdrawn.any():
        shift = _to_targets(moves.withdrawn * p.rally)
        shift = shift - p.audience * (moves.withdrawn & (s.disputes.sender_type != SATISFIED))
        s = s._replace(tally=s.tally.plus(refusals=moves.withdrawn, approval_shift=shift))
    stage, d = s.disputes.stage.copy(), s.disputes
    for sender, name in names.items():
        stage[sender] = NEXT.get(name, stage[sender])
    d = d._replace(stage=stage)
    if moves.climbed.any():
        d = _climbed(m, d, moves.climbed)
    if (again := moves.extended | moves.climbed).any():
        d = d._replace(deadline=np.where(again, windows(p, d.form), d.deadline))
    if moves.pocketed.any():
        d = d._replace(sender_type=np.where(moves.pocketed, SATISFIED, d.sender_type))
    after = s._replace(disputes=d)
    s = after._replace(events=(*s.events, *_lines(m, before, after, names, kept)))
    if moves.withdrawn.any():
        s = _remembered(m, s, -1.0 * moves.withdrawn)
    s = end(m, s, moved & (stage == QUIET))
    return impose(m, s, moves.imposed) if moves.imposed.any() else s


def _granted(m: Month, s: BargainingState, moves: Moves, kept: Array) -> BargainingState:
    """Return the state with what is granted of `kept` (n, d) promised, its cost, and what it does to approval."""
    p, y, agreed = m.model.p, s.policies, moves.deal | moves.offered
    granted = (agreed | moves.pocketed)[:, None] * kept
    policies = y._replace(
        promised=np.minimum(y.promised + granted.sum(axis=0), 1.0),
        settled=np.maximum(y.settled, _settled(s, agreed[:, None] * kept)),
    )
    tally = s.tally.plus(
        deals_made=moves.deal,
        concession_cost=nash.cost(granted, m.payoffs.c, m.payoffs.g),
        approval_shift=_to_targets(moves.deal * p.rally - agreed * p.submission * (granted @ m.model.weight)),
    )
    return s._replace(policies=policies, tally=tally)


def _climbed(m: Month, d: Disputes, who: Mask) -> Disputes:
    """Return the disputes with an order signed by senders `who` (n,), after which nobody talks."""
    at, belief = np.flatnonzero(who), d.belief.copy()
    d = d._replace(form=np.where(who, _ORDER, d.form), refused=np.where(who, 1.0, d.refused))
    belief[at] = _belief_of_order(m, d, at)
    return d._replace(belief=belief, carried_out=np.where(who, belief, d.carried_out))


def offer(m: Month, s: BargainingState, who: Mask) -> BargainingState | None:
    """Return the state in which the targets of senders `who` (n,) have met them before they threaten, None if nobody.

    What is granted is what would be agreed under the threat of the dispute in `s`, which then is none; there is no
    rally, as nobody was stood up to.  A sender that has its way early comes back no sooner than if it had waited for
    its deadline.
    """
    bargain, months = terms(m, s, who), windows(m.model.p, s.disputes.form)
    met = who & bargain.found & bargain.ratified
    if not met.any():
        return None
    none = np.zeros(len(who), bool)
    s = _carry_through(m, s, Moves(*[none] * len(Moves._fields))._replace(offered=met), met, bargain.kept)
    return s._replace(disputes=s.disputes._replace(rest=s.disputes.rest + met * months))


def _settled(s: BargainingState, agreed: Array) -> Array:
    """Return how far deals (n, d) bring each matter to rest (d,): granted over asked, 0..1."""
    return np.minimum(agreed.sum(axis=0) / np.maximum(s.policies.asked, 1e-9), 1.0)


def _lines(m: Month, before: BargainingState, after: BargainingState, names: dict[int, str],
           kept: Array) -> list[Episode]:  # fmt: skip
    """Return the log of moves by sender: disputes with a new deadline as they stand after, others as before.

    An imposition has its own line, see `impose`.
    """
    lines = []
    for sender, name in names.items():
        if name == "imposed":
            continue
        stands = after if name in ("extended", "climbed") else before
        granted = kept[sender] if name in ("deal", "pocketed", "offered") else None
        lines.append(of_dispute(m, stands, sender, name, granted))
    return lines


def _to_targets(x: Array) -> Array:
    """Return what senders (n,) bring about, by target (n,)."""
    return np.bincount(TARGET, weights=x[:SENDERS], minlength=len(x))


def _remembered(m: Month, s: BargainingState, said: Array) -> BargainingState:
    """Return the state with news (n,) added to the senders' records; protection says nothing of resolve."""
    d = s.disputes
    news = signals.news(said > 0, said < 0, np.ones(len(said)), m.model.options.protects[d.option])
    return s._replace(disputes=d._replace(record=d.record + news))


def impose(m: Month, s: BargainingState, who: Mask) -> BargainingState:
    """Return the state with the instruments of senders `who` (n,) put in force, in full or where nothing is claimed."""
    p, o, kinds, d = m.model.p, m.model.options, m.model.kinds, s.disputes
    broad = kinds.broad[d.option] & ~o.protects[d.option]
    partly = who & broad & bool(m.w.bargaining.treaty_in_force) & (m.drawn[:, PARTIAL] < p.partial)
    d = d._replace(
        stage=np.where(who, np.where(partly, PARTLY, FULL), d.stage),
        age=np.where(who, 0, d.age),
        carried_out=np.where(who, 1.0, d.carried_out),
    )
    tally = s.tally.plus(impositions=who, approval_shift=_to_targets(who * p.rally))
    s = _remembered(m, s._replace(disputes=d, tally=tally), 1.0 * who)
    for sender in np.flatnonzero(who):
        outcome = "notice" if o.channel[int(d.option[sender])] == "exit" else "imposed"
        s = told(m, s, of_dispute(m, s, int(sender), outcome))
    # a tariff wanted for its own sake stays, and the sender is free to press for something else; it sets a rate, so
    # that only what the law of the day does not levy already comes on top
    kept = who & kinds.protecting[d.option] & kinds.broad[d.option]
    rate = m.model.rates.full[d.option] - m.legal.levied[d.option]
    standing = np.maximum(s.standing_tariff, np.max(rate * kept[:, None], axis=0))
    return end(m, s._replace(standing_tariff=standing), kept)


def end(m: Month, s: BargainingState, who: Mask) -> BargainingState:
    """Return the state with the disputes of senders `who` (n,) closed."""
    if not who.any():
        return s
    d, own = s.disputes, who[:SENDERS] @ m.model.own > 0
    none = np.zeros(len(who))
    d = d._replace(
        stage=np.where(who, QUIET, d.stage),
        rest=np.where(who, m.model.p.rest, d.rest),
        deadline=np.where(who, 0, d.deadline),
        age=np.where(who, 0, d.age),
        refused=np.where(who, none, d.refused),
        concede=np.where(who, none, d.concede),
        carried_out=np.where(who, none, d.carried_out),
        threat_loss=np.where(who, none, d.threat_loss),
    )
    policies = s.policies._replace(asked=np.where(own, 0.0, s.policies.asked), full=np.where(own, 0.0, s.policies.full))
    return s._replace(disputes=d, policies=policies)
