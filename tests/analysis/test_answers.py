"""What the analyses say where the answer is known."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from giants.analysis import (
    agreement,
    cart,
    drivers,
    efficient,
    failures,
    firing,
    luck,
    metrics,
    paired,
    pawn,
    prices,
    prim,
    replication,
    separation,
    sobol_emulated,
)
from giants.analysis.intervals import ecdf, mean_interval, wilson
from giants.analysis.robustness import numbers as rob
from giants.analysis.robustness.figures import silent
from giants.analysis.sensitivity.numbers import median_distance, morris, sobol, table_of
from giants.analysis.style import spread
from giants.analysis.trade_offs.figures import price_told
from giants.errors import InputError
from giants.tiles import PLACES, abbreviations


def quasi(n, k):
    """Return n points of an additive recurrence in k dimensions: spread evenly, no generator."""
    base = np.sqrt([2, 3, 5, 7, 11, 13][:k])
    return (np.arange(1, n + 1)[:, None] * base) % 1


def test_wilson_contains_the_share_and_stays_inside():
    low, high = wilson([0, 5, 10], [10, 10, 10])
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert low[0] == 0
    assert high[2] == pytest.approx(1.0)
    assert low[1] < 0.5 < high[1]
    assert (low[1], high[1]) == pytest.approx((0.2366, 0.7634), abs=1e-4)  # Newcombe (1998), method 3


def test_the_interval_of_a_mean_is_students():
    mean, low, high = mean_interval([1.0, 2.0, 3.0])
    assert (mean, low, high) == pytest.approx((2.0, 2 - 2.4841, 2 + 2.4841), abs=1e-3)
    assert np.isnan(mean_interval([1.0])[1])


def test_ecdf_leaves_missing_values_out():
    x, y = ecdf([3.0, np.nan, 1.0])
    assert list(x) == [1.0, 3.0]
    assert list(y) == [0.5, 1.0]


def test_spread_keeps_order_and_gap():
    got = spread([1.0, 0.0, 1.01], 0.5)
    assert got[1] < got[0] < got[2]
    assert np.diff(sorted(got)).min() >= 0.5 - 1e-12


def test_common_luck_makes_a_constant_difference_exact(made):
    luck_ = 10 * norm.ppf((np.arange(8) + 0.5) / 8)
    runs = made({"strategy": ["status_quo"] * 8 + ["a"] * 8, "seed": [*range(8)] * 2,
                 "index": [*luck_, *(luck_ + 0.25)]})  # fmt: skip
    got = paired(runs, ["index"]).iloc[0]
    assert got["difference"] == pytest.approx(0.25)
    assert got["high"] - got["low"] < 1e-9
    assert got["correlation"] == pytest.approx(1.0)


def test_a_seed_that_one_strategy_lacks_is_not_compared(made):
    runs = made({"strategy": ["status_quo", "status_quo", "a"], "seed": [0, 1, 0], "index": [0.1, 9.0, 0.3]})
    got = paired(runs, ["index"]).iloc[0]
    assert got["pairs"] == 1
    assert got["difference"] == pytest.approx(0.2)


def test_the_half_width_falls_with_the_root_of_the_number(made):
    n = 400
    noise = norm.ppf(quasi(n, 1)[:, 0] * 0.998 + 0.001)
    runs = made({"strategy": ["status_quo"] * n + ["a"] * n, "seed": [*range(n)] * 2, "index": [*np.zeros(n), *noise]})
    table = replication(runs, target=0.2).set_index("n")
    assert table["half_width"].iloc[-1] == pytest.approx(1.96 / np.sqrt(n), rel=0.05)
    assert table["enough"].iloc[-1]
    assert not table["enough"].iloc[0]


def test_only_what_nothing_beats_is_efficient():
    good = np.array([[1.0, 3.0], [2.0, 2.0], [1.0, 2.0], [3.0, 1.0], [3.0, 1.0]])
    assert efficient(good).tolist() == [True, True, False, True, True]


def test_the_price_of_a_point_is_the_ratio_of_the_changes(made):
    seed = [0, 1, 2, 3]
    runs = made({"strategy": ["status_quo"] * 4 + ["a"] * 4, "seed": seed * 2,
                 "index": [0.4, 0.41, 0.39, 0.4, 0.5, 0.512, 0.488, 0.5],
                 "disposable_mex": [1.0, 1.0, 1.0, 1.0, 0.98, 0.98, 0.98, 0.98]})  # fmt: skip
    got = prices(runs).iloc[0]
    assert got["price"] == pytest.approx(0.2, rel=1e-6)
    assert got["low"] < 0.2 < got["high"]


F = pd.DataFrame({"x": [1.0, 4.0, 3.0], "y": [2.0, 2.0, 2.0]})


def test_eleven_metrics_at_hand_computed_points():
    met = pd.DataFrame({"x": [True, True, False], "y": [True, True, True]})
    table = metrics(F, met).pivot_table(index="metric", columns="strategy", values="value", sort=False)
    assert len(table) == 11
    assert table.index[0] == "domain criterion"
    want = {"domain criterion": (2 / 3, 1), "maximin": (1, 2), "maximax": (4, 2), "Hurwicz": (2.5, 2),
            "Laplace": (8 / 3, 2), "minimax regret": (1, 2), "undesirable deviations": (2, 0)}  # fmt: skip
    for name, (x, y) in want.items():
        assert table.loc[name, "x"] == pytest.approx(x), name
        assert table.loc[name, "y"] == pytest.approx(y), name
    assert table.loc["mean-variance", "x"] == pytest.approx((8 / 3 + 1) / (F["x"].std(ddof=0) + 1))


def test_what_percentile_metrics_cannot_tell_is_said():
    two = pd.DataFrame({"x": [0.4, 0.45], "y": [0.6, 0.65], "z": [0.5, 0.5]})
    table = metrics(two, two > 0.45)
    ranks = table[table["metric"] == "percentile peakedness"].set_index("strategy")["rank"]
    assert ranks["x"] == ranks["y"]  # both 1.6 but for rounding errors
    told = " ".join(silent(table, 2))
    assert "With two futures" in told
    assert "NaN" in told
    assert "percentile peakedness of z," in told
    assert silent(metrics(F[["x"]], F[["x"]] > 2), 3) == ()


def test_a_change_of_nothing_has_no_sign_of_minus():
    row = pd.Series({"strategy": "a", "reference": "b", "income_change": -1e-9, "index_change": -1e-9, "low": -np.inf})
    told = price_told(row)
    assert "+0.00% of income for +0.000 of the index" in told


def test_regret_is_zero_for_the_best_and_never_negative():
    r = rob.regret(F.to_numpy())
    assert (r >= 0).all()
    assert (r.min(1) == 0).all()


def test_tau_is_one_with_itself_and_missing_where_all_are_alike():
    tau = agreement(metrics(F, pd.DataFrame({"x": [True] * 3, "y": [True] * 3})))
    assert tau.loc["maximax", "maximax"] == pytest.approx(1.0)
    assert np.isnan(tau.loc["domain criterion", "maximax"])


def ishigami(u):
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_a_saltelli_design_are_those_of_ishigami():
    from SALib.sample import sobol as sampler

    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    u = sampler.sample(problem, 1024, calc_second_order=False, seed=1)
    table = sobol(pd.DataFrame(u, columns=problem["names"]), ishigami(u)).set_index(["index", "factor"])["value"]
    for factor, first, total in (("a", 0.3139, 0.5576), ("b", 0.4424, 0.4424), ("c", 0.0, 0.2437)):
        assert table["S1", factor] == pytest.approx(first, abs=0.06)
        assert table["ST", factor] == pytest.approx(total, abs=0.06)


def test_the_emulator_tells_its_held_out_score_and_finds_a_linear_model():
    x = pd.DataFrame(quasi(120, 3), columns=["a", "b", "c"])
    table, r2 = sobol_emulated(x, (3 * x["a"] + x["b"]).to_numpy())
    total = table[table["index"] == "ST"].set_index("factor")["value"]
    assert 0.95 < r2 <= 1
    assert total["a"] == pytest.approx(0.9, abs=0.05)
    assert total["c"] == pytest.approx(0.0, abs=0.02)


def test_pawn_puts_the_driver_above_the_dummy_and_noise_below():
    x = pd.DataFrame(quasi(400, 2), columns=["a", "b"])
    table = pawn(x, x["a"].to_numpy() ** 3, draws=20).set_index("factor")
    assert table.loc["a", "value"] > table.loc["dummy", "high"]
    assert table.loc["b", "value"] < table.loc["a", "value"] / 2


def test_distances_at_once_are_those_of_salib():
    from SALib.analyze import pawn as salib

    x = pd.DataFrame(quasi(500, 3), columns=["a", "b", "c"])
    y = (np.sin(9 * x["a"]) + x["b"] ** 2).to_numpy()
    want = salib.analyze({"num_vars": 3, "names": list(x)}, x.to_numpy(), y, S=10, seed=1)["median"]
    assert median_distance(x.to_numpy(), y, 10) == pytest.approx(np.asarray(want, float), abs=0.01)


def test_distances_do_not_depend_on_the_scale_and_take_each_kind_as_a_slice():
    x = quasi(300, 2)
    y = x[:, 0] + 0.1 * x[:, 1]
    assert median_distance(np.exp(5 * x), y**3, 8) == pytest.approx(median_distance(x, y, 8))
    two = (x[:, :1] > 0.5).astype(float)
    assert median_distance(two, two[:, 0], 8)[0] == pytest.approx(0.5, abs=0.02)  # each half against the whole


def test_what_drives_a_measure_is_followed_over_the_years(made):
    n = 60
    q = quasi(n, 2)
    runs = made({"strategy": ["a"] * n, "point_id": range(n), "f": q[:, 0], "g": q[:, 1], "index": q[:, 0]},
                ("strategy", "f", "g"), ("f", "g"))  # fmt: skip
    early, late = ({"run_id": range(n), "month": m, "year": y, "index": v} for m, y, v in
                   ((11, 2027.0, q[:, 0]), (23, 2028.0, q[:, 1])))  # fmt: skip
    frame = pd.concat([pd.DataFrame(early), pd.DataFrame(late)]).assign(strategy="a")
    runs.table = lambda *a, **k: frame
    table = drivers(runs, "index").pivot_table(index="year", columns="factor", values="value")
    assert table.loc[2027, "f"] > 2 * table.loc[2027, "g"]
    assert table.loc[2028, "g"] > 2 * table.loc[2028, "f"]


def test_the_dimension_on_which_failures_lie_apart_comes_first():
    q = quasi(200, 2)
    x = pd.DataFrame({"noise": q[:, 0], "cause": q[:, 1], "kind": pd.Categorical(np.where(q[:, 1] > 0.9, "u", "v"))})
    table = separation(x, q[:, 1] > 0.7).set_index("dimension")["distance"]
    assert table.index[0] == "cause"
    assert table["cause"] == pytest.approx(1.0)
    assert table["noise"] < 0.3
    assert table["kind"] == pytest.approx((q[:, 1] > 0.9).sum() / (q[:, 1] > 0.7).sum())


def test_signposts_are_dated_by_the_runs_in_which_they_fired():
    table = pd.DataFrame({"future": "f", "signpost": "p", "strategy": "s", "year": [2027.0, 2029.0, np.nan, np.nan]})
    got = firing(table).iloc[0]
    assert (got["share"], got["q50"]) == (0.5, 2028.0)


def test_names_of_points_cover_neither_each_other_nor_points():
    from giants.analysis import style

    _, axes = style.canvas(3.5, 2.5)
    at = [(0.5, 0.5), (0.51, 0.5), (0.5, 0.52), (0.9, 0.9)]
    axes[0, 0].plot(*zip(*at, strict=True), "o")
    lost = style.name_points(axes[0, 0], [(x, y, f"name {k}", "black") for k, (x, y) in enumerate(at)])
    boxes = [note.get_window_extent() for note in axes[0, 0].texts]
    assert lost == 0
    assert len(boxes) == 4
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_morris_finds_the_slope_of_a_linear_model():
    from SALib.sample import morris as sampler

    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1]] * 2}
    u = sampler.sample(problem, 20, num_levels=4, seed=1)
    got = morris(pd.DataFrame(u, columns=["a", "b"]), 5 * u[:, 0] + u[:, 1]).set_index("factor")
    assert got.loc["a", "value"] == pytest.approx(5.0)
    assert got.loc["b", "sigma"] == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(InputError, match="whole trajectories"):
        morris(pd.DataFrame(u[:-1], columns=["a", "b"]), u[:-1, 0])


def test_factors_count_as_they_were_sampled(made):
    n = 64
    q = quasi(n, 1)[:, 0]
    runs = made(
        {"strategy": ["a"] * n, "point_id": range(n), "f": 10 ** (4 * q), "index": q}, ("strategy", "f"), ("f",)
    )
    design = table_of(runs, "index")
    assert np.corrcoef(design.x["f"], design.y)[0, 1] > 0.999


def test_a_series_beside_a_frame_is_taken_by_its_labels_and_never_by_position():
    x = pd.DataFrame(quasi(64, 2), columns=["a", "b"], index=np.arange(64) + 100)
    y = 3 * x["a"] + x["b"]
    failed = y > y.median()
    turned = [y[::-1], failed[::-1]]
    pd.testing.assert_frame_equal(pawn(x, turned[0], draws=2), pawn(x, y.to_numpy(), draws=2))
    pd.testing.assert_frame_equal(separation(x, turned[1]), separation(x, failed.to_numpy()))
    for call in (pawn, sobol_emulated, sobol, morris, separation, prim, cart):
        with pytest.raises(InputError, match="its labels are not those of the rows"):
            call(x, y.reset_index(drop=True))
        with pytest.raises(InputError, match="64 rows need as many values"):
            call(x, y.to_numpy()[1:])


def test_luck_alone_and_no_luck_are_told_apart(made):
    noise = norm.ppf((np.arange(50) + 0.5) / 50)
    both = {"strategy": ["a"] * 50 + ["b"] * 50, "seed": [*range(50)] * 2}
    only = luck(made(both | {"index": [*noise, *noise]}), "index").set_index("source")["share"]
    assert only["seed (luck)"] == pytest.approx(1.0)
    none = luck(made(both | {"index": [0.0] * 50 + [1.0] * 50}), "index").set_index("source")["share"]
    assert none["strategy"] == pytest.approx(1.0)
    with pytest.raises(InputError, match="the same in every run"):
        luck(made(both | {"index": [0.3] * 100}), "index")


def test_prim_finds_the_corner_in_which_failures_were_put(made):
    q = quasi(300, 3)
    bad = (q[:, 0] < 0.4) & (q[:, 1] > 0.6)
    runs = made({"strategy": ["a"] * 300, "point_id": range(300), "f": q[:, 0], "g": q[:, 1], "h": q[:, 2],
                 "index": 1.0 - bad}, ("strategy", "f", "g", "h"), ("f", "g", "h"))  # fmt: skip
    x, failed, told = failures(runs, "index<0.5")
    assert told == "Calibrated Autonomy Index below 0.5"
    box = prim(x, failed, repeats=1)
    limits = box.limits.set_index("dimension")
    assert set(limits.index) >= {"f", "g"}
    assert limits.loc["f", "high"] == pytest.approx(0.4, abs=0.06)
    assert limits.loc["g", "low"] == pytest.approx(0.6, abs=0.06)
    assert box.coverage > 0.8
    assert box.density > 0.85
    inside = (x["f"].between(*limits.loc["f", ["low", "high"]])) & (x["g"].between(*limits.loc["g", ["low", "high"]]))
    assert failed[inside].sum() / failed.sum() >= box.coverage - 0.01


@pytest.mark.parametrize(("rule", "told"), [("index<oops", "is no rule"), ("index<-5", "no run fails"),
                                            ("index<5", "every run fails")])  # fmt: skip
def test_a_rule_that_separates_nothing_is_refused(made, rule, told):
    q = quasi(60, 1)[:, 0]
    runs = made({"strategy": ["a"] * 60, "point_id": range(60), "f": q, "index": q}, ("strategy", "f"), ("f",))
    with pytest.raises(InputError, match=told):
        failures(runs, rule)


def test_the_tile_map_has_each_state_once_in_its_own_place():
    assert sorted(PLACES) == sorted(abbreviations().values())
    assert len(set(PLACES.values())) == 32
    row, column = PLACES["BC"], PLACES["ROO"]
    assert row[0] < column[0]
    assert row[1] < column[1]
