"""Planks, predictions, orders over futures and purses, from ensembles whose answer is known."""

from itertools import product

import numpy as np
import pytest

from giants.analysis.ensemble import by_purse
from giants.analysis.orders import numbers as orders
from giants.analysis.planks import numbers as planks
from giants.analysis.predictions import numbers as predictions
from giants.analysis.trade_offs import numbers as trade_offs
from giants.errors import InputError
from giants.records.tables import columns_of

RULES = {"industry": ("steady", "deepen"), "china": ("steady", "hedge"), "region": ("steady", "integrate"),
         "security": ("steady", "dual_track")}  # fmt: skip
WORTH = {"industry": 1.0, "china": -2.0, "region": 0.5, "security": 3.0, "diplomacy": 0.25}


def all_planks(made, seeds=3, together=0.0):
    rows = []
    for seed, *picks in product(range(seeds), *((0, 1) for _ in range(5))):
        inside = dict(zip((*RULES, "diplomacy"), picks, strict=True))
        value = 0.1 * seed + sum(WORTH[p] * on for p, on in inside.items())
        value += together * inside["china"] * inside["security"]
        strategy = ("status_quo", "calibrated_autonomy")[inside["diplomacy"]]
        chosen = {f"mexico/{p}": RULES[p][inside[p]] for p in RULES}
        rows.append({"strategy": strategy, "seed": seed, "index": value} | chosen)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return made(columns, labels=("strategy", *(f"mexico/{p}" for p in RULES)))


def test_planks_that_add_up_get_what_they_add_and_no_pair_adds_more(made):
    runs = all_planks(made)
    table = planks.shares(runs, ["index"]).set_index("plank")
    for plank, worth in WORTH.items():
        assert table.loc[plank, ["share", "alone", "last"]].tolist() == pytest.approx([worth] * 3)
    np.testing.assert_allclose(planks.together(runs, ["index"])["interaction"], 0, atol=1e-12)
    assert planks.whole(runs, ["index"])["difference"].iloc[0] == pytest.approx(sum(WORTH.values()))


def test_what_two_planks_add_together_is_found_at_that_pair_and_shared_by_it(made):
    runs = all_planks(made, together=1.0)
    pairs = planks.together(runs, ["index"]).set_index(["one", "other"])["interaction"]
    assert pairs[("china", "security")] == pytest.approx(1.0)
    assert pairs.drop(("china", "security")).abs().max() < 1e-12
    table = planks.shares(runs, ["index"]).set_index("plank")
    assert table.loc["china", "share"] == pytest.approx(WORTH["china"] + 0.5)


def test_runs_that_are_not_all_combinations_are_refused_in_words(made):
    runs = all_planks(made)
    with pytest.raises(InputError, match="experiment=planks"):
        planks.cells(runs.where("mexico/china", "steady"), "index")


POSTURES = {
    "strategy": ["status_quo"] * 6,
    "usa": ["cooperative", "maximal_pressure"] * 3,
    "seed": [0, 0, 1, 1, 2, 2],
}


def test_a_difference_is_paired_on_seeds_and_judged_by_two_standard_errors(made):
    runs = made({**POSTURES, "agency": [0.7, 0.5, 0.9, 0.72, 0.2, 0.01]}, labels=("strategy", "usa"))
    got = predictions.difference(runs, "usa", "cooperative", "maximal_pressure", "agency")
    assert got.mean == pytest.approx(0.19)
    assert got.pairs == 3
    assert got.error == pytest.approx(np.std([0.2, 0.18, 0.19], ddof=1) / np.sqrt(3))
    assert predictions.verdict(got, 1) == "as named"
    assert predictions.verdict(got, -1) == "against"
    assert predictions.verdict(got._replace(error=0.2), 1) == "not told"
    assert predictions.verdict(got._replace(mean=0.0, error=0.0), 1) == "no effect"


def test_a_run_in_which_nothing_was_in_dispute_takes_its_pair_along(made):
    runs = made({**POSTURES, "agency": [np.nan, 0.5, 0.9, 0.7, 0.4, 0.2]}, labels=("strategy", "usa"))
    assert predictions.difference(runs, "usa", "cooperative", "maximal_pressure", "agency").pairs == 2


def test_predictions_of_a_posture_wait_for_runs_that_have_it(made):
    pillars = dict.fromkeys(("relations", "sovereignty"), 0.5)
    measures = {m.removesuffix(predictions.LESS): 0.5 for m in predictions.named()["measure"]}
    agencies = {a: [0.7, 0.5, 0.9, 0.72, 0.2, 0.01] for a in predictions.AGENCIES.values()}
    runs = made({**POSTURES, **measures, **pillars, **agencies}, labels=("strategy", "usa"))
    table = predictions.came(runs)
    assert set(table["one"]) == {"cooperative"}
    assert set(table.loc[table["measure"].isin(agencies), "verdict"]) == {"as named"}


