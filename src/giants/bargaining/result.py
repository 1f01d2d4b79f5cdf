"""The block that the bargaining phase writes, from the desk at the end of the month."""

from giants.bargaining.expect import Force
from giants.bargaining.table import Desk
from giants.bargaining.treaty import Treaty
from giants.symbols import Array, Bargaining


def block_of(desk: Desk, lever: Array, force: Force, pact: Treaty, mean: Array, variance: Array) -> Bargaining:
    """Return the block of a month; see `symbols.Bargaining` for units."""
    return Bargaining(
        position=lever,
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
