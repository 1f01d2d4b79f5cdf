"""The facts and their table: the estimators are right, and the table is honest about what misses."""

from inspect import signature

import numpy as np
import pytest
from scipy.stats import spearmanr

from giants.config import default_settings
from giants.evidence.security import recent_violence, stylised_facts, validation
from giants.evidence.security.alone import simulate
from giants.security.data import security_data
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


def test_a_precursor_cut_lowers_deaths_by_a_third_and_income_by_the_sign_of_elasticity(calibration):
    assert -0.45 <= stylised_facts.precursor_cut(calibration)["deaths"] <= -0.25
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
    nation, sinaloa = recent_violence.counted()
    assert nation[24:36].mean() / nation[12:24].mean() - 1 == pytest.approx(-0.226, abs=0.002)
    assert sinaloa[20:24].mean() / sinaloa[12:20].mean() == pytest.approx(3.97, abs=0.02)
    assert np.isnan(nation[36:]).all()


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
    said = {row[0]: row[5] for row in (validation._panel(*panel) for panel in validation.PANELS)}
    assert said["T16a"] == "holds"
    assert said["T16b"] == said["T16d"] == "cannot tell"  # the standard error is twice the band or more


@pytest.mark.slow
def test_the_table_holds_the_published_model_and_covers_every_fact():
    table = validation.rows(draws=8)
    assert tuple(table.columns) == validation.COLUMNS
    covered = {key.rstrip("abcd") for key in table["id"]}
    assert covered == {f"T{i}" for i in range(1, 19)} | {f"O{i}" for i in range(1, 5)}
    published = table["id"].str.rstrip("ab").isin([f"T{i}" for i in range(1, 8)])
    assert (table.loc[published, "verdict"] == "holds").all()
    assert np.isfinite(table["ours"]).all()
