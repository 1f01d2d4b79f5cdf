"""Published effects beside both closures: signs and orders that must hold, and none that is fitted."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.evidence.trade import closure


@pytest.fixture(scope="module")
def parameters():
    return default_settings().trade


def test_every_study_has_a_horizon_a_concept_and_a_figure_of_ours_under_each_closure(parameters):
    table = closure.studies(parameters)
    assert set(table["case"]) <= set(closure.CASES)
    assert (table[["horizon", "concept"]] != "").all(axis=None)
    ours = [c for c in table.columns if c.startswith(closure.CLOSURES)]
    assert len(ours) == 2 * (1 + len(closure.MONTHS))
    assert np.isfinite(table[ours].to_numpy()).all()
    mexico = table[table["region"] == "MEX"]
    assert (mexico["sticky year 1"] < mexico["instant year 1"]).all()


def test_in_the_first_year_a_small_tariff_of_the_united_states_on_all_gains_next_to_nothing(parameters):
    table = closure.own_tariffs(parameters).set_index(["case", "closure"])
    assert table.loc[("US 10% on all", "sticky"), "year 1"] <= 0.05
    assert (table.xs("sticky", level="closure")["year 1"] < table.xs("instant", level="closure")["year 1"]).all()


def test_what_an_answer_adds_is_the_sum_of_its_parts_and_ends_without_slack(parameters):
    table = closure.retaliation(parameters)
    added = table[["added revenue", "added terms", "added slack"]].sum(axis=1)
    np.testing.assert_allclose(added, table["answered"] - table["no answer"], atol=1e-9)
    assert table[table["closure"] == "instant"]["added slack"].abs().max() < 1e-6
    assert abs(table[table["month"] == "rest"]["added slack"].iloc[0]) < 1e-6
