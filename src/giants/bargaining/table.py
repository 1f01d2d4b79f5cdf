"""The month's desk: working copies of the bargaining state, and the log that fills while talks go on."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from giants.bargaining.board import SENDERS, TARGET, Board
from giants.bargaining.log import BEGIN, Alternative, Episode, economy
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
          x: Array | None = None, alternatives: tuple[Alternative, ...] = ()) -> None:  # fmt: skip
    """Write one row of the log for sender `s`; x is the deal, if there is one."""
    told = Episode(month=desk.month, sender=economy(s), target=economy(int(TARGET[s])), outcome=outcome,
                   issue="treaty_renewal")  # fmt: skip
    if priced is not None and worth is not None:
        option = int(desk.option[s])
        told = replace(
            told,
            instrument=board.options.name[option],
            size=float(board.options.size[option]),
            deadline=max(int(desk.deadline[s]) - (outcome in BEGIN), 0),
            belief=float(desk.belief[s]),
            concede=float(desk.concede[s]),
            loss_target=float(priced.target[option]),
            loss_sender=float(priced.sender[option]),
            benefit=float(priced.benefit[option]),
            alternatives=alternatives,
            **_demand(desk, board, worth, s, np.zeros(len(ISSUES)) if x is None else x),
        )
    desk.events.append(told)


def _demand(desk: Desk, board: Board, worth: Terms, s: int, x: Array) -> dict[str, Any]:
    """Return what the log says of a demand and of the deal x (d,) over it: worths, costs, and its leading issue."""
    a, asked = worth.a[s], desk.asked * (board.own[s] > 0)
    policy = desk.line + desk.promised + desk.bought - x
    full = np.maximum(board.theirs - policy, 0.0) * (asked > 0)
    lead, ideal = int(np.argmax(a * asked)), float(a @ full)
    return {
        "issue": ISSUES[lead],
        "policy": float(policy[lead]),
        "full": float(full[lead]),
        "asked": float(asked[lead]),
        "granted": float(x[lead]),
        "red_line": float(policy[lead] + worth.room[lead]),
        "weight": ideal / max(float((a * board.own[s]).sum()), 1e-12),
        "asked_share": float(a @ asked) / max(ideal, 1e-12),
        "share": float(a @ x) / max(ideal, 1e-12),
        "backing_down": board.p.alpha_ratio * float(a @ asked),
        "worth_asked": float(a @ asked),
        "cost_asked": float(worth.c @ asked + 0.5 * worth.g @ (asked * asked)),
        "worth_sender": float(a @ x),
        "cost_target": float(worth.c @ x + 0.5 * worth.g @ (x * x)),
    }
