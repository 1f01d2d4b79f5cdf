"""What everybody's policy means for this block, in its own units."""

from dataclasses import dataclass

import numpy as np

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
    """All that policy does to the block; :func:`neutral` is today's policy, which leaves every index at its base."""

    security_money: Array  # (s,) present = 1
    social_money: Array  # (s,) present = 1
    leaders: Array | float  # effort on removing leaders, present = 1; by group (k,) or one for all
    removed: Array  # (k,) bool: the leader is removed this month whatever the luck, and the group stays whole
    ruptured: Array  # (k,) bool: the wings turn on each other this month
    arms: float  # control of southbound weapons, 0..1
    crossing_effort: Array  # (x,) present = 1
    port_effort: float  # present = 1
    port_integrity: float  # change since the start
    finance: float  # Mexican effort against laundering, 0..1
    china_finance: float  # Chinese cooperation, 0..1
    cooperation: float  # with the United States, over the present
    sanctions: float  # 0..1
    treatment: float  # present = 1
    demand: Array  # (g,) 2023 = 1
    potency: Array  # (g,) that suppliers choose, 2023 = 1
    synthetic: float  # share of cocaine demand that leaves it
    precursors: Array  # (c,) control by origin, 0..1
    supply: Array  # (g,) exogenous supply, 2023 = 1
    against_capture: Array  # (s,) present = 1
    election: float  # 1 in the three months before a national election
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
    aid = float(actions.us_aid) + p.aid_agreed * float(moved[_ISSUE["aid"]])
    share = float(actions.us_aid_social_share)
    armed = aid * (1 - share) / (1 - _SOCIAL_SHARE) - 1
    social = aid * share / _SOCIAL_SHARE - 1
    agreed = p.agreed_enforcement * float(moved[_ISSUE["fentanyl_enforcement"]])
    armed_money = (
        1 + p.security_money_at_full * float(effort[_PROGRAMME["enforcement"]]) + agreed + p.aid_security * armed
    )
    social_money = 1 + p.social_money_at_full * float(effort[_PROGRAMME["prevention"]]) + p.aid_social * social
    cooperation = float(actions.intelligence_sharing) * float(w.bargaining.cooperation) - _COOPERATION
    unilateral = min(float(actions.us_unilateral) + float(w.bargaining.us_force), 1.0)
    pressure = (
        1
        + p.transfers * float(moved[_ISSUE["capo_transfers"]])
        + p.foreign_forces * float(moved[_ISSUE["foreign_forces"]])
        + p.unilateral * unilateral
        + p.intelligence * cooperation
    )
    law = float(w.society.rule_of_law) - float(base.rule_of_law)
    honest = 1 + p.institutions * law
    treatment = float(actions.us_treatment) + p.treatment_agreed * float(moved[_ISSUE["drug_treatment"]])
    return SecurityInputs(
        security_money=np.maximum(0.0, armed_money * actions.police**p.police_money),
        social_money=np.maximum(0.0, social_money * actions.local_social_effort),
        leaders=float(actions.kingpin) * max(0.0, pressure),
        removed=w.calendar.leader_removed > 0,
        ruptured=w.calendar.rivalry_shock > 0,
        arms=max(float(actions.us_arms_control), float(moved[_ISSUE["arms_control"]])),
        crossing_effort=_USUAL_CROSSINGS,
        port_effort=1.0 + float(effort[_PROGRAMME["ports"]]),
        port_integrity=float(w.society.port_integrity) - float(base.port_integrity),
        finance=float(effort[_PROGRAMME["finance"]]),
        china_finance=float(actions.laundering_control),
        cooperation=cooperation,
        sanctions=unilateral,
        treatment=treatment,
        demand=w.calendar.drug_demand,
        potency=w.calendar.drug_potency,
        synthetic=float(w.calendar.synthetic_shift),
        precursors=actions.precursor_control,
        supply=_USUAL_DRUGS,
        against_capture=np.maximum(0.0, honest * actions.capture_resistance / _RESISTANCE),
        election=float(1 <= float(w.calendar.months_to_election[MEX]) <= _ELECTION_MONTHS),
        jobs=employment(w) / base.employment,
        wage=np.where(w.labour.real_wage > 0, w.labour.real_wage, base.real_wage),
        wage_base=base.real_wage,
        move=actions.cartel_move,
        fight=actions.cartel_fight,
        bribe=actions.cartel_bribe / _BRIBE,
        focus=actions.cartel_focus,
        mix=actions.cartel_launder,
    )
