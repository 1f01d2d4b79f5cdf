from dataclasses import fields, replace

import numpy as np
import pytest

from giants.bargaining.log import Episode
from giants.config import default_settings
from giants.errors import InputError
from giants.measures import phase, pillars, regimes
from giants.measures.calibration import build_calibration
from giants.measures.dealings import tally
from giants.symbols import AXES, CHN, ISSUES, MEX, USA, Measures, ThreatLosses
from giants.world import World

EPISODE = Episode(month=0, sender="USA", target="MEX", outcome="withdrawn", issue="aid", weight=0.4, asked_share=1.0,
                  loss_target=0.02)  # fmt: skip
DEMANDS = [d for d, one in enumerate(default_settings().issues.values()) if one.proposer in ("USA", "CHN")]


@pytest.fixture
def world():
    w = World()
    spread = np.linspace(0.5, 1.5, w.trade.flows.size).reshape(w.trade.flows.shape)
    w.trade.flows[...] = spread
    w.trade.flows[MEX, MEX] = 60.0
    w.trade.content[...] = 0.04
    w.trade.content[MEX, MEX] = 0.64
    w.trade.export_share[...] = [0, 0.77, 0.02, 0.01, 0.01, 0.02, 0.06, 0.06, 0.03, 0.02]
    w.trade.import_share[...] = [0, 0.54, 0.17, 0.02, 0.01, 0.01, 0.01, 0.11, 0.12, 0.01]
    w.trade.us_tariff[:9] = 0.07
    w.labour.jobs[...] = 1.5e5
    w.labour.real_wage[...] = np.linspace(4000, 9000, 32)
    w.security.homicides[...] = 85.0
    w.security.capture[...] = 0.33
    w.invest.fdi_origin[[USA, CHN]] = (16.0, 0.7)
    w.invest.owners[...] = 1.0
    w.bargaining.position[DEMANDS] = 0.3
    w.bargaining.asked[:3] = 0.8
    w.bargaining.position[DEMANDS[::2]] = 0.5
    return w


AIMED = np.array([True, True, True, False])  # the last option is not Washington's


def exposure(loss_mexico=(0.027, 0.060, 0.010), loss_sender=(-0.0006, 0.0036, 0.0), legal=(True, True, True)):
    """What threats would cost as read this month: of three US options, of one that is not, and of breaks."""
    t = ThreatLosses.neutral(AXES | {"a": len(AIMED)})
    t.fresh[...] = 1
    t.target[...], t.sender[...], t.legal[...] = (*loss_mexico, 0.5), (*loss_sender, 0.0), (*legal, True)
    t.lasting[:, MEX] = 0.027, 0.060, 0.045, 0.015, 0.001
    t.lasting[1, USA] = 0.0036
    t.sudden[MEX] = 0.030
    return t


def advance(world, calibration, losses=None, events=()):
    """Return the measures of a month that reads these losses, or none anew."""
    world.threat_losses = losses or replace(world.threat_losses, fresh=np.zeros(()))
    return phase.advance(world, calibration, AIMED, tally(events))


def test_a_month_fills_every_measure_and_writes_nothing_else(world, calibration):
    world.threat_losses = exposure()
    with world.writing("measures"):
        world.measures.update(phase.advance(world, calibration, AIMED))
    missing = [f.name for f in fields(Measures) if not np.all(np.isfinite(getattr(world.measures, f.name)))]
    assert missing == []


def test_exposure_stands_until_it_is_computed_again(world, calibration):
    world.measures.update(advance(world, calibration, exposure()))
    first = float(world.measures.value_at_risk)
    world.measures.update(advance(world, calibration))
    assert float(world.measures.value_at_risk) == first == pytest.approx(6.0)
    world.measures.update(advance(world, calibration, exposure(legal=(True, False, True))))
    assert float(world.measures.value_at_risk) == pytest.approx(2.7)
    assert float(world.measures.value_at_risk_reference) == pytest.approx(2.7)


def test_a_threat_that_the_law_forbids_or_the_sender_cannot_bear_is_no_risk(world, calibration):
    dear = exposure(loss_sender=(-0.0006, 0.02, 0.0))
    assert advance(world, calibration, dear).value_at_risk == pytest.approx(2.7)
    void = exposure(legal=(False, False, False))
    assert advance(world, calibration, void).value_at_risk == 0


def test_a_free_close_and_safe_mexico_is_calibrated_and_every_pillar_can_undo_it(world, calibration):
    world.bargaining.position[DEMANDS], world.bargaining.cooperation[...] = 0.15, 1.0
    world.bargaining.treaty_horizon[...] = 14.0
    world.trade.us_tariff[...] = 0.02
    world.trade.export_share[...] = [0, 0.55, 0.04, 0.05, 0.03, 0.05, 0.08, 0.12, 0.05, 0.03]
    world.society.trust[...] = 0.7
    world.invest.fdi_origin[CHN] = 1.0
    world.security.homicides[...], world.security.capture[...] = 30.0, 0.1
    world.society.rule_of_law[...] = 0.6
    mild = exposure(loss_mexico=(0.012, 0.02, 0.01), loss_sender=(0.0, 0.02, 0.0))

    def label():
        return regimes.REGIMES[int(advance(world, calibration, mild, [EPISODE]).regime)]

    assert label() == "calibrated"
    world.security.homicides[...], world.security.capture[...] = 130.0, 0.55
    assert label() == "hollow"
    world.security.homicides[...], world.security.capture[...] = 30.0, 0.1
    world.bargaining.treaty_in_force[...] = 0.0
    assert label() == "estranged"
    world.bargaining.treaty_in_force[...] = 1.0
    world.bargaining.position[DEMANDS] = 0.98
    assert label() == "subordinated"


