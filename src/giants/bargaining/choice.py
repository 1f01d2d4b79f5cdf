"""What a sender could announce: the matters that it may raise, and each option with the package it would ask for."""

from typing import NamedTuple

import numpy as np

from giants.bargaining import estimated, nash
from giants.bargaining.beliefs import known
from giants.bargaining.estimated import UNKNOWN
from giants.bargaining.log import Alternative
from giants.bargaining.model import RED_LINE, TOPIC
from giants.bargaining.month import Month
from giants.bargaining.state import BargainingState, Pairs
from giants.symbols import MEX, Array


class Matter(NamedTuple):
    """What some senders (N,) raise, and could announce on it."""

    who: Pairs
    issues: Array
    """(N, K) of the topic"""
    room: Array
    """(N, K) how far the sender believes that each can move, 0 for what is not asked"""
    usable: Array
    """(N, O) whether an option can be announced"""


class Choice(NamedTuple):
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

    def take(self, rows: Array) -> "Choice":
        """Return some of them."""
        return Choice(*(values[rows] for values in self))


def matters(m: Month, who: Pairs, odds: Array) -> Matter:
    """Return the topics that are drawn with some odds (N, d) of their issues, where one can be found with an option.

    room_k = max(min(w_k, b_k - r_k), 0):  w what is missing, b the red line that the sender believes in, uniform in its
    class's range, r the policy in force without a deal, given ones included.  Prior: the ranges of red lines.
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
    return Matter(who.take(able), issues[able], room[able], usable[able])


def drawn_by(odds: Array, u: Array) -> Array:
    """Return the position (...,) that uniform draws u (...,) give on the last axis of `odds` (..., K).

    k = min {k : u Σ odds < Σ_i≤k odds_i}, so that P(k) = odds_k / Σ odds.  Definition.
    """
    edges = np.cumsum(odds, axis=-1)
    return np.sum((edges <= u[..., None] * edges[..., -1:]) & (edges < edges[..., -1:]), axis=-1)


def choices(m: Month, s: BargainingState, matter: Matter) -> Choice:
    """Return what each option would be announced with: the package of most worth that screening allows.

    The sender believes in the red lines that bound `room`, and asks what costs the target (h + width) L / 2: the
    demand of a sender who does not know the target's cost (`screening.demand`) where the chance q of a concession does
    not turn on the size of the demand, as in coded cases, so that its own loss bears on the choice of the option only.
    EV = q v - (1 - q) h net:  v what the demand is worth, q and h the chances of a concession and of being carried out
    if resisted, net what imposing costs the sender, each over the worth of all that is missing; options (E,), issues
    (E, K).  Source of q and h: the estimate on coded threats.
    """
    p, worth, (row, option) = m.model.p, m.payoffs, np.nonzero(matter.usable)
    there, who = matter.who.on(matter.issues), matter.who.take(row)
    a = np.where(matter.room > 0, worth.a[matter.who.own(matter.issues)], 0.0)
    c, g, wanted = worth.c[there], worth.g[matter.issues], worth.wanted[there]
    at = who.on(option)
    L, net = m.losses.target[at], m.losses.sender[at] - m.losses.benefit[at]
    kind = lead_kind(m, matter)[row]
    x = known(m.w, m.model, option, np.full(row.size, UNKNOWN), kind, s.disputes.record[who.at], who.world)
    h, q = estimated.follow_through(m.model.estimate, x), estimated.concede(m.model.estimate, x)
    asked = nash.package(0.5 * (h + p.width) * L, a[row], c[row], g[row], matter.room[row])
    felt = h * L > p.rally_gdp * (m.model.options.target[option] == MEX)  # else resisting is worth more than it costs
    v, full = np.vecdot(asked, a[row]) * felt, np.vecdot(a, wanted)
    value = (q * v - (1 - q) * h * net) / full[row]
    return Choice(row, option, asked, nash.cost(asked, c[row], g[row]), v, q, value)


def lead_kind(m: Month, matter: Matter) -> Array:
    """Return the class (N,) of the issue of most worth of each matter: argmax_k a_k · w_k of what may move.

    The class by which coded threats were read.  Definition.
    """
    who, issues = matter.who, matter.issues
    worth = m.payoffs.a[who.own(issues)] * m.payoffs.wanted[who.on(issues)]
    lead = np.argmax(np.where(matter.room > 0, worth, -1.0), axis=-1)
    return np.asarray(m.model.issues.kind[issues[np.arange(len(lead)), lead]])


def alternatives(m: Month, choice: Choice, matter: int) -> tuple[Alternative, ...]:
    """Return what could have been announced on the matter, the best first."""
    o, rows = m.model.options, np.flatnonzero((choice.matter == matter) & (choice.worth > 1e-9))
    best = choice.take(rows[np.argsort(-choice.value[rows], kind="stable")])
    return tuple(
        Alternative(o.name[option], size, value, concede)
        for option, size, value, concede in zip(
            best.option.tolist(), o.size[best.option].tolist(), best.value.tolist(), best.concede.tolist(), strict=True
        )
    )
