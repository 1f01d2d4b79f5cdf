"""Points follow the distributions and structures that were asked for, and impossible ones are refused in one line."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from giants.errors import InputError
from giants.schema import build
from giants.sweep.design import DesignSettings, Uncertainty, points, problem, sample, values_at, width
from giants.sweep.factors import Constraint, Factor

UNIFORM = Factor("uniform", "test", low=2.0, high=6.0)
LOG = Factor("log_uniform", "test", low=0.01, high=1.0)
WHOLE = Factor("integer", "test", low=6, high=36)
POSTURE = Factor("choice", "test", values=("soft", "hard"), weights=(1.0, 3.0))
MIX = Factor("dirichlet", "test", paths=("a", "b", "c"), alpha=(1.0, 2.0, 3.0), total=0.5)
THREE = {"x": UNIFORM, "y": LOG, "n": WHOLE}


def design(kind, size=64, levels=4, **changes):
    return replace(DesignSettings(kind, size, levels, False, 1, None), **changes)


@pytest.mark.parametrize(
    ("factor", "law"),
    [
        (UNIFORM, stats.uniform(2, 4)),
        (LOG, stats.loguniform(0.01, 1)),
        (Factor("triangular", "t", low=0.0, mode=1.0, high=4.0), stats.triang(0.25, 0, 4)),
        (Factor("normal", "t", mean=1.0, sd=0.5, low=0.0, high=3.0), stats.truncnorm(-2, 4, 1, 0.5)),
    ],
)
def test_draws_have_the_distribution_that_was_asked_for(factor, law):
    drawn = points(design("monte_carlo", 4000), Uncertainty({"x": factor})).values["x"]
    assert stats.kstest(drawn, law.cdf).pvalue > 0.01


def test_a_cut_log_normal_is_a_cut_normal_in_logarithms():
    factor = Factor("log_normal", "t", mean=2.0, sd=0.7, low=0.5, high=20.0)
    drawn = np.log(points(design("monte_carlo", 4000), Uncertainty({"x": factor})).values["x"])
    a, b = (np.log([0.5, 20.0]) - np.log(2.0)) / 0.7
    assert stats.kstest(drawn, stats.truncnorm(a, b, np.log(2.0), 0.7).cdf).pvalue > 0.01


def test_integers_and_choices_come_as_often_as_they_weigh():
    drawn = points(design("sobol", 4096), Uncertainty({"n": WHOLE, "p": POSTURE})).values
    assert set(drawn["n"]) == set(range(6, 37))
    assert all(type(n) is int for n in drawn["n"])
    assert drawn["p"].count("hard") / 4096 == pytest.approx(0.75, abs=0.002)


def test_dirichlet_shares_add_up_and_have_the_means_of_their_concentrations():
    drawn = points(design("lhs", 4000), Uncertainty({"mix": MIX})).values
    shares = np.array([drawn[path] for path in ("a", "b", "c")])
    np.testing.assert_allclose(shares.sum(axis=0), 0.5)
    np.testing.assert_allclose(shares.mean(axis=1), np.array([1, 2, 3]) / 12, atol=0.005)
    variance = 0.25 * stats.dirichlet([1, 2, 3]).var()
    np.testing.assert_allclose(shares.var(axis=1), variance, rtol=0.1)


@given(u=st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_every_coordinate_of_the_cube_gives_a_value_inside_the_range(u):
    values = values_at(THREE, np.array([u]))
    assert 2 <= values["x"][0] <= 6
    assert 0.01 <= values["y"][0] <= 1
    assert 6 <= values["n"][0] <= 36


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_factor():
    u = sample(design("lhs", 50), THREE)
    assert all(sorted((50 * column).astype(int)) == list(range(50)) for column in u.T)


def test_a_sobol_design_of_any_size_is_the_beginning_of_the_next_power_of_two():
    np.testing.assert_array_equal(sample(design("sobol", 40), THREE), sample(design("sobol", 64), THREE)[:40])


@pytest.mark.parametrize(
    ("kind", "size", "changes", "expected"),
    [
        ("saltelli", 8, {}, 8 * (3 + 2)),
        ("saltelli", 8, {"second_order": True}, 8 * (2 * 3 + 2)),
        ("morris", 10, {}, 10 * (3 + 1)),
        ("grid", 1, {"levels": 5}, 5**3),
        ("oat", 1, {"levels": 5}, 1 + 3 * 5),
        ("lhs", 33, {}, 33),
    ],
)
def test_designs_have_the_number_of_points_that_they_announce(kind, size, changes, expected):
    assert points(design(kind, size, **changes), Uncertainty(THREE)).count == expected


def test_morris_changes_one_factor_at_each_step_of_a_trajectory():
    u = sample(design("morris", 6), THREE)
    for trajectory in u.reshape(6, 4, 3):
        assert (np.count_nonzero(np.diff(trajectory, axis=0), axis=1) == 1).all()


def test_one_at_a_time_starts_at_the_nominal_point_and_leaves_it_in_one_factor_only():
    factors = {
        "x": replace(UNIFORM, nominal=3.0),
        "y": replace(LOG, nominal=0.1),
        "p": replace(POSTURE, nominal="hard"),
    }
    values = points(design("oat", levels=3), Uncertainty(factors)).values
    rows = list(zip(*values.values(), strict=True))
    assert rows[0][:2] == pytest.approx((3.0, 0.1), rel=1e-3)
    assert rows[0][2] == "hard"
    assert all(sum(a != b for a, b in zip(row, rows[0], strict=True)) <= 1 for row in rows)


def test_a_grid_crosses_all_values_of_choices_and_short_ranges():
    factors = {"p": POSTURE, "n": Factor("integer", "t", low=0, high=2), "x": UNIFORM}
    values = points(design("grid", levels=4), Uncertainty(factors)).values
    assert len(set(zip(*values.values(), strict=True))) == 2 * 3 * 4
    assert min(values["x"]) == 2
    assert max(values["x"]) == 6


def test_the_same_seed_gives_the_same_points_and_another_seed_others():
    for kind in ("lhs", "sobol", "monte_carlo", "morris", "saltelli"):
        same = [sample(design(kind, 16), THREE) for _ in range(2)]
        np.testing.assert_array_equal(*same)
        assert not np.array_equal(same[0], sample(design(kind, 16, seed=2), THREE))


def test_shared_paths_take_one_coordinate_and_one_name():
    factors = {"theta": replace(UNIFORM, paths=("t.0", "t.1")), "mix": MIX}
    assert width(factors) == 4
    assert problem(factors)["names"] == ["theta", "a", "b", "c"]
    table = points(design("lhs", 5), Uncertainty(factors))
    assert list(table.paths("theta")) == ["t.0", "t.1"]


def test_constraints_are_kept_and_the_size_too():
    rule = Constraint({"x": 1.0, "n": -0.2}, at_most=0.0, at_least=-3.0)
    table = points(design("sobol", 100), Uncertainty(THREE, (rule,)))
    x, n = np.array(table.values["x"]), np.array(table.values["n"])
    assert table.count == 100
    assert ((x - 0.2 * n <= 0) & (x - 0.2 * n >= -3)).all()


@pytest.mark.parametrize(
    ("kind", "uncertainty", "message"),
    [
        ("lhs", Uncertainty({}), "nothing to vary"),
        ("none", Uncertainty(THREE), "needs a design"),
        ("morris", Uncertainty(THREE, (Constraint({"x": 1.0}, at_most=3.0),)), "lose its structure"),
        ("lhs", Uncertainty(THREE, (Constraint({"x": 1.0}, at_most=1.0),)), "leave fewer than 64"),
        ("lhs", Uncertainty(THREE, (Constraint({"z": 1.0}, at_most=1.0),)), "no factor of this design sets"),
        ("grid", Uncertainty({"mix": MIX}), "dirichlet"),
        ("oat", Uncertainty({"x": replace(UNIFORM, nominal=9.0)}), "outside"),
        ("lhs", Uncertainty({"a": UNIFORM, "mix": MIX}), "two factors set a"),
        ("csv", Uncertainty({}), "design.file"),
    ],
)
def test_what_cannot_be_sampled_is_refused(kind, uncertainty, message):
    with pytest.raises(InputError, match=message):
        points(design(kind), uncertainty)


def test_structured_designs_refuse_sizes_that_would_break_them():
    with pytest.raises(InputError, match="power of two"):
        points(design("saltelli", 100), Uncertainty(THREE))
    with pytest.raises(InputError, match="even number"):
        points(design("morris", 10, levels=5), Uncertainty(THREE))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kind": "uniform", "low": 1.0}, "lacks high"),
        ({"kind": "uniform", "low": 2.0, "high": 1.0}, "not below"),
        ({"kind": "uniform", "low": 1.0, "high": 2.0, "sd": 1.0}, "no use for sd"),
        ({"kind": "log_uniform", "low": 0.0, "high": 2.0}, "above 0"),
        ({"kind": "triangular", "low": 0.0, "mode": 3.0, "high": 2.0}, "outside"),
        ({"kind": "choice", "values": ["a", "b"], "weights": [1.0]}, "1 weights for 2"),
        ({"kind": "choice", "values": ["a", "a"]}, "listed twice"),
        ({"kind": "dirichlet", "paths": ["a", "b"], "alpha": [1.0]}, "1 alpha for 2"),
        ({"kind": "unifrom", "low": 1.0, "high": 2.0}, "kind"),
    ],
)
def test_a_factor_that_makes_no_sense_is_told_so(given, message):
    with pytest.raises(InputError, match=message):
        build(Factor, {"source": "test", **given}, "factor")


def test_points_of_ones_own_keep_types_and_empty_cells(tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("usa,months,trade.theta_short\ntransactional,12,0.5\ncooperative,,2.0\n")
    table = points(design("csv", file=str(file)), Uncertainty({}))
    assert table.count == 2
    assert table.row(0) == {"usa": "transactional", "months": 12, "trade.theta_short": 0.5}
    assert table.row(1) == {"usa": "cooperative", "trade.theta_short": 2.0}
    assert type(table.row(0)["months"]) is int


def test_a_table_of_points_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        points(design("csv", file=str(tmp_path / "nowhere.csv")), Uncertainty({}))
