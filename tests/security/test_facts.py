"""The facts and their table: the estimators are right, and the table is honest about what misses."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from giants.security import facts, validation
from giants.security.data import security_data


def test_rank_correlation_is_spearmans_with_ties():
    a, b = np.array([1.0, 2, 2, 5, 3, 9]), np.array([2.0, 1, 4, 4, 8, 7])
    assert facts.rank_correlation(a, b) == pytest.approx(spearmanr(a, b).statistic)


def test_panel_lags_recover_a_known_process():
    rng = np.random.Generator(np.random.Philox(7))
    ring = (np.roll(np.eye(30), 1, 0) + np.roll(np.eye(30), -1, 0)) / 2
    y = np.zeros((1200, 30))
    for t in range(3, len(y)):
        y[t] = 0.4 * y[t - 1] + 0.2 * y[t - 2] + 0.1 * y[t - 3] + 0.15 * ring @ y[t - 1] + rng.standard_normal(30)
    own, neighbour, spread = facts.panel_lags(y, ring)
    assert own == pytest.approx(0.7, abs=0.03)
    assert neighbour == pytest.approx(0.15, abs=0.03)
    assert spread > 1.0


def test_a_panel_of_one_group_has_no_deaths_between_large_and_small():
    sizes = np.zeros(150)
    sizes[:10] = 100.0
    assert validation.big_small_share(sizes) == 0.0
    assert 0.0 < validation.big_small_share(security_data().groups.size_2012) < 1.0


def test_job_loss_raises_violence_only_where_groups_are(setting):
    slope, empty = facts.job_loss(setting)
    assert slope > 0
    assert empty == 0.0


def test_a_precursor_cut_lowers_deaths_by_a_third_and_income_by_the_sign_of_elasticity(setting):
    assert -0.45 <= facts.precursor_cut(setting)["deaths"] <= -0.25
    signs = [np.sign(facts.precursor_cut(facts.with_elasticity(setting, e))["revenue"]) for e in (-0.5, -0.9, -1.5)]
    assert signs == [1, 1, -1]


def test_a_hardened_crossing_moves_most_of_its_flow_elsewhere(setting):
    fall, elsewhere = facts.displacement(setting)
    assert fall > 0.05
    assert 0.7 <= elsewhere < 1.0


def test_cocaine_scarcity_raises_violence_a_little(setting):
    assert 0 < facts.scarcity(setting) < 0.2
    assert facts.scarcity(facts.with_elasticity(setting, -1.5)) < 0


@pytest.mark.slow
def test_the_table_holds_the_published_model_and_covers_every_fact():
    table = validation.rows(draws=8)
    assert tuple(table.columns) == validation.COLUMNS
    covered = {key.rstrip("abcd") for key in table["id"]}
    assert covered == {f"T{i}" for i in range(1, 19)} | {"O1", "O2"}
    published = table["id"].str.rstrip("ab").isin([f"T{i}" for i in range(1, 8)])
    assert (table.loc[published, "verdict"] == "holds").all()
    assert np.isfinite(table["ours"]).all()
