"""The facts and their table: the estimators are right, and the table is honest about what misses."""

from inspect import signature

import numpy as np
import pytest
from scipy.stats import spearmanr

from giants.config import default_settings
from giants.evidence.rows import verdict
from giants.evidence.security import persistence, recent_violence, stylised_facts, validation
from giants.evidence.security.alone import simulate
from giants.security.data import security_data
from giants.security.place_tables import inegi_over_sesnsp
from giants.symbols import PROGRAMMES


def test_rank_correlation_is_spearmans_with_ties():
    a, b = np.array([1.0, 2, 2, 5, 3, 9]), np.array([2.0, 1, 4, 4, 8, 7])
    assert stylised_facts.rank_correlation(a, b) == pytest.approx(spearmanr(a, b).statistic)


def test_panel_lags_recover_a_known_process():
    rng = np.random.Generator(np.random.Philox(7))
    ring = (np.roll(np.eye(30), 1, 0) + np.roll(np.eye(30), -1, 0)) / 2
    y = np.zeros((1200, 30))
    for t in range(3, len(y)):
        y[t] = 0.4 * y[t - 1] + 0.2 * y[t - 2] + 0.1 * y[t - 3] + 0.15 * ring @ y[t - 1] + rng.standard_normal(30)
    own, neighbour, spread = stylised_facts.panel_lags(y, ring)
    assert own == pytest.approx(0.7, abs=0.03)
    assert neighbour == pytest.approx(0.15, abs=0.03)
    assert spread > 1.0


def test_a_panel_of_one_group_has_no_deaths_between_large_and_small():
    sizes = np.zeros(150)
    sizes[:10] = 100.0
    assert validation.big_small_share(sizes) == 0.0
    assert 0.0 < validation.big_small_share(security_data().groups.size_2012) < 1.0


def test_job_loss_raises_violence_only_where_groups_are(calibration):
    slope, empty = stylised_facts.job_loss(calibration)
    assert slope > 0
    assert empty == 0.0


def test_a_precursor_cut_lowers_deaths_by_two_fifths_and_income_by_the_sign_of_elasticity(calibration):
    assert -0.48 <= stylised_facts.precursor_cut(calibration)["deaths"] <= -0.28
    signs = [
        np.sign(stylised_facts.precursor_cut(stylised_facts.with_elasticity(calibration, e))["revenue"])
        for e in (-0.5, -0.9, -1.5)
    ]
    assert signs == [1, 1, -1]


def test_a_hardened_crossing_moves_most_of_its_flow_elsewhere(calibration):
    fall, elsewhere = stylised_facts.displacement(calibration)
    assert fall > 0.05
    assert 0.7 <= elsewhere < 1.0


def test_cocaine_scarcity_raises_violence_a_little(calibration):
    assert 0 < stylised_facts.scarcity(calibration) < 0.2
    assert stylised_facts.scarcity(stylised_facts.with_elasticity(calibration, -1.5)) < 0


def test_the_recent_years_are_dated_and_counted(calibration):
    events = {(e.month, e.kind): e.groups for e in recent_violence.dated_events(calibration)}
    ids = calibration.data.groups.ids
    assert events[(20, "split")] == (ids.index("N10013"), ids.index("N10091"))  # September 2024
    assert events[(37, "killing")] == (ids.index("N10025"),)  # February 2026
    nation, observed, sinaloa = recent_violence.counted()
    assert nation[12:24].sum() == pytest.approx(33_550)
    assert 6 * nation[24:30].mean() == pytest.approx(14_488)
    assert sinaloa[20:24].mean() / sinaloa[12:20].mean() == pytest.approx(3.97, abs=0.02)
    assert np.isnan(nation[30:]).all()
    assert np.isfinite(observed).sum() == 12


def test_sesnsp_observes_what_inegi_counts_and_the_start_is_on_inegis_scale(calibration):
    assert inegi_over_sesnsp() == pytest.approx(33_550 / 30_062)
    months = np.array([50.9, 48.8]) * 365.25 / 12
    level = calibration.data.places.homicides_2026
    assert level.sum() == pytest.approx(months.mean() * inegi_over_sesnsp(), rel=1e-3)
    assert (level > 0).all()
    assert 12 * level[recent_violence.SINALOA] == pytest.approx(1_662 * 12 * level.sum() / 23_243, rel=1e-6)