def test_every_prediction_names_a_measure_that_runs_record_and_rules_that_exist():
    from giants.compose import conf_dir

    known = columns_of("measures")
    places = {"usa": "usa", "china": "china", "scenario": "scenario", "strategy": "mexico"}
    for row in predictions.named().itertuples():
        assert row.measure.removesuffix(predictions.LESS) in known
        assert row.sign in (-1, 1)
        assert row.claim in ("named", "reported")
        assert row.basis in ("outcome", "construction")
        for choice in (row.one, row.other):
            assert (conf_dir() / places[row.label] / f"{choice}.yaml").is_file()


def test_pairs_of_strategies_keep_their_order_in_the_futures_that_say_so(made):
    n = 10
    columns = {
        "strategy": ["a"] * n + ["b"] * n,
        "point_id": [*range(n), *range(n)],
        "x": [*np.arange(n), *np.arange(n)],
        "index": [*np.where(np.arange(n) < 7, 0.6, 0.4), *np.full(n, 0.5)],
        "homicide_rate": [*np.full(n, 20.0), *np.full(n, 25.0)],
    }
    runs = made(columns, labels=("strategy",), factors=("x",))
    table = orders.kept(runs, ["index", "homicide_rate"]).set_index("measure")
    assert table.loc["index", ["better", "kept", "futures"]].tolist() == ["a", 0.7, 10]
    assert table.loc["homicide_rate", ["better", "kept"]].tolist() == ["a", 1.0]  # of which fewer are better
    assert table.loc["index", "kept_low"] < 0.7 < table.loc["index", "kept_high"]


def test_luck_that_all_futures_share_is_told_from_an_order(made):
    n = 10
    shift = {"a": (0.03, -0.01), "b": (0.0, 0.0)}  # a is above b by its first seed alone, in every future
    rows = [
        (s, k, p, 0.5 + 0.01 * p + shift[s][k], 0.5 + 0.2 * (s == "a")) for s in "ab" for k in (0, 1) for p in range(n)
    ]
    columns = dict(
        zip(("strategy", "seed", "point_id", "index", "relations"), map(list, zip(*rows, strict=True)), strict=True)
    )
    runs = made(columns | {"x": columns["point_id"]}, labels=("strategy",), factors=("x",))
    table = orders.kept(runs, ["index", "relations"]).set_index("measure")
    assert table["kept"].tolist() == [1.0, 1.0]
    assert table["low"].gt(0).all()  # over futures alone both are sure
    assert table["seeds"].tolist() == [2, 2]
    assert table["seed_error"].to_list() == pytest.approx([0.02, 0.0])
    assert table["gap"].gt(2 * table["seed_error"]).tolist() == [False, True]


def test_the_box_of_futures_in_which_a_strategy_falls_behind_is_found(made):
    pytest.importorskip("ema_workbench")
    n = 200
    x, y = (np.arange(n) * 0.618) % 1, (np.arange(n) * 0.414) % 1
    columns = {
        "strategy": ["a"] * n + ["b"] * n,
        "point_id": [*range(n), *range(n)],
        "x": [*x, *x],
        "y": [*y, *y],
        "index": [*np.where(x > 0.7, 0.4, 0.6), *np.full(n, 0.5)],
    }
    runs = made(columns, labels=("strategy",), factors=("x", "y"))
    box, share = orders.behind(runs, "a", "b", "index", repeats=0)
    assert share == pytest.approx((x > 0.7).mean())
    assert box.density > 0.9
    assert box.limits.iloc[0]["dimension"] == "x"
    with pytest.raises(InputError, match="a lies below b in no future"):
        orders.behind(made({**columns, "index": [0.6] * n + [0.5] * n}, factors=("x", "y")), "a", "b", "index")


def test_runs_are_split_by_purse_and_money_is_told_apart(made):
    columns = {
        "strategy": ["status_quo", "defiance"] * 2,
        "society.budget.purse": [0.0, 0.0, 0.007, 0.007],
        "spending": [0.0, 0.0, 0.007, 0.007],
        "spending_asked": [0.0, 0.0, 0.0, 0.004],
    }
    runs = made(columns, labels=("strategy", "society.budget.purse"))
    parts = by_purse(runs)
    assert [words for _, words, _ in parts] == ["At a purse of 0.00% of GDP: ", "At a purse of 0.70% of GDP: "]
    assert [len(part.runs) for _, _, part in parts] == [2, 2]
    assert all(not part.conditions for _, _, part in parts)
    table = trade_offs.money(runs).set_index(["society.budget.purse", "strategy"])
    assert table.loc[(0.007, "defiance")].tolist() == pytest.approx([0.7, 0.4])
