"""The bargaining phase: one month of threats, talks, deals, impositions and their carrying out."""

import numpy as np

from giants.bargaining import compliance, offers, talks, threats, treaty
from giants.bargaining.beliefs import in_general, remember
from giants.bargaining.events import by_world, of_disputes, told
from giants.bargaining.given import FREE, Given
from giants.bargaining.log import Episode
from giants.bargaining.losses import legal_context
from giants.bargaining.model import SENDERS, BargainingModel
from giants.bargaining.month import Month, month
from giants.bargaining.outlook import outlook
from giants.bargaining.state import QUIET, BargainingState, last_month, pairs
from giants.bargaining.succession import inherit
from giants.bargaining.tariffs import measures_in_force
from giants.bargaining.treaty import Treaty
from giants.politics import STAYS, Ahead
from giants.rates import rate
from giants.symbols import ECONOMIES, Array, Bargaining, reads
from giants.world import World

SENDING = np.arange(len(ECONOMIES)) < SENDERS
READS = reads(
    actions="""
        accommodation china_inducement china_openness china_ports deal_offer fdi_screening intelligence_sharing
        latam_openness linkage non_fta_tariff programme red_line retaliation us_arms_control us_openness
        us_pressure us_salience voiced
    """,
    bargaining="""
        added_tariff age asked belief bought carried_out concede concession_cost cooperation deadline deals_made
        form full impositions inducement option overdue position preference_lost promised record refusals
        refused regional rest retaliation sender_type settled stage standing_tariff threat_loss threats_made
        treaty_horizon treaty_in_force treaty_notice
    """,
    calendar="""
        added_tariff claim_margin dispute_kept duty_scope mexican_law month months_to_election review tariff_kept
        treaty_forced year
    """,
    society="approval trust",
    threat_losses="benefit left legal levied sender target",
    trade="flows gdp ordinary_margin preference_use us_tariff",
)
"""What the phase reads."""


def advance(w: World, model: BargainingModel, u: Array,
            given: Given = FREE, ahead: Ahead = STAYS) -> tuple[Bargaining, list[tuple[Episode, ...]]]:  # fmt: skip
    """Return a month of bargaining, and its log by World: payoffs, threats, talks, compliance, treaty, offers, tariffs.

    u (SENDERS, len(DRAWS)): uniform draws; `given` are demands and answers that replace what they would draw,
    `ahead` the terms that firms foresee in Washington.
    """
    m = month(w, model, u, given)
    s = threats.make(m, inherit(m, rested(m, last_month(w))))
    s = talks.hold(m, s)
    s = compliance.carry_out(m, s)
    pact, s = treaty.month(m, s)
    s = offers.look_again(m, s)
    return in_force(m, s, pact, ahead)


def rested(m: Month, s: BargainingState) -> BargainingState:
    """Return the state a month on, before anybody moves: rest, records and what is believed of those at rest."""
    d, p = s.disputes, m.model.p
    record, quiet = remember(d.record, 0.0, p.half_life), d.stage == QUIET
    belief = np.where(quiet & SENDING, in_general(m.model, record), d.belief)
    d = d._replace(record=record, belief=belief, rest=np.maximum(d.rest - quiet, 0))
    policies = s.policies._replace(settled=s.policies.settled * (1 - rate(p.settled_half_life)))
    return s._replace(disputes=d, policies=policies, standing_tariff=s.standing_tariff * (1 - p.exclusion))


def in_force(m: Month, s: BargainingState, pact: Treaty, ahead: Ahead) -> tuple[Bargaining, list[tuple[Episode, ...]]]:
    """Return the block of the month, with measures in force and what firms expect, and its log by World."""
    w, before = m.w, m.w.bargaining
    force = measures_in_force(w, m.model, s, m.legal)
    s = compliance.withhold(m, s, force.cooperation)
    if (answering := force.retaliation > before.retaliation).any():
        who = pairs(answering)
        s = told(s, of_disputes(m, s.disputes, s.policies, who, ["retaliated"] * who.sender.size))
    mean, variance = outlook(w, m.model, s, m.legal, force, pact, ahead)
    block = Bargaining(
        **s.disputes._asdict(),
        **s.policies._asdict(),
        **s.tally._asdict(),
        regional=s.regional,
        standing_tariff=s.standing_tariff,
        inducement=s.inducement,
        added_tariff=force.tariff,
        exempt=force.exempt,
        retaliation=force.retaliation,
        preference_lost=np.maximum(force.preference_lost, 1.0 - pact.in_force),
        remittance_tax=force.remittance_tax,
        border_friction=force.border_friction,
        barrier=force.barrier,
        us_force=force.us_force,
        local_subsidy=force.local_subsidy,
        capital_hold=force.capital_hold,
        cooperation=force.cooperation,
        treaty_in_force=pact.in_force,
        treaty_horizon=pact.horizon,
        treaty_notice=pact.notice,
        expected_tariff=mean,
        tariff_variance=variance,
    )
    return block, by_world(m, s)


def expectations(w: World, model: BargainingModel, horizon: float) -> tuple[Array, Array]:
    """Return mean and variance (j,) of the tariff foreseen while nobody bargains and the pact has `horizon` years."""
    legal, s = legal_context(w, model), last_month(w)
    force = measures_in_force(w, model, s, legal)
    return outlook(w, model, s, legal, force, Treaty(1.0, horizon, 0.0, False), STAYS)
