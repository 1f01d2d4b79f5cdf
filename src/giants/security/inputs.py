"""What everybody's policy means for this block, in its own units."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from giants.batch import column, number
from giants.security.parameters import InputParameters
from giants.symbols import (
    AXES,
    DRUGS,
    ISSUES,
    MEX,
    PRECURSOR_ORIGINS,
    PROGRAMMES,
    SLOTS,
    STATES,
    Actions,
    Array,
    Scalar,
    neutral_value,
)
from giants.world import World

_PROGRAMME = {name: i for i, name in enumerate(PROGRAMMES)}
_ISSUE = {name: i for i, name in enumerate(ISSUES)}
_RESISTANCE = neutral_value(Actions, "capture_resistance")
_COOPERATION = neutral_value(Actions, "intelligence_sharing")
_SOCIAL_SHARE = neutral_value(Actions, "us_aid_social_share")
_BRIBE = neutral_value(Actions, "cartel_bribe")
_USUAL_CROSSINGS, _USUAL_DRUGS, _ALL_SECTORS = (np.ones(AXES[a]) for a in "xgj")
_ELECTION_MONTHS = 3


@dataclass(frozen=True)
class SecurityInputs:
    """All that policy does to the block; :func:`neutral` is today's policy, which leaves every index at its base.

    Axes are trailing ones; what has none is a number of each World.
    """

    security_money: Array  # (s,) present = 1
    social_money: Array  # (s,) present = 1
    leaders: Scalar  # effort on removing leaders, present = 1; by group (k,) or one column for all
    removed: Array  # (k,) bool: the leader is removed this month whatever the luck, and the group stays whole
    ruptured: Array  # (k,) bool: the wings turn on each other this month
    arms: Scalar  # control of southbound weapons, 0..1
    crossing_effort: Array  # (x,) present = 1
    port_effort: Scalar  # present = 1
    port_integrity: Scalar  # change since the start
    finance: Scalar  # Mexican effort against laundering, 0..1
    china_finance: Scalar  # Chinese cooperation, 0..1
    cooperation: Scalar  # with the United States, over the present
    sanctions: Scalar  # 0..1
    treatment: Scalar  # present = 1
    demand: Array  # (g,) 2023 = 1
    potency: Array  # (g,) that suppliers choose, 2023 = 1
    synthetic: Scalar  # share of cocaine demand that leaves it
    precursors: Array  # (c,) control by origin, 0..1
    supply: Array  # (g,) exogenous supply, 2023 = 1
    against_capture: Array  # (s,) present = 1
    election: Scalar  # 1 in the three months before a national election
    jobs: Array  # (s,) employment rate over the base
    wage: Array  # (s,) USD a year
    wage_base: Array  # (s,) USD a year
    move: Array  # (k,) factor
    fight: Array  # (k,) factor
    bribe: Array  # (k,) over the usual share
    focus: Array  # (k,) factor
    mix: Array  # (k, l) shares


def neutral() -> SecurityInputs:
    """Return today's policy and the published behaviour of groups."""
    states, slots, drugs = len(STATES), SLOTS, len(DRUGS)
    one, none = np.ones(states), np.zeros(slots, dtype=bool)
    return SecurityInputs(
        security_money=one,
        social_money=one,
        leaders=1.0,
        removed=none,
        ruptured=none,
        arms=0.0,
        crossing_effort=np.ones(AXES["x"]),
        port_effort=1.0,
        port_integrity=0.0,
        finance=0.0,
        china_finance=0.0,
        cooperation=0.0,
        sanctions=0.0,
        treatment=1.0,
        demand=np.ones(drugs),
        potency=np.ones(drugs),
        synthetic=0.0,
        precursors=np.zeros(len(PRECURSOR_ORIGINS)),
        supply=np.ones(drugs),
        against_capture=one,
        election=0.0,
        jobs=one,
        wage=one,
        wage_base=one,
        move=np.ones(slots),
        fight=np.ones(slots),
        bribe=np.ones(slots),
        focus=np.ones(slots),
        mix=np.full((slots, AXES["l"]), 1 / AXES["l"]),
    )


