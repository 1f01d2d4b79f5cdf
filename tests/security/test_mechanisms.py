"""Every equation at points worked out by hand, and at its limits."""

from dataclasses import replace

import numpy as np
import pytest

from giants.evidence.security.collapsed import collapsed_run, published
from giants.evidence.security.national import national_run
from giants.security import (
    capture,
    conflict,
    corridors,
    costs,
    fragmentation,
    homicides,
    incapacitation,
    interdiction,
    laundering,
    market,
    movement,
    recruitment,
)
from giants.security.data import security_data
from giants.security.rows import GroupRows

ONE = np.ones(1)


def test_space_collapsed_the_month_is_the_published_model(parameters):
    groups = security_data().groups
    sizes, total = collapsed_run(120, groups.size_2012, groups.mixing, published(parameters))
    run = national_run(520)
    assert sizes.sum() == pytest.approx(run["members"].iloc[-1], rel=0.002)
    np.testing.assert_allclose(sizes, run.attrs["sizes"], rtol=0.02)
    for flow, value in run.attrs["totals"].items():
        assert total[flow] == pytest.approx(value, rel=0.005), flow


def test_a_thousand_dollars_of_legal_income_lower_joining_by_15_percent(parameters):
    p = parameters.recruitment
    change = recruitment.joining_chance(np.array(-1000.0), p) / recruitment.joining_chance(np.array(0.0), p) - 1
    assert change == pytest.approx(-0.155, abs=0.001)  # Prieto-Curiel et al. 2025


def test_joining_lies_between_force_and_force_plus_choice(parameters):
    p = parameters.recruitment
    chance = recruitment.joining_chance(np.array([-1e5, 0.0, 1e5]), p)
    np.testing.assert_allclose(chance, [p.forced, p.base_chance, p.forced + p.voluntary])


@pytest.mark.parametrize(
    ("change", "sign"),
    [({"wage": 5000.0}, -1), ({"jobs": 0.9}, 1), ({"social_money": 2.0}, -1), ({"income": 2.0}, 1)],
)
def test_wages_jobs_and_social_money_lower_recruitment_and_income_raises_it(parameters, change, sign):
    args = {"wage": 4000.0, "wage_base": 4000.0, "income": 1.0, "jobs": 1.0, "social_money": 1.0}
    args = {name: np.array(value) for name, value in {**args, **change}.items()}
    assert np.sign(recruitment.willingness(**args, p=parameters.recruitment) - 1) == sign


def test_halving_recruitment_by_social_money_takes_fifty_times_the_social_budget(parameters):
    needed = 1 + np.log(2) / parameters.recruitment.social_money_elasticity
    assert needed == pytest.approx(49.6, abs=0.2)
    same = {"wage": ONE, "wage_base": ONE, "income": ONE, "jobs": ONE}
    half = recruitment.willingness(**same, social_money=needed * ONE, p=parameters.recruitment)
    assert half == pytest.approx(0.5)


def test_departures_of_a_group_are_the_square_of_its_size_however_it_is_spread(parameters):
    spread = np.array([300.0, 500.0, 200.0])
    gone = recruitment.departures(spread, np.full(3, 1000.0), parameters.recruitment)
    assert gone.sum() == pytest.approx(52 / 12 * 4e-8 * 1000.0**2)


def test_four_times_the_money_doubles_arrests(parameters):
    p, n = parameters.incapacitation, np.array([1000.0, 3000.0])
    present = incapacitation.arrests_by_state(n, n, np.ones(2), 0 * n, 0 * n, p)
    assert present.sum() == pytest.approx(110 * 52 / 12)
    np.testing.assert_allclose(incapacitation.arrests_by_state(n, n, np.full(2, 4.0), 0 * n, 0 * n, p), 2 * present)


def test_capture_lowers_arrests(parameters):
    p, n = parameters.incapacitation, np.array([1000.0])
    free, captured = (incapacitation.arrests_by_state(n, n, ONE, k * ONE, 0.2 * ONE, p) for k in (0.2, 0.6))
    assert captured < free


def test_arrests_are_shared_pro_rata():
    got = incapacitation.arrests(np.array([10.0, 30.0]), np.array(40.0), np.array(4.0))
    np.testing.assert_allclose(got, [1.0, 3.0])


