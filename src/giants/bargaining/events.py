"""Lines of the log, made from the state in which a dispute stands."""

import numpy as np

from giants.bargaining.log import Episode, economy
from giants.bargaining.model import TARGET
from giants.bargaining.month import Month
from giants.bargaining.signals import FORMS
from giants.bargaining.state import BargainingState
from giants.symbols import ISSUES, Array


def told(m: Month, s: BargainingState, sender: int, outcome: str, granted: Array | None = None) -> BargainingState:
    """Return the state with one more line of the log; `granted` (d,) is the deal, if there is one."""
    return s._replace(events=(*s.events, episode(m, s, sender, outcome, granted)))


def of_treaty(m: Month, s: BargainingState, sender: int, outcome: str) -> BargainingState:
    """Return the state with a line on the treaty itself, which belongs to no dispute."""
    line = Episode(int(m.w.calendar.month), economy(sender), economy(int(TARGET[sender])), outcome, "treaty_renewal")
    return s._replace(events=(*s.events, line))


def episode(m: Month, s: BargainingState, sender: int, outcome: str, granted: Array | None) -> Episode:
    """Return the line of the open dispute of `sender`; shares are of the worth of the full demand."""
    d, policies, o, worth = s.disputes, s.policies, m.model.options, m.payoffs
    option, x = int(d.option[sender]), np.zeros(len(ISSUES)) if granted is None else granted
    weighed = worth.a[sender] * policies.full
    lead, total = int(np.argmax(weighed)), max(float(weighed.sum()), 1e-12)
    return Episode(
        month=int(m.w.calendar.month),
        sender=economy(sender),
        target=economy(int(TARGET[sender])),
        outcome=outcome,
        issue=ISSUES[lead],
        demand=m.model.issues.demands[lead],
        instrument=o.name[option],
        size=float(o.size[option]),
        form=FORMS[int(d.form[sender])],
        deadline=int(d.deadline[sender]),
        in_force=bool(d.in_force[sender]),
        full=float(policies.full[lead]),
        asked=float(policies.asked[lead]),
        granted=float(x[lead]),
        asked_share=float(worth.a[sender] @ (policies.asked * m.model.own[sender])) / total,
        share=min(float(worth.a[sender] @ x) / total, 1.0),
        loss_target=float(m.losses.target[option]),
        loss_sender=float(m.losses.sender[option]),
        belief=float(d.belief[sender]),
        concede=float(d.concede[sender]),
        carried_out=float(d.carried_out[sender]),
        worth_sender=float(worth.a[sender] @ x),
        cost_target=float(worth.c @ x + 0.5 * worth.g @ (x * x)),
    )
