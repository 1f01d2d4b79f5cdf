"""Lines of the log, made from the state in which a dispute stands."""

from typing import Any

import numpy as np

from giants.bargaining.log import BEGIN, Episode, economy
from giants.bargaining.model import TARGET
from giants.bargaining.month import Month
from giants.bargaining.signals import FORMS
from giants.bargaining.state import BargainingState
from giants.symbols import ISSUES, Array


def told(m: Month, s: BargainingState, line: Episode) -> BargainingState:
    """Return the state with one more line of the log."""
    return s._replace(events=(*s.events, line))


def of_no_dispute(m: Month, sender: int, outcome: str, issue: str, **known: Any) -> Episode:
    """Return a line that belongs to no dispute, with what is known of it."""
    return Episode(month=int(m.w.calendar.month), sender=economy(sender), target=economy(int(TARGET[sender])),
                   outcome=outcome, issue=issue, **known)  # fmt: skip


def of_treaty(m: Month, sender: int, outcome: str) -> Episode:
    """Return a line on the treaty itself."""
    return of_no_dispute(m, sender, outcome, "treaty_renewal")


def of_dispute(m: Month, s: BargainingState, sender: int, outcome: str, granted: Array | None = None) -> Episode:
    """Return a line on the open dispute of `sender`; `granted` (d,) is the deal, if there is one."""
    d, o = s.disputes, m.model.options
    option = int(d.option[sender])
    return of_no_dispute(
        m,
        sender,
        outcome,
        instrument=o.name[option],
        size=float(o.size[option]),
        form=FORMS[int(d.form[sender])],
        deadline=max(int(d.deadline[sender]) - (outcome in BEGIN), 0),
        given=_is_given(m, sender, outcome),
        in_force=bool(d.in_force[sender]),
        belief=float(d.belief[sender]),
        concede=float(d.concede[sender]),
        carried_out=float(d.carried_out[sender]),
        loss_target=float(m.losses.target[option]),
        loss_sender=float(m.losses.sender[option]),
        benefit=float(m.losses.benefit[option]),
        **_demand(m, s, sender, granted),
    )


def _is_given(m: Month, sender: int, outcome: str) -> bool:
    """Return whether what happened follows a demand or an answer that was given; what gives way to one is not."""
    if sender in m.given.orders and outcome in (*BEGIN, "lifted", "withdrawn"):
        return outcome in BEGIN
    return bool(m.given.reply[sender]) and outcome not in BEGIN


def _demand(m: Month, s: BargainingState, sender: int, x: Array | None) -> dict[str, Any]:
    """Return what the log says of a demand and of the deal x (d,) over it, if any: worths, costs, its leading issue.

    The full demand is the proposer's ideal less the policy, in force or promised, when it was asked for more.
    """
    worth, own = m.payoffs, m.model.own[sender]
    a, asked, full = worth.a[sender], s.policies.asked * own, s.policies.full * own
    lead, ideal, wanted = int(np.argmax(a * asked)), max(float(a @ full), 1e-12), float(a @ asked)
    gain = 0.0 if x is None else float(a @ x)
    return {
        "issue": ISSUES[lead],
        "policy": float(m.model.theirs[lead] - full[lead]),
        "full": float(full[lead]),
        "asked": float(asked[lead]),
        "granted": 0.0 if x is None else float(x[lead]),
        "red_line": float((m.reservation + worth.given + worth.room)[lead]),
        "weight": ideal / max(float(a.sum()), 1e-12),
        "asked_share": wanted / ideal,
        "share": gain / ideal,
        "backing_down": m.model.p.alpha_ratio * wanted,
        "worth_asked": wanted,
        "cost_asked": float(worth.c @ asked + 0.5 * worth.g @ (asked * asked)),
        "worth_sender": gain,
        "cost_target": 0.0 if x is None else float(worth.c @ x + 0.5 * worth.g @ (x * x)),
    }
