"""Levels of runs are widened by the model's own error where the hindcast knows it, and say so."""

import numpy as np
import pandas as pd
import pytest

from giants.analysis import model_error
from giants.analysis.distributions import result
from giants.records.tables import columns_of

KNOWN = "us_import_share_mex"


def bands(measure, year, width=0.01):
    return pd.DataFrame([{"measure": measure, "year": year, "q05": 0.15 - width, "q25": 0.15 - width / 2, "q50": 0.15,
                          "q75": 0.15 + width / 2, "q95": 0.15 + width}])  # fmt: skip


def test_measures_with_an_error_are_recorded_ones():
    assert set(model_error.steps()) <= columns_of("measures")
    assert all(step > 0 for step in model_error.steps().values())


@pytest.mark.parametrize("years", [1.0, 4.0, 9.0])
def test_without_luck_the_band_is_that_of_the_walk(years):
    row = model_error.widened(bands(KNOWN, model_error.SINCE + years, width=0.0)).iloc[0]
    half = 1.645 * model_error.steps()[KNOWN] * years**0.5
    assert row["q95"] - row["q50"] == pytest.approx(half, rel=1e-3)
    assert row["q50"] - row["q05"] == pytest.approx(half, rel=1e-3)
    assert row["q50"] == 0.15


def test_luck_and_error_add_up_as_variances_and_other_measures_stay():
    row = model_error.widened(bands(KNOWN, model_error.SINCE + 4)).iloc[0]
    assert row["q95"] - 0.15 == pytest.approx(np.hypot(0.01, 1.645 * 2 * model_error.steps()[KNOWN]), rel=1e-3)
    other = bands("index", model_error.SINCE + 4)
    pd.testing.assert_frame_equal(model_error.widened(other), other)


def test_at_the_date_of_the_data_nothing_is_added():
    pd.testing.assert_frame_equal(model_error.widened(bands(KNOWN, model_error.SINCE)), bands(KNOWN, model_error.SINCE))


def test_what_is_and_is_not_widened_is_said_and_done(made):
    columns = {"strategy": ["a"] * 6, KNOWN: np.full(6, 0.15), "index": np.full(6, 0.5), "year": np.full(6, 2032.5)}
    told = result(made(columns), (KNOWN, "index"))
    assert "Mexico's share of US goods imports are wider by the model's own error" in told.sentences[-1]
    assert "differences on common seeds are not" in told.sentences[-1]
    assert "hold luck and sampled futures only" in told.sentences[-1]
    table = told.tables[""].set_index("measure")
    assert table.loc[KNOWN, "q95"] - 0.15 == pytest.approx(1.645 * 3 * model_error.steps()[KNOWN], rel=1e-3)
    assert table.loc["index", "q95"] == 0.5
