"""Lines of the log, made from the state in which a dispute stands."""

from dataclasses import replace
from typing import Any

import numpy as np

from giants.bargaining.log import BEGIN, Alternative, Episode, economy
from giants.bargaining.model import TARGET
from giants.bargaining.month import Month
from giants.bargaining.signals import FORMS
from giants.bargaining.state import BargainingState
from giants.symbols import ISSUES, Array


def told(m: Month, s: BargainingState, sender: int, outcome: str, granted: Array | None = None,
         alternatives: tuple[Alternative, ...] = ()) -> BargainingState:  # fmt: skip
    """Return the state with one more line of the log; `granted` (d,) is the deal, if there is one."""
    line = replace(episode(m, s, sender, outcome, granted), alternatives=alternatives)
    return s._replace(events=(*s.events, line))


def of_treaty(m: Month, s: BargainingState, sender: int, outcome: str) -> BargainingState:
    """Return the state with a line on the treaty itself, which belongs to no dispute."""
    line = Episode(month=int(m.w.calendar.month), sender=economy(sender), target=economy(int(TARGET[sender])),
                   outcome=outcome, issue="treaty_renewal")  # fmt: skip
    return s._replace(events=(*s.events, line))


def episode(m: Month, s: BargainingState, sender: int, outcome: str, granted: Array | None) -> Episode:
    """Return the line of the open dispute of `sender`; shares are of the worth of the full demand."""
    d, o, option = s.disputes, m.model.options, int(s.disputes.option[sender])
    return Episode(
        month=int(m.w.calendar.month),
        sender=economy(sender),
        target=economy(int(TARGET[sender])),
        outcome=outcome,
        instrument=o.name[option],
        size=float(o.size[option]),
        form=FORMS[int(d.form[sender])],
        deadline=max(int(d.deadline[sender]) - (outcome in BEGIN), 0),
        in_force=bool(d.in_force[sender]),
        loss_target=float(m.losses.target[option]),
        loss_sender=float(m.losses.sender[option]),
        benefit=float(m.losses.benefit[option]),
        belief=float(d.belief[sender]),
        concede=float(d.concede[sender]),
        given=_is_given(m, sender, outcome),
        **_demand(m, s, sender, np.zeros(len(ISSUES)) if granted is None else granted),
    )


def _is_given(m: Month, sender: int, outcome: str) -> bool:
    """Return whether what happened follows a demand or an answer that was given; what gives way to one is not."""
    if sender in m.given.orders and outcome in (*BEGIN, "unmade", "lifted", "withdrawn"):
        return outcome in (*BEGIN, "unmade")
    return bool(m.given.reply[sender]) and outcome not in BEGIN


def _demand(m: Month, s: BargainingState, sender: int, x: Array) -> dict[str, Any]:
    """Return what the log says of a demand and of what is granted of it, x (d,): positions, worths and costs."""
    a, c, g, asked = m.payoffs.a[sender], m.payoffs.c, m.payoffs.g, s.policies.asked * m.model.own[sender]
    weighed = a * s.policies.full
    lead, total = int(np.argmax(weighed)), max(float(weighed.sum()), 1e-12)
    return {
        "issue": ISSUES[lead],
        "policy": float(m.w.bargaining.position[lead]),
        "full": float(s.policies.full[lead]),
        "asked": float(asked[lead]),
        "granted": float(x[lead]),
        "red_line": float((m.reservation + m.payoffs.given + m.payoffs.room)[lead]),
        "asked_share": float(a @ asked) / total,
        "share": min(float(a @ x) / total, 1.0),
        "backing_down": m.model.p.alpha_ratio * float(a @ asked),
        "worth_asked": float(a @ asked),
        "cost_asked": float(c @ asked + 0.5 * g @ (asked * asked)),
        "worth_sender": float(a @ x),
        "cost_target": float(c @ x + 0.5 * g @ (x * x)),
    }
