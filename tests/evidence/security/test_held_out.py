"""States of 2019 to 2024 are held out: nothing after 2018 enters the luck by which they are forecast."""

import numpy as np
import pandas as pd
import pytest

from giants import tables
from giants.evidence.security import held_out, persistence
from giants.evidence.security.defaults import default_calibration
from giants.symbols import STATES


@pytest.fixture(scope="module")
def made():
    return held_out.forecasts(4)


def test_the_luck_is_that_of_the_table_and_all_else_the_default():
    fitted, usual = held_out.calibration().parameters, default_calibration().parameters
    table = tables.read("security/homicide_luck_2018.csv", ("value",), ("block", "parameter"))
    for row in table.itertuples():
        assert getattr(getattr(fitted, row.block), row.parameter) == row.value
    assert fitted.leadership == usual.leadership
    assert fitted.national != usual.national


def test_the_record_that_the_luck_was_fitted_to_can_end_in_2018():
    short, whole = persistence.observed(last=2018), persistence.observed()
    assert len(short.states) == 3
    assert len(whole.states) == 4
    assert np.isnan(short.slope)
    assert whole.slope < 0
    assert short.states[0] != whole.states[0]


def test_forecasts_are_of_each_state_and_the_nation_in_the_six_years_since_2018(made):
    assert len(made) == 6 * (len(STATES) + 1)
    assert made["year"].min() == held_out.ORIGIN + 1
    killed, _ = persistence.counted(2018, 2024)
    sinaloa = made[(made["place"] == "25") & (made["year"] == 2024)].iloc[0]
    assert sinaloa["observed"] == pytest.approx(np.log(killed[-1, 24] / killed[0, 24]))
    assert (made["persistence"] == 0).all()


def test_the_walk_of_persistence_is_that_of_the_years_until_2018(made):
    killed, _ = persistence.counted(persistence.FIRST, 2018)
    step = np.sqrt((np.diff(np.log(np.maximum(killed, 0.5)), axis=0) ** 2).mean())
    one = made[(made["place"] == "01") & (made["year"] == 2022)].iloc[0]
    assert one["persistence_sd"] == pytest.approx(2 * step)


def test_scores_tell_a_forecast_that_is_right_from_one_that_is_not(made):
    right = made.assign(block=made["observed"], block_sd=0.1, persistence=made["observed"] + 1.0, persistence_sd=0.1)
    at = held_out.scores(right).set_index(["forecast", "places"])
    assert (at.loc["block", "covers_90"] == 1.0).all()
    assert (at.loc["persistence", "covers_90"] == 0.0).all()
    assert (at.loc["block", "crps"] < at.loc["persistence", "crps"]).all()
    assert held_out.missed(right) == ""
    wrong = right.assign(block=np.where((made["place"] == "25") & (made["year"] == 2024), 9.0, right["block"]))
    assert held_out.missed(wrong) == "outside the 90% band: Sinaloa fewer in 2024"
    assert isinstance(wrong, pd.DataFrame)