def test_killing_per_head_does_not_depend_on_the_size_of_a_state_under_full_dilution(parameters):
    p = replace(parameters.conflict, dilution=1.0)
    n = np.array([100.0, 200.0])
    hostile = np.array([[0.0, 1.0], [1.0, 0.0]])
    small = conflict.killings(n, conflict.pressure(n, hostile), n.sum(), ONE, p)
    large = conflict.killings(10 * n, conflict.pressure(10 * n, hostile), 10 * n.sum(), ONE, p)
    np.testing.assert_allclose(large, 10 * small)


def test_mass_action_squares(parameters):
    p = replace(parameters.conflict, dilution=0.0)
    n = np.array([100.0, 200.0])
    hostile = np.array([[0.0, 1.0], [1.0, 0.0]])
    small = conflict.killings(n, conflict.pressure(n, hostile), n.sum(), ONE, p)
    np.testing.assert_allclose(conflict.killings(2 * n, conflict.pressure(2 * n, hostile), ONE, ONE, p), 4 * small)


def test_a_succession_lasts_twelve_months_at_home_and_six_elsewhere(parameters):
    p = parameters.leadership
    months = np.arange(14)
    leadership = np.minimum(1.0, p.left + p.recovery * months)
    home = conflict.succession(leadership, np.ones(14, bool), p)
    away = conflict.succession(leadership, np.zeros(14, bool), p)
    assert np.flatnonzero(home > 1e-9).max() == 11
    assert np.flatnonzero(away > 1e-9).max() == 5


def test_escalation_rests_at_one_and_shocks_raise_its_mean_in_no_month(parameters):
    p, ring = parameters.conflict, (np.roll(np.eye(40), 1, 0) + np.roll(np.eye(40), -1, 0)) / 2
    calm = conflict.escalation(np.ones(40), ring, np.zeros(40), p)
    np.testing.assert_allclose(calm, 1.0)
    far = np.linspace(0.3, 3.0, 40)
    assert np.abs(conflict.escalation(far, np.eye(40), np.zeros(40), p) - 1).max() < np.abs(far - 1).max()
    z = np.random.Generator(np.random.Philox(5)).standard_normal((24, 500, 40))
    level = np.ones((500, 40))
    for shock in z:
        level = conflict.escalation(level, ring, shock, p)
        assert level.mean() == pytest.approx(1.0, abs=0.02)
    assert level.std() > 0.2


def test_more_arrests_than_usual_calm_a_state_by_kappa_and_none_at_zero(parameters):
    p, arrested = replace(parameters.conflict, arrest_calm=0.2), np.array([0.0, 1.0, 2.0, -0.2])
    np.testing.assert_allclose(conflict.calmed(np.ones(4), arrested, p), np.exp(-0.2 * arrested))
    np.testing.assert_allclose(conflict.calmed(np.ones(4), arrested, replace(p, arrest_calm=0.0)), 1.0)


def test_the_nations_level_has_mean_one_goes_on_for_years_and_returns(parameters):
    p = parameters.national
    rest, none = homicides.national_level(1.0, 0.0, np.zeros(()), p)
    assert (rest, none) == (1.0, 0.0)
    z = np.random.Generator(np.random.Philox(6)).standard_normal((120, 20_000))
    level, momentum = np.ones(20_000), np.zeros(20_000)
    for shock in z:
        level, momentum = homicides.national_level(level, momentum, shock, p)
    assert level.mean() == pytest.approx(1.0, abs=0.02)
    assert level.min() >= 0.1
    path, momentum = [1.0], 0.01
    for _ in range(600):
        now, momentum = homicides.national_level(path[-1], momentum, np.zeros(()), p)
        path.append(float(now))
    assert 12 < np.argmax(path) < 120
    assert path[-1] == pytest.approx(1.0, abs=0.01)


def test_recruitment_ends_at_the_ceiling_and_is_the_published_one_at_the_base(parameters):
    p = parameters.recruitment
    assert recruitment.room(174_000.0, 174_000.0, p) == 1.0
    assert 0.0 < recruitment.room(400_000.0, 174_000.0, p) < 0.5
    assert recruitment.room(p.ceiling, 174_000.0, p) == recruitment.room(2 * p.ceiling, 174_000.0, p) == 0.0


