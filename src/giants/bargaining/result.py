"""The result of the bargaining phase: one field per symbol that it writes."""

from dataclasses import dataclass
from typing import Self

from giants.bargaining.expect import Force
from giants.bargaining.table import Desk
from giants.bargaining.treaty import Treaty
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """New values of the symbols of ``symbols.Bargaining``; see that table for units."""

    lever: Array
    promised: Array
    overdue: Array
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
        return cls(
            lever=lever,
            promised=desk.promised,
            overdue=desk.overdue,
            asked=desk.asked,
            bought=desk.bought,
            regional=desk.regional,
            stage=desk.stage,
            option=desk.option,
            deadline=desk.deadline,
            extended=desk.extended,
            age=desk.age,
            rest=desk.rest,
            resolved=desk.resolved,
            concede=desk.concede,
            belief=desk.belief,
            spared=desk.spared,
            exempt=force.exempt,
            threat_loss=desk.loss,
            threats_made=desk.threats_made,
            deals_made=desk.deals_made,
            impositions=desk.impositions,
            refusals=desk.refusals,
            concession_cost=desk.concession_cost,
            inducement=desk.inducement,
            retaliation=force.retaliation,
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
            approval_shift=desk.approval,
        )