def test_the_record_wanders_more_over_three_years_than_a_random_walk_and_returns():
    record = persistence.observed()
    np.testing.assert_allclose(record.nation, [0.115, 0.292, 0.299], atol=0.002)
    np.testing.assert_allclose(persistence.observed(persistence.WIDE).nation, [0.174, 0.391, 0.411], atol=0.002)
    assert record.nation[1] > np.sqrt(3) * record.nation[0]
    assert record.slope < -0.2


def test_the_estimator_of_wandering_finds_a_known_walk_and_its_return():
    rng = np.random.Generator(np.random.Philox(4))
    walk = np.exp(5 + np.cumsum(0.1 * rng.standard_normal((3000, 1)), axis=0))
    np.testing.assert_allclose(persistence.changes(walk[:, 0]), 0.1 * np.sqrt([1, 3, 5]), rtol=0.1)
    log = np.zeros((4000, 20))
    for t in range(1, len(log)):
        log[t] = 0.9 * log[t - 1] + 0.1 * rng.standard_normal(20)
    found = persistence.wander(np.exp(5 + log), np.full(20, 1e5))
    assert found.slope == pytest.approx(0.9**10 - 1, abs=0.05)
    assert found.states[0] == pytest.approx(0.1 * np.sqrt(2 / 1.9), rel=0.1)


def test_homicides_wander_as_the_record_does_and_never_more_in_one_year(calibration):
    people = calibration.data.places.population
    ours = persistence.mean_wander(persistence.simulated(calibration, 12), people)
    record, wide = persistence.observed(), persistence.observed(persistence.WIDE)
    assert ours.nation[0] < 1.1 * record.nation[0]
    assert (ours.nation[1:] > 0.7 * record.nation[1:]).all()
    assert (ours.nation < 1.1 * wide.nation).all()
    assert ours.states[0] < 1.15 * record.states[0]


def test_arrests_that_calm_states_bring_2025_nearer_and_states_cannot_tell_them(calibration):
    none, some = recent_violence.calm_scores(calibration, (0.0, 0.2))
    assert some.nation < none.nation < 0
    assert some.error < none.error
    assert some.apart == pytest.approx(none.apart, rel=0.1)


def test_the_war_of_the_wings_comes_when_it_came_and_more_arrests_do_not_raise_killing(calibration):
    war = simulate(calibration, 24, change=recent_violence.as_it_happened(calibration, 1.0), noise=False).homicides[
        :, recent_violence.SINALOA
    ]
    assert war[20:24].mean() > 2.5 * war[12:18].mean()
    assert war[12:18].std() < 0.05 * war[12:18].mean()
    usual, many = (recent_violence.recent_years(calibration, a, 2, 30) for a in (1.0, 4.0))
    np.testing.assert_array_equal(
        usual.nation[:, : recent_violence.CAMPAIGN], many.nation[:, : recent_violence.CAMPAIGN]
    )
    assert many.nation[:, -1].mean() < usual.nation[:, -1].mean()
    assert stylised_facts.crackdown(calibration) < 0


def test_full_effort_on_ports_costs_what_interdiction_of_cocaine_is_known_to_cost(calibration):
    assert (
        88e3 < stylised_facts.port_cost(calibration) < 350e3
    )  # 175,000 USD a kg, Mejia and Restrepo (2016), a factor of two


def test_the_cost_of_a_port_programme_is_that_of_the_budget():
    model = default_settings(["months=1"])
    share = dict(zip(PROGRAMMES, model.society.budget.cost, strict=True))["ports"]
    gdp = 1.79e12  # USD, 2023, World Bank
    assert share * gdp == pytest.approx(signature(stylised_facts.port_cost).parameters["cost"].default, rel=0.02)


def test_a_panel_that_cannot_tell_is_not_said_to_hold():
    said = {row.id: verdict(row) for row in (validation._panel(*panel) for panel in validation.PANELS)}
    assert said["T16a"] == "holds"
    assert said["T16b"] == said["T16d"] == "cannot tell"  # the standard error is twice the band or more


@pytest.mark.slow
def test_the_table_holds_the_published_model_and_covers_every_fact():
    table = validation.rows(draws=8)
    covered = {key.rstrip("abcde") for key in table["id"]}
    assert covered == {f"T{i}" for i in range(1, 19)} | {f"O{i}" for i in range(1, 6)}
    printed = table[table["id"].isin(["T1", "T2", "T3a", "T3b", "T4b", "T7"])]
    assert (printed["verdict"] == "holds").all()
    assert (printed["kind"] == "replication").all()
    assert np.isfinite(table["ours"]).all()