def test_homicides_at_the_base_are_those_observed_and_others_never_fall_under_the_floor(parameters, calibration):
    base, observed = calibration.base, calibration.data.places.homicides
    np.testing.assert_allclose(base.other + base.per_killing * base.killed, observed)
    assert (base.other >= parameters.conflict.homicide_floor * observed - 1e-9).all()


def test_a_count_has_the_mean_and_variance_of_a_poisson_draw():
    z = np.random.Generator(np.random.Philox(3)).standard_normal(200_000)
    seen = homicides.counted(np.full(z.shape, 80.0), z)
    assert seen.mean() == pytest.approx(80.0, rel=0.01)
    assert seen.var() == pytest.approx(80.0, rel=0.02)


def test_without_effort_no_leader_falls_and_larger_groups_lose_theirs_more_often(parameters):
    p = parameters.leadership
    size = np.array([0.0, 100.0, 25_000.0])
    assert (fragmentation.removal_chance(size, 0.0, p) == 0).all()
    chance = fragmentation.removal_chance(size, 1.0, p)
    assert chance[0] == 0
    assert 0 < chance[1] < chance[2] < 1


def test_a_split_is_certain_only_for_giants_and_never_for_small_bands(parameters):
    p = replace(parameters.leadership, split=0.5, split_least=200.0)
    np.testing.assert_allclose(fragmentation.split_chance(np.array([199.0, 25_000.0, 1e6]), p), [0.0, 0.5, 1.0])


def test_hostility_inside_a_family_ends_when_little_is_left(parameters):
    after = fragmentation.intra_family_hostility_after(np.array([0.05, 1.0]), parameters.leadership)
    assert after[0] == 0.0
    assert 0.9 < after[1] < 1.0


def test_hostility_inside_a_family_halves_in_its_half_life(parameters):
    p, root = parameters.leadership, np.array([2.0])
    for _ in range(int(p.intra_family_hostility_half_life)):
        root = fragmentation.intra_family_hostility_after(root, p)
    assert root[0] ** 2 == pytest.approx(2.0)


def test_entry_sends_at_least_25_to_one_neighbour_and_leaves_at_least_25(parameters):
    members, touching = np.zeros((1, 3)), np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], float)
    for size in (50.0, 120.0, 900.0):
        members[0] = [size, 0, 0]
        origin, destination, party = movement.enter(members, 0, np.ones(3), touching, (0.9, 0.9), parameters.movement)
        assert (origin, destination) == (0, 1)
        assert party >= 25
        assert size - party >= 25


def test_entry_of_a_thousand_members_is_the_calibrated_chance_and_no_chance_exceeds_one(parameters):
    chance = movement.entry_chance(np.array([1000.0, 1e12]), np.ones(2), parameters.movement)
    np.testing.assert_allclose(chance, [parameters.movement.entry, 1.0])


def test_a_group_that_cannot_spare_a_party_stays(parameters):
    members = np.array([[49.0, 30.0]])
    assert movement.enter(members, 0, np.ones(2), np.ones((2, 2)), (0.5, 0.5), parameters.movement)[2] == 0


def test_retreat_moves_small_rows_home_and_conserves_members():
    members = np.array([[100.0, 24.9, 25.0, 3.0], [10.0, 0.0, 40.0, 0.0]])
    rows = GroupRows.of(members)
    movement.retreat(members, rows, rows.n, np.array([0, 0]))
    np.testing.assert_allclose(members, [[127.9, 0, 25.0, 0], [10.0, 0, 40.0, 0]])


@pytest.mark.parametrize(("u", "index"), [(0.0, 0), (0.24, 0), (0.26, 2), (0.999999, 2), (1.0, 2)])
def test_pick_follows_the_weights(u, index):
    assert movement.pick(np.array([1.0, 0.0, 3.0]), u) == index


def test_base_routes_meet_both_margins_and_prefer_short_ways(calibration):
    d, base = calibration.data.drugs, calibration.base
    np.testing.assert_allclose(base.routes.sum(1), d.crossing_share, atol=1e-9)
    np.testing.assert_allclose(base.routes.sum(2), d.port_share, atol=1e-6)
    km = calibration.data.places.distance
    assert (base.routes[0] * km).sum() < (np.outer(d.port_share[0], d.crossing_share[0]) * km).sum()


