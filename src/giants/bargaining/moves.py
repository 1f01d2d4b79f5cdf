"""Moves: what each sender of an open dispute does this month, and with which chances."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.bargaining import estimated
from giants.bargaining.beliefs import known
from giants.bargaining.model import ACT, END, EXTEND, STOP
from giants.bargaining.month import Month
from giants.bargaining.parameters import Parameters
from giants.bargaining.signals import FORMS
from giants.bargaining.state import COERCIVE, SATISFIED, Disputes, Pairs, pairs, put
from giants.batch import shared
from giants.symbols import Array

type Mask = NDArray[np.bool_]
CLIMBING = np.isin(FORMS, ("statement", "process"))
"""Forms after which an order can be signed; order and letter are the last word."""
ORDER_FORM = FORMS.index("order")


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


def moves_of(m: Month, d: Disputes, ask: Mask, ratified: Mask) -> Moves:
    """Return who does what (n,): a concession first, else at a deadline a pause, then by one draw u what is decided.

    climbs if u < c, acts if c <= u < c + act, else drops:  the chances c and act of `at_deadline`; an instrument in
    force ends by law, in court or by fatigue.  Prior: the chance of a pause and of fatigue.
    """
    p, none, content = m.model.p, np.zeros(ask.shape, bool), d.sender_type == SATISFIED
    concedes, due = ask & ratified, d.threatened & (d.deadline <= 0)
    moves = Moves(*[none] * len(Moves._fields))
    if ask.any():
        content_with = stops(d, m.drawn[..., STOP])
        moves = moves._replace(
            deal=concedes & content_with, pocketed=concedes & ~content_with, unratified=ask & ~ratified & ~due
        )
    due &= ~concedes
    if due.any():
        moved = due & ~content & (d.refused == 0) & (m.drawn[..., EXTEND] < p.extend)
        decides, u = due & ~moved, m.drawn[..., ACT]
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
    o, u = m.model.options, m.drawn[..., END]
    tired = standing & (u >= 1 - m.model.p.relent)
    over = standing & ((d.age > o.longest[d.option]) | (float(shared(m.w.calendar.year)) >= o.legal_to[d.option]))
    void = standing & (u < o.void[d.option])
    return moves._replace(lifted=tired & ~over, lapsed=over | (void & ~tired))


def at_deadline(m: Month, d: Disputes, decides: Mask) -> tuple[Array, Array]:
    """Return the chances (n,) that a sender takes a harder form, and that it acts at once, see `last_word`."""
    h = np.where(d.sender_type == SATISFIED, 1.0, d.belief)
    who = pairs(decides & CLIMBING[d.form] & (d.sender_type != SATISFIED) & (m.model.p.climb > 0))
    if not who.sender.size:
        return np.zeros(h.shape), h
    climb, act = last_word(m.model.p, h[who.at], belief_of_order(m, d, who))
    return put(np.zeros(h.shape), who.at, climb), put(h, who.at, act)


def last_word(p: Parameters, own: Array, order: Array) -> tuple[Array, Array]:
    """Return the chances (...,) that a statement or process becomes an order at its deadline, and is carried out then.

    c = κ h / h',  act = (1 - κ) h,  so that act + c h' = h:  h as estimated for the form in which the threat stands, h'
    for an order, κ the share of those carried out for which an order comes first, at most that which leaves
    act + c <= 1.  P(carried out | form at start) is then as estimated, whatever κ.
    """
    bound = (1 - own) / np.maximum(own * (1 / order - 1), 1e-12)
    share = np.minimum(np.minimum(p.climb, bound), order / own)
    return share * own / order, (1 - share) * own


def belief_of_order(m: Month, d: Disputes, who: Pairs) -> Array:
    """Return the chance (N,) that the threats of some senders would be carried out if an order were signed.

    h' = h(form = order) by what is known of each otherwise.  Source: the estimate on coded threats.
    """
    lead = np.argmax(m.payoffs.a[who.at] * m.w.bargaining.full[who.world] * m.model.own[who.sender], axis=-1)
    form, kind = np.full(lead.shape, ORDER_FORM), m.model.issues.kind[lead]
    x = known(m.w, m.model, d.option[who.at], form, kind, d.record[who.at], who.world)
    return estimated.follow_through(m.model.estimate, x)
