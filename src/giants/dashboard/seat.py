"""A chair at the table: what a person is asked this month, what each choice is worth, and what it gives to the run.

Who sits for an economy answers the demands on it and makes its own.  Leaving a choice to the model gives nothing to the
run, which then draws as ever.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from giants.answers import REPLIES, Answer
from giants.bargaining.model import TARGET
from giants.bargaining.ratify import CLASSES
from giants.bargaining.signals import FORMS
from giants.dashboard.side import Side
from giants.dashboard.view import in_words
from giants.errors import InputError
from giants.explain.answers import Option, Table, Worth, answers, made, options, table
from giants.records.story import Story
from giants.records.words import Words
from giants.scenario import NOTHING, Demand
from giants.symbols import ECONOMIES, ISSUES, MEX, USA

CHAIRS = {"MEX": MEX, "USA": USA}
"""Economies that a person can play."""
SENDERS = ("MEX", "USA", "CHN")
OFFERED = 60
"""Demands that the page offers, the best first."""
RULE = "rule"
"""Choice that leaves it to the model."""


def question(side: Side) -> dict[str, Any] | None:
    """Return what a person must decide before the coming month can be played, None for nothing.

    Demands come first, as they decide what there is to answer.
    """
    if not (side.chairs and side.left):
        return None
    at = table(side.model)
    for chair in side.chairs:
        if made(at, CHAIRS[chair]) and not _decided(side, chair, chair):
            return proposal(side, at, chair)
    for chair in side.chairs:
        for sender in _addressing(at, chair):
            if not _decided(side, chair, sender) and _is_open(at, sender):
                return demand(side, at, chair, sender)
    return None


def _addressing(at: Table, chair: str) -> list[str]:
    return [s for k, s in enumerate(SENDERS) if TARGET[k] == CHAIRS[chair] and at.state.disputes.stage[k] > 0]


def _is_open(at: Table, sender: str) -> bool:
    """Return whether a demand is to be asked about: a threat stands, or its instrument came into force last month."""
    d, k = at.state.disputes, SENDERS.index(sender)
    return bool((d.threatened[k] and d.refused[k] == 0) or (d.in_force[k] and d.age[k] == 0))


def _decided(side: Side, chair: str, sender: str) -> bool:
    return (side.done, chair, sender) in side.decided


def demand(side: Side, at: Table, chair: str, sender: str) -> dict[str, Any]:
    """Return an open demand on `chair` with what each answer is worth, what is not known, and what it cost before."""
    k, m, d = SENDERS.index(sender), at.month, at.state.disputes
    known, row = answers(at, k), int(d.option[k])
    asked = at.state.policies.asked * m.model.own[k]
    lead = int(np.argmax(m.payoffs.a[k] * asked))
    line = float((m.reservation + m.payoffs.given + m.payoffs.room)[lead])
    policy = float((m.reservation + m.payoffs.given)[lead])

    def said(say: Words, story: Story) -> dict[str, Any]:
        return {
            "date": story.date(side.done),
            "sender": say.say("economy", sender),
            "target": say.say("economy", chair),
            "matters": [[say.say("matter", ISSUES[i]), _short(asked[i]), _short(known.offered[i])]
                        for i in np.flatnonzero(asked > 1e-9).tolist()],
            "tool": story.tool(m.model.options.name[row], float(m.model.options.size[row])),
            "form": say.say("form", FORMS[int(d.form[k])]),
            "by": story.date(side.done + max(int(d.deadline[k]) - 1, 0)),
        }  # fmt: skip

    return {
        "kind": "answer", "chair": chair, "sender": sender, "in_force": bool(d.in_force[k]),
        "words": in_words(side.model, said),
        "worth": {reply: _percent(worth) for reply, worth in known.worth.items()},
        "deal": known.deal, "passes": _short(known.passes), "rule_now": _short(known.this_month),
        "rule_in_all": _short(d.concede[k]), "belief": _short(d.belief[k]), "in_spite": _short(known.in_spite),
        "due": known.due, "extend": _short(known.extend), "loss": _short(100 * m.losses.target[row]),
        "loss_sender": _short(100 * (m.losses.sender[row] - m.losses.benefit[row])),
        "line": in_words(side.model, lambda say, _: say.say("matter", ISSUES[lead])) if chair in side.chairs else None,
        "red_line": _short(line), "policy": _short(policy), "last": last(side, sender, chair),
    }  # fmt: skip


def proposal(side: Side, at: Table, chair: str) -> dict[str, Any]:
    """Return the demand that the model's rule would make from `chair` now, beside all that it could make."""
    k, d, o = CHAIRS[chair], at.state.disputes, at.month.model.options
    own: dict[str, Any] = {"kind": "demand", "chair": chair, "sender": chair, "rule": None,
           "date": in_words(side.model, lambda _, story: story.date(side.done))}  # fmt: skip
    if made(at, k):
        row, lead = int(d.option[k]), int(np.argmax(at.state.policies.asked * at.month.model.own[k]))
        own["rule"] = in_words(side.model, lambda say, story: {
            "demand": say.demand(ISSUES[lead]), "tool": story.tool(o.name[row], float(o.size[row])),
            "form": say.say("form", FORMS[int(d.form[k])])})  # fmt: skip
        own["rule_carried_out"], own["rule_concede"] = _short(d.belief[k]), _short(d.concede[k])
    low, high = zip(*at.month.model.p.believed_red_line, strict=True)
    lines = {kind: [_short(low[n]), _short(high[n])] for n, kind in enumerate(CLASSES)}
    return own | {
        "options": [_option(side, at, one) for one in options(at, k)[:OFFERED]],
        "red_lines": lines,
        "last": last(side, chair, ECONOMIES[int(TARGET[k])]),
    }


