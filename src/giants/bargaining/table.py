"""The month's desk: working copies of the bargaining state, and the log that fills while talks go on."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from giants.bargaining.board import SENDERS, TARGET, Board
from giants.bargaining.log import Episode, economy
from giants.bargaining.stakes import Stakes, Terms
from giants.symbols import ECONOMIES, ISSUES, Array
from giants.world import World


@dataclass(slots=True)
class Desk:
    """Working copies of the symbols of the bargaining phase; rows are economies (three are senders) or issues (d)."""

    month: int
    promised: Array
    overdue: Array
    asked: Array
    bought: Array
    inducement: Array
    stage: Array
    option: Array
    deadline: Array
    extended: Array
    age: Array
    rest: Array
    resolved: Array
    concede: Array
    belief: Array
    spared: Array
    loss: Array
    threats_made: Array
    deals_made: Array
    impositions: Array
    refusals: Array
    concession_cost: Array
    line: Array
    treaty_in_force: bool
    retaliation: Array
    approval: Array
    position: Array
    regional: Array
    standing: Array
    caught: Array
    events: list[Episode] = field(default_factory=list)

    @classmethod
    def of(cls, w: World, line: Array) -> Self:
        """Return copies of last month's state; `line` are the policies that addressees follow by themselves."""
        y = w.bargaining
        return cls(
            month=int(w.calendar.month),
            promised=y.promised.copy(),
            overdue=y.overdue,
            asked=y.asked.copy(),
            bought=y.bought.copy(),
            inducement=y.inducement.copy(),
            stage=y.stage.copy(),
            option=y.option.copy(),
            deadline=y.deadline.copy(),
            extended=y.extended.copy(),
            age=y.age.copy(),
            rest=y.rest.copy(),
            resolved=y.resolved.copy(),
            concede=y.concede.copy(),
            belief=y.belief.copy(),
            spared=y.spared.copy(),
            loss=y.threat_loss.copy(),
            threats_made=y.threats_made.copy(),
            deals_made=y.deals_made.copy(),
            impositions=y.impositions.copy(),
            refusals=y.refusals.copy(),
            concession_cost=y.concession_cost.copy(),
            line=line,
            treaty_in_force=bool(y.treaty_in_force),
            retaliation=y.retaliation.copy(),
            approval=np.zeros(len(ECONOMIES)),
            position=y.position,
            regional=y.regional,
            standing=y.standing_tariff.copy(),
            caught=np.zeros(SENDERS, bool),
        )


def event(desk: Desk, board: Board, priced: Stakes | None, worth: Terms | None, s: int, outcome: str,
          x: Array | None = None) -> None:  # fmt: skip
    """Write one row of the log for sender `s`; x is the deal, if there is one."""
    option = int(desk.option[s])
    named = priced is not None and worth is not None
    lead, asked, full, given, cost = 0, 0.0, 1.0, 0.0, 0.0
    if worth is not None:
        weighed = worth.a[s] * desk.asked
        lead, asked, full = int(np.argmax(weighed)), float(weighed.sum()), float((worth.a[s] * board.own[s]).sum())
        if x is not None:
            given = float(worth.a[s] @ x)
            cost = float(worth.c @ x + 0.5 * worth.g @ (x * x))
    desk.events.append(
        Episode(
            month=desk.month,
            sender=economy(s),
            target=economy(int(TARGET[s])),
            outcome=outcome,
            issue=ISSUES[lead] if named else "treaty_renewal",
            demand=board.issues.demands[lead] if named else "",
            instrument=board.options.name[option] if named else "",
            size=float(board.options.size[option]) if named else 0.0,
            deadline=int(desk.deadline[s]),
            asked=asked / max(full, 1e-12) if named else 0.0,
            conceded=min(given / asked, 1.0) if asked > 0 else 0.0,
            loss_target=float(priced.target[option]) if priced is not None else 0.0,
            loss_sender=float(priced.sender[option]) if priced is not None else 0.0,
            belief=float(desk.belief[s]),
            worth_sender=given,
            cost_target=cost,
        )
    )
