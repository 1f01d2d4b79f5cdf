"""What can be known of a demand before it is answered, or made: the worth of each choice to both sides.

Nothing here uses the luck of the month: chances are those that both sides could estimate, so that a person who is
shown them knows no more than the model's own rule.  Worths are shares of the GDP of the side that has them, over the
horizon of bargaining.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants.bargaining import estimated, nash, ratify, talks, threats
from giants.bargaining.beliefs import known
from giants.bargaining.estimated import UNKNOWN, KnownThreat
from giants.bargaining.given import FREE
from giants.bargaining.model import DRAWS, RATIFY, TARGET
from giants.bargaining.month import Month, month
from giants.bargaining.phase import rested
from giants.bargaining.state import QUIET, BargainingState, last_month
from giants.bargaining.succession import inherit
from giants.model import Giants
from giants.symbols import MEX, Array


class Table(NamedTuple):
    """Bargaining in the coming month: before anybody moves, and after demands have been made but not yet answered."""

    month: Month
    before: BargainingState
    state: BargainingState


class Worth(NamedTuple):
    """Expected worth of an answer to the target and to the sender."""

    target: float
    sender: float


class Answers(NamedTuple):
    """What is known of an open demand, and what each answer to it is worth."""

    worth: dict[str, Worth]
    """by answer: concede, share, refuse, wait, and rule, which leaves it to the model"""
    offered: Array
    """(d,) what `share` would grant"""
    deal: bool
    """whether there is a bargain that suits both"""
    passes: float
    """chance that what a legislature must pass of it passes"""
    this_month: float
    """chance that the model's rule offers terms this month"""
    in_spite: float
    """chance that the sender acts although its target has conceded"""
    due: bool
    """the sender's deadline is this month"""
    extend: float
    """chance that it is then moved"""


class Option(NamedTuple):
    """What a demand for all that is wanted on an issue would be worth, threatened with one instrument."""

    issue: int
    option: int
    worth: float
    """worth of the demand to the sender"""
    cost: float
    """what granting it costs the target"""
    concede: float
    carried_out: float
    """chance that it is carried out if resisted"""
    value: float
    """expected worth to the sender: q v - (1 - q) h net"""


def table(model: Giants) -> Table:
    """Return bargaining as it will stand in the coming month; the model does not move."""
    ahead = Giants(model.settings, world=model.world)
    w, b = ahead.world, ahead.blocks
    ahead.write(w.calendar, b.calendar)
    ahead.write(w.actions, ahead.act)
    ahead.write(w.threat_losses, b.threat_losses)
    m = month(w, b.bargaining_model, b.luck_of_bargaining(w), b.given.get(ahead.month, FREE))
    before = inherit(m, rested(m, last_month(w)))
    return Table(m, before, threats.make(m, before))


def answers(at: Table, sender: int) -> Answers:
    """Return what each answer to the open demand of `sender` is worth.

    concede, share: -C and v of what is granted, less what follows if the sender acts in spite of it;
    refuse: -(h L - ρ) and h (b - L_s) - (1 - h) α;  rule: q share + (1 - q) refuse;
    wait: the rule's in later months, and refuse at a deadline that is not moved

    What is in force is felt with certainty, and its sender has nothing to lose by dropping it.
    """
    m, p, who = at.month, at.month.model.p, np.arange(len(at.state.disputes.stage)) == sender
    s = at.state._replace(disputes=talks.a_month_on(m, at.state.disputes))
    d, row, target = s.disputes, int(s.disputes.option[sender]), int(TARGET[sender])
    in_force, h, asked = bool(d.in_force[sender]), float(d.belief[sender]), s.policies.asked * m.model.own[sender]
    net, loss = float(m.losses.benefit[row] - m.losses.sender[row]), float(d.threat_loss[sender])
    if in_force:
        refuse = Worth(-loss, net)
    else:
        alpha = p.alpha_ratio * float(m.payoffs.a[sender] @ asked)
        refuse = Worth(-(h * loss - p.rally_gdp * (target == MEX)), h * net - (1 - h) * alpha)
    expressive = 0.0 if in_force else float(estimated.expressive(m.model.estimate, _known(at, sender, row))[0])
    in_spite = expressive * h
    act = Worth(-in_spite * loss, in_spite * net)
    # a draw of nought passes every legislature, so that the terms are those before ratification
    sure = replace(m, u=np.where(np.arange(len(DRAWS)) == RATIFY, 0.0, m.u))
    terms = talks.terms(sure, s, who)
    deal, x = bool(terms.found[sender]), terms.kept[sender]
    passes = float(ratify.chance(m.w.society.approval[target], p.support_needed, p.support_width))
    by_law = m.model.issues.kind == ratify.STRUCTURAL
    share = _plus(_granted(m, sender, np.where(by_law, passes, 1.0), x), act) if deal else refuse
    q = float(d.concede[sender]) * (d.refused[sender] == 0)
    rule = _mixed(q, share, refuse)
    due = bool(d.threatened[sender] and d.deadline[sender] <= 0)
    worth = {
        "concede": _plus(_granted(m, sender, np.ones_like(x), asked), act),
        "share": share,
        "refuse": refuse,
        "wait": _mixed(p.extend, rule, refuse) if due else rule,
        "rule": rule,
    }
    needed = passes if bool((x * by_law > 0).any()) else 1.0
    return Answers(worth, x, deal, needed, float(talks.asks(m, s)[sender]), in_spite, due, p.extend)