def test_sensitivity_and_vulnerability_stand_side_by_side(world, calibration):
    got = advance(world, calibration, exposure())
    assert (got.sensitivity, got.value_at_risk_reference) == pytest.approx((3.0, 2.7))
    assert got.adjustability == pytest.approx(0.1)
    assert got.asymmetry == pytest.approx(0.060 / 0.0036)


def test_coercion_is_expected_from_open_threats_by_their_odds_and_from_instruments_in_force_in_full(world, calibration):
    policy = world.bargaining
    assert advance(world, calibration).expected_coercion == 0
    policy.carried_out[[MEX, USA, CHN]], policy.threat_loss[[MEX, USA, CHN]] = (1.0, 0.2, 0.0), (0.05, 0.02, 0.01)
    assert advance(world, calibration).expected_coercion == pytest.approx(100 * 0.2 * 0.02)
    policy.carried_out[USA] = 1.0
    assert advance(world, calibration).expected_coercion == pytest.approx(2.0)


def test_demands_leave_dispute_when_no_giant_presses_them_and_agency_is_then_missing(world, calibration):
    for _ in range(calibration.parameters.contested_window + 1):
        world.measures.update(advance(world, calibration, exposure()))
    assert float(world.measures.contested) < 1  # only the three that are still asked
    world.bargaining.asked[...] = 0
    for _ in range(calibration.parameters.contested_window + 1):
        world.measures.update(advance(world, calibration))
    assert float(world.measures.contested) == 0
    assert np.isnan(world.measures.agency)
    assert np.isnan(world.measures.index)
    assert regimes.REGIMES[int(world.measures.regime)] != "calibrated"


def test_a_giant_that_demands_nothing_does_not_raise_the_index(world, calibration):
    world.measures.update(advance(world, calibration, exposure()))
    before = float(world.measures.index)
    world.bargaining.asked[...] = 0
    for _ in range(2 * calibration.parameters.contested_window):
        world.measures.update(advance(world, calibration))
        assert not float(world.measures.index) > before + 1e-12


def test_structure_does_not_know_which_giant_is_which(world, calibration):
    base = advance(world, calibration, exposure())
    swap = np.arange(10)
    swap[[USA, CHN]] = CHN, USA
    for shares in (world.trade.export_share, world.trade.import_share):
        shares[...] = shares[swap].copy()
    world.trade.flows[MEX] = world.trade.flows[MEX][swap].copy()
    renamed = advance(world, calibration, exposure())
    assert renamed.power_us == pytest.approx(base.power_cn)
    assert float(renamed.structural) == pytest.approx(float(base.structural))
    assert float(renamed.relations) != pytest.approx(float(base.relations))  # relations are role-specific by definition


def test_conceding_lowers_agency_and_the_index(world, calibration):
    base = advance(world, calibration, exposure())
    world.bargaining.position[DEMANDS] = 0.8
    more = advance(world, calibration, exposure())
    assert more.own_line < base.own_line
    assert more.agency < base.agency
    assert more.index < base.index


def test_autonomy_bought_by_collapse_or_violence_is_visible_beside_the_index(world, calibration):
    base = advance(world, calibration, exposure())
    world.labour.real_wage[:16] *= 0.5
    world.security.homicides[...] *= 1.5
    world.trade.real_income[MEX] = 0.9
    worse = advance(world, calibration, exposure())
    assert worse.regional_gini > base.regional_gini
    assert worse.homicide_rate > base.homicide_rate
    assert worse.sovereignty < base.sovereignty
    assert "real_income" not in {f.name for f in fields(Measures)}  # welfare stays beside the index, never inside it


def test_refusing_at_no_cost_raises_agency_and_conceding_all_lowers_it(world, calibration):
    quiet = advance(world, calibration, exposure())
    stood_firm = advance(world, calibration, exposure(), [EPISODE])
    gave_in = advance(world, calibration, exposure(), [replace(EPISODE, outcome="deal", share=1.0, deadline=2)])
    assert gave_in.symmetry < quiet.symmetry < stood_firm.symmetry
    assert gave_in.refusal < quiet.refusal < stood_firm.refusal
    assert gave_in.agency < quiet.agency < stood_firm.agency


