import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.society import labour
from giants.society.calibration import fit_margins
from giants.symbols import MEX, SECTORS, STATES


def test_base_tables_cover_all_states_and_sum_to_the_nation(base):
    assert base.output_share.shape == (len(STATES), len(SECTORS))
    np.testing.assert_allclose(base.output_share.sum(0), 1.0)
    np.testing.assert_allclose(base.export_share.sum(0), 1.0)
    assert base.jobs.sum() == pytest.approx(59_365_965)  # occupied persons of 2024 in the state table
    assert np.all(base.jobs >= 0)


def test_base_jobs_follow_value_added_over_sectors(base):
    np.testing.assert_allclose(base.jobs.sum(0) / base.jobs.sum(), base.value_added / base.value_added.sum())


def test_border_states_make_cars_and_campeche_makes_oil(base):
    share = dict(zip(STATES, base.export_share[:, SECTORS.index("AUT")], strict=True))
    assert share["05"] > share["04"]  # Coahuila, Campeche
    assert base.export_share[STATES.index("04"), SECTORS.index("EXT")] > 0.2


def test_fitting_meets_both_margins():
    seed = np.array([[1.0, 2.0, 0.5], [3.0, 1.0, 1.0]])
    rows, columns = np.array([4.0, 6.0]), np.array([1.0, 2.0, 2.0])
    fitted = fit_margins(seed, rows, columns)
    np.testing.assert_allclose(fitted.sum(1), rows)
    np.testing.assert_allclose(fitted.sum(0), columns * 2.0)
    # Cross-product ratios are those of the seed.
    ratio = fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0])
    assert ratio == pytest.approx(1.0 * 1.0 / (2.0 * 3.0))


@given(st.lists(st.floats(0.5, 2.0), min_size=11, max_size=11), st.floats(0.5, 2.0))
def test_state_demand_sums_to_the_national_one(base, growth, export_ratio):
    national = base.jobs.sum(0) * np.array(growth)
    demand = labour.state_demand(national, np.full(11, export_ratio), base)
    np.testing.assert_allclose(demand.sum(0), national)


def test_an_export_boom_favours_states_that_export(base):
    national = base.jobs.sum(0)
    boom = labour.state_demand(national, np.full(11, 1.5), base)
    car = SECTORS.index("AUT")
    gain = boom[:, car] / np.maximum(base.jobs[:, car], 1e-9)
    exporters = base.export_intensity[:, car] > 0.9
    local = (base.export_intensity[:, car] < 0.2) & (base.jobs[:, car] > 1.0)
    assert gain[exporters].min() > gain[local].max()


@given(st.lists(st.floats(-20.0, 50.0), min_size=11, max_size=11), st.integers(0, 31), st.floats(0.0, 1.0))
def test_plants_move_jobs_and_make_none(base, gained, state, local):
    capital = np.zeros_like(base.jobs)
    capital[state] = gained
    moved = labour.with_plants(base.jobs, capital, np.full(11, 4e3), 1.0, local)
    assert moved.sum() == pytest.approx(base.jobs.sum())
    assert moved.min() >= 0.0


def test_a_plant_brings_its_jobs_to_its_state_and_sector(base):
    capital, car, coahuila = np.zeros_like(base.jobs), SECTORS.index("AUT"), STATES.index("05")
    capital[coahuila, car] = 10.0  # bn USD
    moved = labour.with_plants(base.jobs, capital, np.full(11, 4e3), 1.1, 0.7) - base.jobs
    assert moved[coahuila, car] == pytest.approx(44e3, rel=0.2)  # less what it draws from the cars made there before
    assert np.delete(moved.ravel(), coahuila * len(SECTORS) + car).max() <= 0.0
    assert moved[coahuila].sum() == pytest.approx(0.3 * 44e3, rel=0.05)


def test_a_wave_of_plants_raises_jobs_pay_and_workers_where_they_stand(base, parameters, start, grow):
    w, calm = start(), start()
    car, coahuila, chiapas = SECTORS.index("AUT"), STATES.index("05"), STATES.index("07")
    w.invest.capital_gained[coahuila, car] = 10.0
    for world in (w, calm):
        for _ in range(60):
            grow(world)
            world.labour.update(labour.labour(world, base, parameters.labour))
    gain = w.labour.jobs - calm.labour.jobs
    assert gain[coahuila, car] == pytest.approx(parameters.labour.plant_jobs.array[car] * 10e3, rel=0.2)
    assert gain.sum() == pytest.approx(0.0, abs=1e-4 * calm.labour.jobs.sum())
    for name in ("real_wage", "labour_force"):
        ratio = getattr(w.labour, name) / getattr(calm.labour, name)
        assert ratio[coahuila] > 1.001
        assert ratio[chiapas] < 1.0
    assert w.labour.labour_force.sum() == pytest.approx(calm.labour.labour_force.sum())


def test_jobs_close_half_a_gap_in_their_half_life():
    jobs, demand = np.array([100.0, 100.0]), np.array([200.0, 50.0])
    for _ in range(12):
        jobs = labour.adjust(jobs, demand, hiring=12.0, separation=3.0)
    assert jobs[0] == pytest.approx(150.0)
    assert jobs[1] == pytest.approx(50.0 + 50.0 / 16.0)  # four half-lives


def test_wage_curve_is_neutral_without_slack_and_falls_with_it():
    base = np.array([1000.0])
    assert labour.wage_curve(base, 1.1, np.zeros(1), 0.03, 0.1)[0] == pytest.approx(1100.0)
    doubled = labour.wage_curve(base, 1.0, np.array([0.03]), 0.03, 0.1)[0]
    assert doubled == pytest.approx(1000.0 * 2.0**-0.1)