def _granted(m: Month, sender: int, chance: Array, x: Array) -> Worth:
    """Return the expected worth of policies x (d,), each in force with a chance (d,)."""
    cost = m.payoffs.c * x + 0.5 * m.payoffs.g * x * x
    return Worth(-float(chance @ cost), float((m.payoffs.a[sender] * chance) @ x))


def _plus(one: Worth, other: Worth) -> Worth:
    return Worth(one.target + other.target, one.sender + other.sender)


def _mixed(chance: float, one: Worth, other: Worth) -> Worth:
    return Worth(*(float(chance * a + (1 - chance) * b) for a, b in zip(one, other, strict=True)))


def _known(at: Table, sender: int, row: int) -> KnownThreat:
    """Return what can be known of the open threat of `sender`."""
    d = at.state.disputes
    lead = int(np.argmax(at.month.payoffs.a[sender] * at.state.policies.asked * at.month.model.own[sender]))
    kind = at.month.model.issues.kind[[lead]]
    return known(at.month.w, at.month.model, np.array([row]), d.form[[sender]], kind, d.record[[sender]])


def made(at: Table, sender: int) -> bool:
    """Return whether the model's rule makes a new threat for `sender` this month."""
    return bool(at.before.disputes.stage[sender] == QUIET and at.state.disputes.stage[sender] > QUIET)


def options(at: Table, sender: int) -> list[Option]:
    """Return the demands that `sender` could make now, those of most expected worth first.

    Each asks for all that is wanted on one issue, with an instrument that the law leaves; q and h are the estimates for
    a threat in no particular form.
    """
    m, o = at.month, at.month.model.options
    rows = np.flatnonzero((o.sender == sender) & m.losses.legal)
    found = []
    for issue in np.flatnonzero(m.model.own[sender] * m.payoffs.a[sender] * m.payoffs.wanted > 1e-9).tolist():
        wanted = np.zeros(len(m.payoffs.wanted))
        wanted[issue] = m.payoffs.wanted[issue]
        v = float(m.payoffs.a[sender] @ wanted)
        cost = float(nash.cost(wanted, m.payoffs.c, m.payoffs.g))
        kinds, record = (
            np.full(rows.size, m.model.issues.kind[issue]),
            np.full(rows.size, at.state.disputes.record[sender]),
        )
        x = known(m.w, m.model, rows, np.full(rows.size, UNKNOWN), kinds, record)
        h, q = estimated.follow_through(m.model.estimate, x), estimated.concede(m.model.estimate, x)
        value = q * v - (1 - q) * h * (m.losses.sender[rows] - m.losses.benefit[rows])
        found += [Option(issue, *row) for row in zip(rows.tolist(), [v] * rows.size, [cost] * rows.size, q.tolist(),
                                                     h.tolist(), value.tolist(), strict=True)]  # fmt: skip
    return sorted(found, key=lambda one: -one.value)