def test_what_was_dealt_counts_only_where_something_is_contested(world, calibration):
    world.measures.since_pressed[...] = calibration.parameters.contested_window
    world.bargaining.asked[...] = 0
    world.measures.moved_giants[...] = world.measures.demands_closed[...] = 1.0
    result = advance(world, calibration, exposure())
    assert np.isnan([result.symmetry, result.refusal, result.consistency, result.own_line]).all()
    assert np.isnan(result.agency)


def test_consistency_is_one_where_every_policy_keeps_the_same_part_of_its_distance(world, calibration):
    line = calibration.giants_line
    world.bargaining.position[DEMANDS] = line + 0.3 * (calibration.parameters.reference_ideal - line)
    world.measures.since_pressed[...] = 0
    world.bargaining.asked[DEMANDS] = 1.0
    assert advance(world, calibration).consistency == pytest.approx(1)


def test_capture_lowers_free_population_and_is_not_counted_again_in_rule_of_law(world, calibration):
    world.measures.update(advance(world, calibration, exposure()))
    base_law, base_free = float(world.measures.law_index), float(world.measures.free_population)
    assert base_law == pytest.approx(calibration.parameters.law_anchor)
    assert base_free == pytest.approx(0.67)
    world.security.capture[...] = 0.5
    worse = advance(world, calibration)
    assert worse.law_index == pytest.approx(base_law)
    assert worse.free_population == pytest.approx(0.5)


def test_more_china_helps_up_to_its_band_and_hurts_beyond(world, calibration):
    def partnership(share):
        world.trade.import_share[CHN] = share
        return advance(world, calibration, exposure()).relations_cn

    assert partnership(0.05) < partnership(0.15)
    assert partnership(0.15) == pytest.approx(float(partnership(0.20)))
    assert partnership(0.30) < partnership(0.20)


def test_the_month_is_the_profile_of_its_own_raw_indicators(world, calibration):
    result = advance(world, calibration, exposure())
    found = {f.name: float(getattr(result, f.name)) for f in fields(result) if np.ndim(getattr(result, f.name)) == 0}
    parts = (phase.Exposed, phase.Structure, phase.Agency, phase.Relations, phase.Inside)
    raw = phase.raw_indicators(
        world, calibration, *(part(**{name: found.get(name) for name in part._fields}) for part in parts)
    )
    again = pillars.profile(raw, calibration.scale)
    assert float(again.cai) == pytest.approx(float(result.index))
    assert float(again.relations_la) == pytest.approx(float(result.relations_la))


def test_foreign_policy_alignment_moves_votes_away_from_the_region(world, calibration):
    issue = ISSUES.index("foreign_policy_identity")
    world.bargaining.position[issue] = 0.0
    near = advance(world, calibration).voting_distance
    world.bargaining.position[issue] = 1.0
    assert advance(world, calibration).voting_distance > near + 0.2


def test_a_vital_issue_must_be_a_demand_of_a_giant(parameters, calibration):
    for key in ("vital", "opposed"):
        with pytest.raises(InputError, match=f"{key}.*tariff_relief"):
            build_calibration(replace(parameters, **{key: ("tariff_relief",)}), default_settings().issues)


def test_opposed_demands_are_those_that_harm_the_other_giant():
    chosen = default_settings()
    harmful = {name for name, issue in chosen.issues.items() if issue.rival_value < 0}
    assert set(chosen.measures.opposed) == harmful


def test_demands_of_the_past_are_open_at_the_start(world, calibration):
    world.bargaining.asked[...] = 0
    world.calendar.month[...] = -5
    for _ in range(3 * calibration.parameters.contested_window):
        world.measures.update(advance(world, calibration))
    assert float(world.measures.contested) == 1
    world.calendar.month[...] = 0
    world.measures.update(advance(world, calibration))
    assert float(world.measures.contested) == 1


def test_own_hands_move_the_index_and_not_the_one_on_outcomes(world, calibration):
    before = advance(world, calibration, exposure())
    world.society.rule_of_law = world.society.rule_of_law + 0.3
    world.bargaining.cooperation = np.asarray(0.6)
    world.society.trust = world.society.trust + 0.1
    after = advance(world, calibration, exposure())
    assert after.index != before.index
    assert after.index_outcomes == before.index_outcomes


def test_without_dispute_agency_is_missing_but_for_the_two_conventions(world, calibration):
    world.bargaining.asked[...] = 0.0
    world.measures.since_pressed[...] = 999
    world.calendar.month = np.asarray(60)
    calm = advance(world, calibration, exposure())
    assert np.isnan([calm.agency, calm.index, calm.index_outcomes]).all()
    assert np.isfinite([calm.agency_history, calm.index_history, calm.agency_threat, calm.index_threat]).all()


def test_a_stronger_legal_threat_lowers_agency_by_its_convention_and_by_no_other(world, calibration):
    world.bargaining.asked[...] = 0.0
    world.measures.since_pressed[...] = 999
    world.calendar.month = np.asarray(60)
    mild, hard = (advance(world, calibration, exposure(loss_mexico=(x, x, x))) for x in (0.01, 0.03))
    assert hard.agency_threat < mild.agency_threat
    assert hard.agency_history == mild.agency_history
