"""Lines of the log, made from the state in which disputes stand."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from giants.bargaining import nash
from giants.bargaining.log import BEGIN, Episode, economy
from giants.bargaining.model import TARGET
from giants.bargaining.month import Month
from giants.bargaining.signals import FORMS
from giants.bargaining.state import BargainingState, Disputes, Line, Pairs, Policies
from giants.batch import shared
from giants.symbols import ECONOMIES, ISSUES, Array


def told(s: BargainingState, lines: Iterable[Line]) -> BargainingState:
    """Return the state with more lines of the log."""
    return s._replace(events=(*s.events, *lines))


def in_turn(lines: Iterable[Line]) -> list[Line]:
    """Return the lines in the order of their senders; lines of one sender stay as they are."""
    return sorted(lines, key=lambda line: ECONOMIES.index(line[1].sender))


def by_world(m: Month, s: BargainingState) -> list[tuple[Episode, ...]]:
    """Return the log of each World."""
    logs: list[list[Episode]] = [[] for _ in range(int(np.prod(m.batch)))]
    for world, line in s.events:
        logs[world].append(line)
    return [tuple(log) for log in logs]


def of_no_disputes(m: Month, who: Pairs, outcome: str, issue: str, **known: Any) -> list[Line]:
    """Return lines that belong to no dispute, with what is known of them all."""
    return _lines(m, who, [{"outcome": outcome, "issue": issue, **known}] * who.sender.size)


def of_disputes(m: Month, d: Disputes, y: Policies, who: Pairs, outcomes: Sequence[str],
                granted: Array | None = None) -> list[Line]:  # fmt: skip
    """Return lines on the open disputes of `who` (N,); `granted` (N, d) are the deals, if they are any."""
    o, option = m.model.options, d.option[who.at]
    at = who.on(option)
    columns = {
        "size": o.size[option],
        "in_force": d.in_force[who.at],
        "belief": d.belief[who.at],
        "concede": d.concede[who.at],
        "carried_out": d.carried_out[who.at],
        "loss_target": m.losses.target[at],
        "loss_sender": m.losses.sender[at],
        "benefit": m.losses.benefit[at],
        **_demands(m, y, who, granted),
    }
    names = [
        {"outcome": outcome, "instrument": o.name[row], "form": FORMS[form], "issue": ISSUES[lead],
         "deadline": max(left - (outcome in BEGIN), 0), "given": _is_given(m, sender, outcome)}
        for outcome, row, form, left, lead, sender in zip(
            outcomes, option.tolist(), d.form[who.at].tolist(), d.deadline[who.at].tolist(),
            columns.pop("lead").tolist(), who.sender.tolist(), strict=True)
    ]  # fmt: skip
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    return _lines(m, who, [name | dict(zip(columns, row, strict=True)) for name, row in zip(names, rows, strict=True)])


def _lines(m: Month, who: Pairs, known: Sequence[dict[str, Any]]) -> list[Line]:
    """Return one line for each sender, with the number of its World."""
    month, worlds = int(shared(m.w.calendar.month)), np.zeros(who.sender.size, int)
    if who.world:
        worlds = np.ravel_multi_index(who.world, m.batch)
    return [
        (world, Episode(month=month, sender=economy(sender), target=economy(int(TARGET[sender])), **one))
        for world, sender, one in zip(worlds.tolist(), who.sender.tolist(), known, strict=True)
    ]


def _is_given(m: Month, sender: int, outcome: str) -> bool:
    """Return whether what happened follows a demand or an answer that was given; what gives way to one is not."""
    if sender in m.given.orders and outcome in (*BEGIN, "lifted", "withdrawn"):
        return outcome in BEGIN
    return bool(m.given.reply[sender]) and outcome not in BEGIN


def _demands(m: Month, y: Policies, who: Pairs, x: Array | None) -> dict[str, Array]:
    """Return what the log says of demands and of the deals x (N, d) over them, if any: worths, costs, leading issues.

    The full demand is the proposer's ideal less the policy, in force or promised, when it was asked for more.
    """
    worth, own, a = m.payoffs, m.model.own[who.sender], m.payoffs.a[who.at]
    asked, full = y.asked[who.world] * own, y.full[who.world] * own
    x = np.zeros(own.shape) if x is None else x
    lead, row, c = np.argmax(a * asked, axis=-1), np.arange(len(own)), worth.c[who.world]
    ideal, wanted, gain = np.maximum(np.vecdot(a, full), 1e-12), np.vecdot(a, asked), np.vecdot(a, x)
    return {
        "lead": lead,
        "policy": m.model.theirs[lead] - full[row, lead],
        "full": full[row, lead],
        "asked": asked[row, lead],
        "granted": x[row, lead],
        "red_line": (m.reservation + worth.given + worth.room)[who.on(lead)],
        "weight": ideal / np.maximum(a.sum(-1), 1e-12),
        "asked_share": wanted / ideal,
        "share": gain / ideal,
        "backing_down": m.model.p.alpha_ratio * wanted,
        "worth_asked": wanted,
        "cost_asked": nash.cost(asked, c, worth.g),
        "worth_sender": gain,
        "cost_target": nash.cost(x, c, worth.g),
    }