def employment(w: World) -> Array:
    """Return the share of each state's labour force that has a job (s,); 1 before the labour market is set.

    e_s = Σ_j jobs_sj / labour force_s.  An identity.
    """
    force = w.labour.labour_force
    jobs = w.labour.jobs @ _ALL_SECTORS
    return np.where((force > 0) & (jobs > 0), jobs / np.maximum(force, 1e-9), 1.0)


def security_inputs(w: World, p: InputParameters) -> SecurityInputs:
    """Return the inputs of the month, from the calendar, actions, agreements, stocks and the labour market.

    Agreements count by their change since the start.  Money is relative to the present budget:
    u_s = (1 + full e + agreed z − a + a A (1 − q)/(1 − q0)) π_s, where A is US aid, q its social share, a its
    share of present money, π local effort; social money likewise.
    Money and efforts are over the present (present = 1); full values are priors but for aid, with sources in
    conf/security.  Resistance to capture grows with institutions that stand (rule of law), not again with the effort to
    build them.
    """
    actions, effort, base = w.actions, w.society.effort, w.base
    moved = w.bargaining.position - base.position

    def agreed(issue: str) -> Any:
        return number(moved[..., _ISSUE[issue]])

    def built(programme: str) -> Any:
        return number(effort[..., _PROGRAMME[programme]])

    aid = number(actions.us_aid) + p.aid_agreed * agreed("aid")
    share = number(actions.us_aid_social_share)
    armed = aid * (1 - share) / (1 - _SOCIAL_SHARE) - 1
    social = aid * share / _SOCIAL_SHARE - 1
    enforced = p.agreed_enforcement * agreed("fentanyl_enforcement")
    armed_money = 1 + p.security_money_at_full * built("enforcement") + enforced + p.aid_security * armed
    social_money = 1 + p.social_money_at_full * built("prevention") + p.aid_social * social
    cooperation = number(actions.intelligence_sharing) * number(w.bargaining.cooperation) - _COOPERATION
    unilateral = np.minimum(number(actions.us_unilateral) + number(w.bargaining.us_force), 1.0)
    pressure = (
        1
        + p.transfers * agreed("capo_transfers")
        + p.foreign_forces * agreed("foreign_forces")
        + p.unilateral * unilateral
        + p.intelligence * cooperation
    )
    honest = 1 + p.institutions * (number(w.society.rule_of_law) - number(base.rule_of_law))
    vote = number(w.calendar.months_to_election[..., MEX])
    return SecurityInputs(
        security_money=np.maximum(0.0, column(armed_money) * actions.police**p.police_money),
        social_money=np.maximum(0.0, column(social_money) * actions.local_social_effort),
        leaders=column(number(actions.kingpin) * np.maximum(0.0, pressure)),
        removed=w.calendar.leader_removed > 0,
        ruptured=w.calendar.rivalry_shock > 0,
        arms=np.maximum(number(actions.us_arms_control), agreed("arms_control")),
        crossing_effort=_USUAL_CROSSINGS,
        port_effort=1.0 + built("ports"),
        port_integrity=number(w.society.port_integrity) - number(base.port_integrity),
        finance=built("finance"),
        china_finance=number(actions.laundering_control),
        cooperation=cooperation,
        sanctions=unilateral,
        treatment=number(actions.us_treatment) + p.treatment_agreed * agreed("drug_treatment"),
        demand=w.calendar.drug_demand,
        potency=w.calendar.drug_potency,
        synthetic=number(w.calendar.synthetic_shift),
        precursors=actions.precursor_control,
        supply=_USUAL_DRUGS,
        against_capture=np.maximum(0.0, column(honest) * actions.capture_resistance / _RESISTANCE),
        election=1.0 * ((vote >= 1) & (vote <= _ELECTION_MONTHS)),
        jobs=employment(w) / base.employment,
        wage=np.where(w.labour.real_wage > 0, w.labour.real_wage, base.real_wage),
        wage_base=base.real_wage,
        move=actions.cartel_move,
        fight=actions.cartel_fight,
        bribe=actions.cartel_bribe / _BRIBE,
        focus=actions.cartel_focus,
        mix=actions.cartel_launder,
    )
