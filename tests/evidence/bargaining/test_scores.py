"""Scores of forecasts: closed forms, atoms, and clusters of equal weight."""

import numpy as np
import pytest

from giants.bargaining.estimated import GRID
from giants.evidence.bargaining import scores
from giants.evidence.bargaining.scores import ThreatForecast

near = pytest.approx


def certain(value, n=1):
    return np.tile((np.abs(GRID - value) < 1e-9) * 1.0, (n, 1))


def even(n=1):
    return np.full((n, len(GRID)), 1 / len(GRID))


def test_the_crps_of_a_certain_forecast_is_the_absolute_error():
    seen = np.array([0.0, 0.3, 0.775, 1.0])
    assert scores.crps(certain(0.4, 4), seen) == near(np.abs(seen - 0.4))


def test_the_crps_of_two_equal_chances_is_that_of_its_closed_form():
    # E|X - y| - E|X - X'| / 2 with X on 0.2 or 0.6
    two = 0.5 * certain(0.2) + 0.5 * certain(0.6)
    assert scores.crps(two, np.array([0.5])) == near(0.5 * 0.3 + 0.5 * 0.1 - 0.5 * 0.2)


def test_an_unknown_outcome_has_no_score():
    columns = scores.by_row(ThreatForecast(np.array([0.3]), even()), np.array([np.nan]), np.array([np.nan]))
    assert all(np.isnan(values).all() for values in columns.values())


def test_quantiles_reach_their_level_and_no_less():
    share = even()
    for level in scores.LEVELS.values():
        at = int(np.rint(scores.quantile(share, level)[0] / GRID[1]))
        assert np.cumsum(share)[at] >= level - 1e-9
        assert at == 0 or np.cumsum(share)[at - 1] < level


def test_the_transform_of_draws_from_the_forecast_is_even_with_atoms_at_the_ends():
    rng = np.random.default_rng(3)
    share = 0.4 * certain(0.0) + 0.2 * certain(1.0) + 0.4 * even()
    seen = rng.choice(GRID, size=4000, p=share[0])
    histogram = scores.transform_histogram(np.tile(share, (4000, 1)), seen, np.ones(4000))
    assert histogram == near(np.full(10, 0.1), abs=0.015)
    assert scores.transform(share, np.array([0.0]))[0] == near(0.0)
    assert scores.transform(share, np.array([1.0]))[1] == near(1.0)


def test_clusters_count_equally_however_many_rows_they_have():
    cluster = np.array(["many"] * 9 + ["one"])
    values = np.array([0.0] * 9 + [1.0])
    assert scores.interval(values, cluster)[0] == near(0.5)


def test_scores_do_not_depend_on_the_order_of_rows_or_the_names_of_clusters():
    rng = np.random.default_rng(1)
    values, cluster = rng.random(30), rng.integers(0, 8, 30)
    turned = rng.permutation(30)
    first = scores.interval(values, cluster)
    assert scores.interval(values[turned], cluster[turned]) == near(first)
    assert scores.interval(values, np.array([f"cause {k}" for k in cluster])) == near(first)


def test_a_single_cluster_has_no_width_and_more_clusters_narrow_the_interval():
    one = scores.interval(np.array([0.1, 0.5]), np.array(["a", "a"]))
    assert one[1:3] == near((0.3, 0.3))
    rng = np.random.default_rng(0)

    def width(n):
        _, low, high, _ = scores.interval(rng.random(n), np.arange(n))
        return high - low

    assert width(400) < width(25)


def test_the_kinds_of_rows_split_all_of_them():
    cluster = np.array([scores.LETTERS, scores.LETTERS, "a", "b"])
    kinds = scores.groups(cluster, np.array(["JPN", "MEX", "MEX", "CAN"]), np.array([True, True, False, True]))
    apart = [kinds[name] for name in ("Mexico", "letters of July 2025", "rest")]
    assert np.array_equal(np.sum(apart, axis=0), np.ones(4))
    assert kinds["without the letters of July 2025"].tolist() == [False, False, True, True]
    assert kinds["Mexico, other instruments"].tolist() == kinds["Mexico"].tolist()
    assert "Mexico, tariffs" not in kinds


def test_reliability_groups_hold_all_rows_and_rise_with_the_forecast():
    rng = np.random.default_rng(2)
    p = rng.random(500)
    table = scores.reliability(p, (rng.random(500) < p) * 1.0, np.arange(500))
    assert table["n"].sum() == 500
    assert table["forecast"].is_monotonic_increasing
    assert ((table["low"] <= table["imposed"]) & (table["imposed"] <= table["high"])).all()
    assert table["imposed"].to_numpy() == near(table["forecast"].to_numpy(), abs=0.1)