def test_workers_are_conserved_when_they_move_between_states():
    force, jobs = np.array([100.0, 300.0]), np.array([200.0, 190.0])
    moved = labour.labour_force(force, jobs, growth=0.0, emigrants=0.0, half_life=12.0)
    assert moved.sum() == pytest.approx(force.sum())
    assert moved[0] > force[0]
    gone = labour.labour_force(force, jobs, growth=0.0, emigrants=40.0, half_life=12.0)
    assert gone.sum() == pytest.approx(force.sum() - 40.0)


def test_the_base_year_is_a_resting_point(base, parameters, start):
    w = start()
    np.testing.assert_allclose(w.labour.jobs, base.jobs, rtol=1e-3)
    np.testing.assert_allclose(w.labour.slack, 0.0, atol=1e-3)
    np.testing.assert_allclose(w.labour.real_wage, base.wage, rtol=5e-3)


def test_output_and_exports_of_states_sum_to_the_trade_blocks_mexico(base, parameters, start):
    w = start()
    w.trade.flows[1, MEX] *= 0.8
    w.trade.flows[MEX, MEX] *= 1.1
    w.invest.capacity[3] = 1.4
    result = labour.labour(w, base, parameters.labour)
    np.testing.assert_allclose(result.output.sum(0), w.trade.flows[:, MEX].sum(0))
    np.testing.assert_allclose(result.exports.sum(0), w.trade.flows[1:, MEX].sum(0))


def test_jobs_settle_where_the_trade_block_says(base, parameters, start, grow):
    w = start()
    car, services = SECTORS.index("AUT"), SECTORS.index("SRV")
    moved = 0.2 * base.value_added[car]
    w.trade.value_added[MEX, car] -= moved / base.value_added[car]
    w.trade.value_added[MEX, services] += moved / base.value_added[services]
    for _ in range(240):
        grow(w)
        w.labour.update(labour.labour(w, base, parameters.labour))
    people = (1.0 + parameters.labour.workforce_growth) ** 20.0
    wanted = base.jobs.sum(0) * w.trade.value_added[MEX] * people
    np.testing.assert_allclose(w.labour.jobs.sum(0), wanted, rtol=1e-4)
    np.testing.assert_allclose(w.labour.slack.mean(), 0.0, atol=2e-3)


def test_slack_of_the_trade_block_costs_its_share_of_jobs_once(base, parameters, start, grow):
    """Value added that is idle is out of the trade block's figure already: nothing takes it off again."""
    w = start()
    w.trade.utilisation[MEX] = 0.97
    w.trade.value_added[MEX] *= 0.97
    for _ in range(240):
        grow(w)
        w.labour.update(labour.labour(w, base, parameters.labour))
    people = (1.0 + parameters.labour.workforce_growth) ** 20.0
    np.testing.assert_allclose(w.labour.jobs.sum(), 0.97 * base.jobs.sum() * people, rtol=1e-4)


def test_a_shock_costs_jobs_before_it_makes_them(base, parameters, start, grow):
    w = start()
    car, services = SECTORS.index("AUT"), SECTORS.index("SRV")
    w.trade.value_added[MEX, car] -= 0.3
    w.trade.value_added[MEX, services] += 0.3 * base.value_added[car] / base.value_added[services]
    for _ in range(6):
        grow(w)
        w.labour.update(labour.labour(w, base, parameters.labour))
    assert w.labour.jobs.sum() < 0.997 * w.labour.labour_force.sum()
    assert w.labour.slack[STATES.index("05")] > w.labour.slack[STATES.index("07")]  # Coahuila, Chiapas
    assert w.labour.real_wage[STATES.index("05")] < base.wage[STATES.index("05")]


def test_more_people_with_the_same_income_per_worker_leaves_wages_alone(base):
    value_added, endowment, people = np.full(11, 1.2), 1.2, 1.2
    jobs = labour.persons(value_added, 1.0, endowment, people, base.jobs.sum(0))
    np.testing.assert_allclose(jobs, 1.2 * base.jobs.sum(0))


def test_exposure_is_highest_in_states_that_sell_cars_to_the_united_states(base, parameters, start):
    w = start()
    w.trade.us_tariff[:9] = 0.25
    exposure = dict(zip(STATES, labour.labour(w, base, parameters.labour).tariff_exposure, strict=True))
    assert exposure["08"] > 0.05  # Chihuahua
    assert exposure["08"] > exposure["09"]  # Mexico City
    assert max(exposure.values()) <= 0.25
    w.trade.us_tariff[...] = 0.0
    assert not labour.labour(w, base, parameters.labour).tariff_exposure.any()


def test_a_recession_costs_jobs_by_okuns_law_and_pay_the_rest(base, parameters, start, grow):
    w, calm = start(), start()
    w.calendar.endowment[MEX] *= 0.95
    w.trade.wage[MEX] /= 0.95  # the same share of world income for fewer units
    w.trade.price[MEX] /= 0.95
    assert labour.cycle(w)[MEX] == pytest.approx(0.95)
    for world in (w, calm):
        for _ in range(36):
            grow(world)
            world.labour.update(labour.labour(world, base, parameters.labour))
    lost = w.labour.jobs.sum() / calm.labour.jobs.sum()
    assert lost == pytest.approx(0.95**parameters.labour.okun, abs=2e-3)
    assert np.all(w.labour.real_wage < calm.labour.real_wage)