def test_routes_leave_a_costlier_crossing_and_sharper_choice_leaves_it_more(calibration):
    cost = np.zeros(14)
    cost[3] = 1.0
    share = [
        corridors.routes(calibration.base.routes, np.zeros(10), cost, f).sum(1)[0, 3] for f in (0.0, 0.5, 1.0, 2.0)
    ]
    assert share == sorted(share, reverse=True)
    assert share[0] == pytest.approx(calibration.base.routes.sum(1)[0, 3])


def test_risk_is_the_memory_of_seizures_and_is_forgotten_where_nothing_is_sent(parameters):
    p = parameters.corridors
    risk, idle = np.array([0.2]), np.array([0.2])
    for _ in range(200):
        risk = corridors.perceived_risk(risk, np.array([0.5]), ONE, p)
        idle = corridors.perceived_risk(idle, np.array([0.5]), 0 * ONE, p)
    assert risk[0] == pytest.approx(0.5, abs=1e-4)
    assert idle[0] == pytest.approx(0.0, abs=1e-4)


def test_the_premium_starts_at_the_relative_risk_at_which_narcologic_starts_it(parameters):
    p = parameters.corridors
    assert p.premium_from == pytest.approx(0.43 / ((13 * 0.3417 + 2) / 15.5), abs=5e-4)
    normal = 0.3417
    threshold = (0.43 * 15.5 - 2) / 13  # seizures remembered at a perceived risk of 0.43
    under, over = (corridors.risk_premium(ONE, np.array([r]), normal, p)[0] for r in (threshold - 0.002, 0.5))
    assert under == 1.0
    assert over == pytest.approx(1 + 0.356 * (((13 * 0.5 + 2) / 15.5 / 0.43) ** 2 - 1), rel=0.01)


def test_luck_moves_seizures_about_their_rate_and_never_takes_all(parameters):
    z = np.random.Generator(np.random.Philox(4)).standard_normal(100_000)
    seen = interdiction.with_noise(np.full(z.shape, 0.2), z, parameters.corridors)
    assert seen.mean() == pytest.approx(0.2, rel=0.01)
    assert seen.std() == pytest.approx(0.2 * parameters.corridors.noise, rel=0.03)
    assert interdiction.with_noise(ONE, 9 * ONE, parameters.corridors)[0] == 0.9


def test_ports_seize_by_the_root_of_money_and_integrity_undoes_no_more_than_capture(parameters):
    p, k = parameters.corridors, np.array([0.1, 0.6])
    base = interdiction.port_rates(k, k, 0.0, 1.0, p)
    np.testing.assert_allclose(base, p.port_rate)
    np.testing.assert_allclose(interdiction.port_rates(k, k, 0.0, 4.0, p), 4**p.port_effort * p.port_rate)
    shielded = interdiction.port_rates(k, k, 1.0, 1.0, p)
    np.testing.assert_allclose(shielded, p.port_rate / (1 - p.port_capture * k))


def test_contest_counts_equal_rivals():
    assert corridors.contest(np.ones(4), np.zeros(4, int), np.array([4.0, 0.0])).tolist() == [0.75, 0.0]


def test_police_at_rest_stays_and_follows_hits(parameters):
    base = np.array([0.5, 0.3, 0.2])
    np.testing.assert_allclose(interdiction.reallocate(base, base, base, parameters.corridors), base)
    moved = interdiction.reallocate(base, base, np.array([0.0, 0.0, 1.0]), parameters.corridors)
    assert moved.sum() == pytest.approx(1.0)
    assert moved[2] > base[2]
    assert moved[0] >= parameters.corridors.floor * base[0]


def test_seizures_compound_with_effort_and_stay_under_one(parameters):
    share, base = np.array([0.5, 0.5]), np.array([0.2])
    rate = [interdiction.seizure_rates(base, share, share, np.full(2, e), parameters.corridors) for e in (0, 1, 2, 50)]
    np.testing.assert_allclose([r[0, 0] for r in rate], [0.0, 0.2, 1 - 0.8**2, 1 - 0.8**50])