def _option(side: Side, at: Table, one: Option) -> dict[str, Any]:
    o, m = at.month.model.options, at.month
    name, size = o.name[one.option], float(o.size[one.option])
    return {
        "issue": ISSUES[one.issue], "instrument": name, "size": size,
        "class": CLASSES[int(m.model.issues.kind[one.issue])],
        "words": in_words(
            side.model, lambda say, story: [say.say("matter", ISSUES[one.issue]), story.tool(name, size)]
        ),
        "worth": _short(100 * one.worth), "cost": _short(100 * one.cost), "concede": _short(one.concede),
        "carried_out": _short(one.carried_out), "value": _short(100 * one.value),
        "loss_target": _short(100 * m.losses.target[one.option]),
        "loss_sender": _short(100 * (m.losses.sender[one.option] - m.losses.benefit[one.option])),
    }  # fmt: skip


def last(side: Side, sender: str, target: str) -> dict[str, Any] | None:
    """Return how the last demand of `sender` on `target` ended and what it cost, None if there was none."""
    own = [line for line in side.log if (line.event.actor, line.event.other) == (sender, target) and line.episode]
    if not own:
        return None
    episode = [line for line in own if line.episode == own[-1].episode]
    end = episode[-1]
    granted = [line.event for line in episode if line.event.outcome in ("deal", "pocketed", "offered")]
    imposed = [line.event for line in episode if line.event.outcome in ("imposed", "notice")]
    return {
        "text": end.text,
        "date": side.date(end.event.month),
        "cost": _short(100 * sum(event.cost_target for event in granted)),
        "loss": _short(100 * sum(event.loss_target for event in imposed)),
    }


def decide(side: Side, chair: Any, sender: Any, chosen: Any, order: Mapping[str, Any] | None = None) -> None:
    """Carry out what a person has decided for the coming month.

    `chosen` is an answer or `rule` where `sender` demands; where the chair demands itself it is `make` with an `order`
    (issue, instrument, size, deadline), `silence` or `rule`.  Raises InputError for anything else.
    """
    if chair not in side.chairs or sender not in SENDERS or not side.left:
        raise InputError("nobody here has that to decide")
    if chosen == RULE:
        pass
    elif chair != sender and chosen in REPLIES and TARGET[SENDERS.index(sender)] == CHAIRS[chair]:
        side.give(answers=[Answer(side.date(), sender, chosen)])
    elif chair == sender and chosen == "silence":
        side.give(demands=[Demand(side.date(), chair, NOTHING)])
    elif chair == sender and chosen == "make" and isinstance(order, Mapping):
        side.give(demands=[_ordered(side, chair, order)])
    else:
        raise InputError("that is none of the choices")
    side.decided.add((side.done, chair, sender))


def _ordered(side: Side, chair: str, order: Mapping[str, Any]) -> Demand:
    issue, instrument = str(order.get("issue")), str(order.get("instrument"))
    size, deadline = order.get("size"), order.get("deadline")
    if not isinstance(size, int | float) or not isinstance(deadline, int) or not 1 <= deadline <= 24:
        raise InputError("a demand needs a size of its instrument and a deadline of 1 to 24 months")
    if issue not in ISSUES or issue == NOTHING:
        raise InputError("a demand needs an issue")
    return Demand(side.date(), chair, issue, instrument, float(size), deadline)  # type: ignore[arg-type]


def _percent(worth: Worth) -> list[float]:
    return [_short(100 * worth.target), _short(100 * worth.sender)]


def _short(value: Any) -> float:
    return float(f"{float(value):.4g}")
