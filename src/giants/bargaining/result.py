"""The result of the bargain phase: one field per symbol that it writes."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from giants.bargaining.expect import Force
from giants.bargaining.table import Desk
from giants.bargaining.treaty import Treaty
from giants.symbols import ECONOMIES, Array


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """New values of the symbols of ``symbols.Policy``; see that table for units."""

    lever: Array
    promised: Array
    asked: Array
    bought: Array
    regional: Array
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
    exempt: Array
    threat_loss: Array
    threats_made: Array
    deals_made: Array
    impositions: Array
    refusals: Array
    concession_cost: Array
    inducement: Array
    retaliation: Array
    added_tariff: Array
    standing_tariff: Array
    preference_lost: float
    remittance_tax: float
    border_friction: float
    local_subsidy: float
    capital_hold: float
    cooperation: float
    treaty_in_force: float
    treaty_horizon: float
    treaty_notice: float
    expected_tariff: Array
    tariff_variance: Array
    approval_shift: Array

    @classmethod
    def of(cls, desk: Desk, lever: Array, force: Force, pact: Treaty, mean: Array, variance: Array) -> Self:
        """Return the result of a month from its desk."""
        whole = _columns([desk.stage, desk.option, desk.deadline, desk.extended, desk.age, desk.rest], int)
        real = _columns(
            [
                desk.resolved,
                desk.concede,
                desk.belief,
                desk.spared,
                desk.loss,
                desk.threats_made,
                desk.deals_made,
                desk.impositions,
                desk.refusals,
                desk.concession_cost,
                desk.approval,
                force.retaliation,
                force.exempt,
            ],
            float,
        )
        return cls(
            lever=lever,
            promised=desk.promised,
            asked=desk.asked,
            bought=desk.bought,
            regional=desk.regional,
            stage=whole[0],
            option=whole[1],
            deadline=whole[2],
            extended=whole[3],
            age=whole[4],
            rest=whole[5],
            resolved=real[0],
            concede=real[1],
            belief=real[2],
            spared=real[3],
            exempt=real[12],
            threat_loss=real[4],
            threats_made=real[5],
            deals_made=real[6],
            impositions=real[7],
            refusals=real[8],
            concession_cost=real[9],
            inducement=desk.inducement,
            retaliation=real[11],
            added_tariff=force.tariff,
            standing_tariff=desk.standing,
            preference_lost=max(force.preference_lost, 1.0 - pact.in_force),
            remittance_tax=force.remittance_tax,
            border_friction=force.border_friction,
            local_subsidy=force.local_subsidy,
            capital_hold=force.capital_hold,
            cooperation=force.cooperation,
            treaty_in_force=pact.in_force,
            treaty_horizon=pact.horizon,
            treaty_notice=pact.notice,
            expected_tariff=mean,
            tariff_variance=variance,
            approval_shift=real[10],
        )


def _columns(rows: list[Array], kind: type) -> Array:
    """Return the rows of the senders as columns over all economies, zero elsewhere."""
    columns: Array = np.zeros((len(rows), len(ECONOMIES)), dtype=kind)
    columns[:, : len(rows[0])] = rows
    return columns