@pytest.mark.parametrize(("elasticity", "sign"), [(-0.5, 1), (-0.9, 1), (-1.0, 0), (-1.5, -1)])
def test_scarcity_raises_income_only_where_demand_is_inelastic(parameters, elasticity, sign):
    p = replace(parameters.market, elasticity=(elasticity,) * 3)
    quantity = np.array([0.7, 0.7, 0.7])
    income = market.price(quantity, np.ones(3), p) * quantity
    assert np.sign(np.round(income - 1, 12)).tolist() == [sign] * 3


def test_deaths_follow_users_and_doses_and_stimulants_follow_fentanyl_in_part(parameters):
    p = replace(parameters.market, fentanyl_involved=(1.0, 0.6, 0.7), dose_risk=0.5)
    base, dose, present = np.full(3, 100.0), np.array([0.25, 1.0, 1.0]), p.treatment_coverage
    np.testing.assert_allclose(market.overdose_deaths(base, np.ones(3), dose, present, p), [50.0, 70.0, 65.0])
    np.testing.assert_allclose(market.overdose_deaths(base, 2 * np.ones(3), dose, present, p), [100.0, 140.0, 130.0])


def in_the_end(p, demand, supply):
    """Return quantity where the answer to price has come to rest, and that answer."""
    answer = np.ones(3)
    for _ in range(2000):
        quantity = answer * supply
        answer = market.supply_response(answer, quantity, demand, p)
    return answer * supply, answer


@pytest.mark.parametrize("es", [0.0, 0.5, 5.0, 20.0])
@pytest.mark.parametrize("ed", [-0.25, -0.9, -1.5])
def test_the_share_of_a_shift_that_reaches_quantity_is_that_of_the_textbook(parameters, es, ed):
    p = replace(parameters.market, supply_elasticity=es, elasticity=(ed,) * 3, supply_half_life=2.0)
    one = np.ones(3)
    for shift in (0.5, 1.5):
        quantity, answer = in_the_end(p, shift * one, one)
        np.testing.assert_allclose(np.log(quantity) / np.log(shift), es / (es - ed), atol=1e-9)
        np.testing.assert_allclose(answer, market.price(quantity, shift * one, p) ** es, rtol=1e-9)
        quantity, _ = in_the_end(p, one, shift * one)
        np.testing.assert_allclose(np.log(quantity) / np.log(shift), -ed / (es - ed), atol=1e-9)


@pytest.mark.parametrize("es", [0.0, 2.0, 20.0])
def test_deaths_rise_with_demand_and_fall_with_scarcity_at_once_and_in_the_end(parameters, es):
    p, one = replace(parameters.market, supply_elasticity=es), np.ones(3)

    def deaths(quantity, demand):
        dose, using = market.purity(quantity, demand, p), market.users(quantity, demand, p)
        return market.overdose_deaths(one, using, dose, p.treatment_coverage, p)

    for when in (lambda demand, supply: supply, lambda demand, supply: in_the_end(p, demand, supply)[0]):
        assert (deaths(when(1.5 * one, one), 1.5 * one) > 1.05).all()
        assert (deaths(when(0.5 * one, one), 0.5 * one) < 0.95).all()
        assert (deaths(when(one, 0.7 * one), one) < 1.0).all()


def test_purity_and_users_share_what_scarcity_takes(parameters):
    with pytest.raises(ValueError, match="potency and users"):
        replace(parameters.market, potency=(0.8, 0.7, 0.7), users=(0.1, 0.2, 0.45))


def test_treatment_acts_as_the_mortality_of_the_treated_times_coverage_and_on_nothing_else(parameters):
    p = replace(parameters.market, treated_mortality=0.5, treatment_coverage=0.2)
    assert market.treated_deaths(0.4, p) == pytest.approx((0.6 + 0.4 * 0.5) / (0.8 + 0.2 * 0.5))
    assert market.treated_deaths(0.2, p) == 1.0
    assert market.treated_deaths(0.0, p) > 1.0


