"""The hindcast of episodes: what it may know, how it is estimated, and that any file with the columns is taken."""

import numpy as np
import pytest

from giants.bargaining.nash import one_issue
from giants.errors import InputError
from giants.evidence.bargaining import episode_model, episodes

near = pytest.approx


@pytest.fixture(scope="module")
def bundled():
    return episodes.read()


def known(rows):
    return rows[(episodes.flag(rows, "verified") == 1)].reset_index(drop=True)


def test_the_bundled_episodes_reproduce_the_published_means(bundled):
    rows = known(bundled)
    us = rows[(rows["sender"] == "USA") & (rows["target"] == "MEX") & (episodes.flag(rows, "explicit_threat") == 1)]
    seen = episodes.outcomes(us)
    assert len(us) == 20
    assert seen.concession.mean() == near(0.425, abs=5e-4)
    assert seen.imposed.mean() == near(0.45)
    kind = us["demand_class"].to_numpy()
    means = [seen.concession[kind == name].mean() for name in ("executive", "structural", "sovereign")]
    assert means == near([0.556, 0.368, 0.0], abs=1e-3)


def test_nothing_that_happens_after_the_start_is_known(bundled):
    rows = known(bundled)
    changed = rows.copy()
    changed[["concession_0to1", "imposed", "retaliation"]] = [0.5, "True", "True"]
    changed[["end", "outcome"]] = ["2030-01-01", "else"]
    for one, other in zip(episodes.features(rows, rows), episodes.features(changed, rows), strict=True):
        assert np.array_equal(one, other)


def test_reputation_counts_only_dealings_that_had_ended(bundled):
    rows = known(bundled)
    at = rows.index[rows["id"] == "US-MX-2019-MIGTARIFF"]
    shift = episodes.features(rows.loc[at], rows).shift[0]
    later = rows[rows["start"] > "2019-05-30"]
    assert episodes.features(rows.loc[at], later).shift[0] == 0
    assert shift < 0  # the closure of the border threatened in March 2019 had been dropped


def test_unspoken_and_censored_dealings_say_nothing_about_resolve(bundled):
    # the fault: both counted as backed down, and the belief in resolve fell to .005
    rows = known(bundled)
    spoken = (rows["sender"] == "USA") & (episodes.flag(rows, "explicit_threat") == 1)
    mute = rows[~spoken | (rows["id"] == "US-MX-2022-ENERGY") | (rows["id"] == "US-MX-2024-NOVTHREAT")]
    assert not episodes.features(rows, mute).shift.any()
    belief = 1 / (1 + np.exp(-np.log(0.46 / 0.54) - episodes.features(rows, rows).shift))
    assert belief.min() > 0.15


def test_imposing_serves_the_sender_by_its_statute(bundled):
    # the fault: keyed by the group of the issue, a broad duty attached to a demand on trade rules counted as wanted
    rows = known(bundled)
    match = dict(zip(rows["id"], episodes.features(rows, rows).match, strict=True))
    assert match["US-MX-2025-STEEL232"] == match["US-MX-2019-TOMATO"] == 1
    assert match["US-MX-2025-IEEPAMAR"] == match["US-MX-2025-CHINAMATCH"] == match["US-MX-2017-NAFTARENEG"] == 0


def test_the_estimate_finds_parameters_of_simulated_episodes():
    rng, n = np.random.default_rng(2), 4000
    kind, loss, match = rng.integers(0, 3, n), rng.uniform(0.005, 0.03, n), rng.integers(0, 2, n) * 1.0
    shift, ones = rng.normal(0, 1, n), np.ones(n)
    rows = episode_model.Rows(kind, loss, 0.1 * ones, match, ones, 0 * ones, shift, 0.5 * ones)
    true = episode_model.prior()
    true[:3] += [-0.3, 0.2, 0.3]
    m, spread, _, _ = episode_model.mean_and_act(true, rows)
    y = np.clip(m + spread * rng.standard_normal(n), 0, 1)
    acts = (rng.random(n) < episode_model.chance_imposed(true, rows)) * 1.0
    found = episode_model.fit(rows, episode_model.ObservedOutcomes(y, acts, np.full(n, np.nan)))
    assert episode_model.natural(found.mode)[[0, 1, 8]] == near(episode_model.natural(true)[[0, 1, 8]], rel=0.12)


def test_without_rows_the_forecast_is_the_prior():
    empty = episode_model.Rows(*(np.zeros(0, dtype=int) if i == 0 else np.zeros(0) for i in range(8)))
    found = episode_model.fit(empty, episode_model.ObservedOutcomes(np.zeros(0), np.zeros(0), np.zeros(0)))
    assert found.mode == near(episode_model.prior(), abs=1e-4)
    assert np.sqrt(np.diag(found.covariance)) == near(episode_model.PRIOR_SPREAD, rel=1e-2)


def test_the_one_issue_bargain_is_inside_the_forecast():
    rows = episode_model.Rows(np.array([0]), np.array([0.01]), np.array([0.1]), np.zeros(1), np.ones(1), np.zeros(1),
                         np.zeros(1), np.array([0.5]))  # fmt: skip
    theta = episode_model.prior()
    q = episode_model.natural(theta)
    p = 0.9 * q[5] + 0.3 * (1 - q[5])
    m, *_ = episode_model.mean_and_act(theta, rows)
    x, _ = one_issue(0.5, p, q[0], p * 0.1 + (1 - p) * q[4], 1.0)
    assert m[0] == near(float(x))


def test_costlier_classes_and_smaller_sticks_concede_less():
    kinds = episode_model.Rows(np.arange(3), *(np.full(3, v) for v in (0.01, 0.1, 0.0, 1.0, 0.0, 0.0, 0.5)))
    sizes = episode_model.Rows(
        np.zeros(3, int), np.array([0.03, 0.01, 0.002]), *(np.full(3, v) for v in (0.1, 0, 1.0, 0, 0, 0.5))
    )
    for rows in (kinds, sizes):
        m, *_ = episode_model.mean_and_act(episode_model.prior(), rows)
        assert np.all(np.diff(m) < 0)


def test_imposition_is_likelier_where_it_serves_the_sender_and_rarer_where_the_law_is_slow():
    match, delay = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 12.0])
    rows = episode_model.Rows(
        np.zeros(3, int), np.full(3, 0.01), np.full(3, 0.1), match, np.ones(3), delay, np.zeros(3), np.full(3, 0.5)
    )
    chip, served, slow = episode_model.chance_imposed(episode_model.prior(), rows)
    assert slow < chip < served


def test_a_broken_file_is_named_with_its_row_and_column(tmp_path, bundled):
    broken = bundled.copy()
    broken.loc[3, "demand_class"] = "royal"
    broken.to_csv(tmp_path / "broken.csv", index=False)
    with pytest.raises(InputError, match=r"broken.csv, row 5, column 'demand_class': unknown code 'royal'"):
        episodes.read(tmp_path / "broken.csv")
