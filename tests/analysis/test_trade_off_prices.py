"""The price of autonomy between strategies and along levers, from ensembles whose answer is known."""

import numpy as np
import pytest

from giants.analysis.trade_offs import numbers as trade_offs

SEEDS = np.tile(np.arange(5), 3)
LUCK = np.tile([0.0, 0.01, -0.02, 0.03, 0.01], 3)
STEP = np.repeat([0.0, 1.0, 2.0], 5)


def runs(made, lever, values):
    wobble = 0.001 * np.sin(7 * np.arange(15)) * STEP
    columns = {
        "strategy": "status_quo",
        "seed": SEEDS,
        lever: values,
        "index": 0.4 + LUCK + 0.1 * STEP + wobble,
        "disposable_mex": 1.0 + LUCK - 0.02 * STEP,
    }
    return made(columns, labels=("strategy", lever))


def test_a_lever_with_numbers_is_priced_by_its_slope(made):
    table = trade_offs.along(runs(made, "mexico.security.prevention", 0.1 + 0.2 * STEP))
    row = table.iloc[0]
    assert row["choice"] == "0.1 to 0.5"
    assert row["index_change"] == pytest.approx(0.2, abs=0.01)
    assert row["income_change"] == pytest.approx(-4.0, rel=0.02)
    assert row["price"] == pytest.approx(0.2, rel=0.05)
    assert row["low"] < row["price"] < row["high"]
    assert row["index_low"] < row["index_change"] < row["index_high"]


def test_rules_of_a_plank_are_priced_against_the_steady_one(made):
    names = np.repeat(["dual_track", "steady", "iron_fist"], 5)
    table = trade_offs.along(runs(made, "mexico/security", names)).set_index("choice")
    assert set(table.index) == {"dual_track", "iron_fist"}
    assert table.loc["iron_fist", "index_change"] == pytest.approx(0.1, abs=0.01)
    assert table.loc["dual_track", "index_change"] == pytest.approx(-0.1, abs=0.01)
    assert table["price"].to_numpy() == pytest.approx([0.2, 0.2], rel=0.05)


def test_nothing_is_priced_along_levers_where_none_varies(made):
    assert trade_offs.along(runs(made, "scenario", np.repeat(["a", "b", "c"], 5))).empty