def test_coverage_closes_on_what_treatment_reaches_by_half_lives(parameters):
    p = replace(parameters.market, treatment_half_life=6.0, treatment_reach=0.5, treatment_coverage=0.2)
    coverage = 0.2
    for _ in range(6):
        coverage = market.treatment_coverage(coverage, 4.0, p)
    assert coverage == pytest.approx(0.3)
    assert market.treatment_coverage(0.9, 1e6, p) == pytest.approx(0.9)


def test_a_part_of_what_is_seized_beyond_the_usual_is_made_again(parameters):
    p = replace(parameters.market, made_again=0.5)
    assert market.made_again(np.array([30.0]), np.array([70.0]), np.array([0.2]), p) == pytest.approx(5.0)
    assert market.made_again(np.array([20.0]), np.array([80.0]), np.array([0.2]), p) == pytest.approx(0.0)


def test_stocks_delay_the_loss_of_precursors_by_their_half_life(parameters):
    p = replace(parameters.market, stock_half_life=2.0)
    lost = market.depleted(market.depleted(np.zeros(1), np.array([0.6]), p), np.array([0.6]), p)
    assert lost[0] == pytest.approx(0.3)


def test_output_is_capped_by_laboratories_and_cocaine_needs_no_asian_precursor(parameters, calibration):
    p = parameters.market
    assert market.output(0 * ONE, ONE, 9 * ONE, p)[0] == p.laboratory_capacity
    share, control, passed = calibration.data.drugs.precursor_share, np.ones(3), np.ones(3)
    np.testing.assert_allclose(market.lost_inflow(share, control, passed), [1.0, 0.8, 0.0])
    np.testing.assert_allclose(market.lost_inflow(share, 0 * control, 0.9 * passed), 0.1)


def test_demand_that_leaves_cocaine_moves_value_to_fentanyl(parameters):
    p = replace(parameters.market, synthetic_share=1.0)
    value = np.array([1.0, 2.0, 4.0])
    moved = market.shifted_demand(np.ones(3), 0.25, value, p)
    assert moved @ value == pytest.approx(value.sum())


def test_money_is_washed_once_and_full_channels_ration():
    dirty, mix = np.array([100.0, 300.0]), np.array([[1.0, 0, 0], [0.5, 0.5, 0]])
    washed = laundering.wash(dirty, mix, np.array([125.0, 1000.0, 0.0]))
    np.testing.assert_allclose(washed, [[50, 0, 0], [75, 150, 0]])


def test_every_control_lowers_the_capacity_to_launder(parameters):
    p = parameters.laundering
    free = laundering.channel_capacity(1.0, 0, 0, 0, 0, p).sum()
    for control in ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0.3, 0), (0, 0, 0, 1)):
        assert laundering.channel_capacity(1.0, *control, p).sum() < free
    assert laundering.channel_capacity(1.0, 0, 0, -0.7, 0, p).sum() > free  # cooperation withdrawn


def test_control_of_laundering_is_full_at_most(parameters):
    p = parameters.laundering
    full = laundering.channel_capacity(1.0, 1.0, 0, 0, 0, p)
    np.testing.assert_array_equal(laundering.channel_capacity(1.0, 1.0, 0, 1.0, 0, p), full)


def test_capture_rests_at_its_base_rises_with_bribes_and_falls_with_institutions(parameters):
    p, base = parameters.capture, np.array([0.2, 0.4])
    np.testing.assert_allclose(capture.capture_after(base, base, np.ones(2), np.ones(2), 0.0, p), base)
    assert (capture.capture_after(base, base, np.full(2, 2.0), np.ones(2), 0.0, p) > base).all()
    assert (capture.capture_after(base, base, np.ones(2), np.full(2, 2.0), 0.0, p) < base).all()
    assert (capture.capture_after(base, base, np.ones(2), np.ones(2), 1.0, p) > base).all()


def test_crime_costs_half_a_percent_of_sales_and_more_where_groups_multiply(parameters, calibration):
    places, p = calibration.data.places, parameters.costs
    one = np.ones(32)
    tau = costs.extortion(places.firm_cost, one, one, one, p)
    assert tau @ places.population / places.population.sum() == pytest.approx(0.0051, rel=1e-6)
    assert (costs.extortion(places.firm_cost, 2 * one, one, one, p) > tau).all()
