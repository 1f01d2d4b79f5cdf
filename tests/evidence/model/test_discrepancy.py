"""The hindcast's own error: what is estimated, on which years, and that scores are what their names say."""

import numpy as np
import pandas as pd
import pytest

from giants import tables
from giants.config import default_settings
from giants.evidence.model import discrepancy, hindcast
from giants.evidence.model.discrepancy import FITTED, TESTED
from giants.scenario import month_number

RNG = np.random.default_rng(5)


@pytest.fixture(scope="module")
def seen():
    return discrepancy.recorded()


def path(seen, error=0.0, late=0.0):
    """Return a history that is the record plus `error` times the years since 2017, and `late` from 2023 on."""
    whole = seen.ffill()
    months = range(month_number(hindcast.SINCE), month_number(hindcast.UNTIL))
    rows = [whole.loc[m // 12] + error * (m // 12 - 2017) + late * (m // 12 > FITTED[-1]) for m in months]
    return pd.DataFrame(rows, index=months)


def histories(*paths):
    return hindcast.Histories(paths[0], tuple(paths[1:]))


def test_years_of_the_walk_end_before_those_held_out():
    assert FITTED[-1] < TESTED[0] == 2023


def test_the_record_holds_four_shares_that_sum_to_all_and_six_of_sectors(seen):
    totals = [c for c in seen if discrepancy.group(c) == "totals"]
    np.testing.assert_allclose(seen[totals].sum(axis=1), 100.0)
    assert len(seen.columns) == 10
    assert seen.loc[2017, "US imports of electronics, CHN"] == pytest.approx(44.6, abs=0.05)


def test_the_walk_is_estimated_on_2018_to_2022_alone(seen):
    moves = discrepancy.steps(path(seen, error=0.5), seen)
    assert list(moves.index) == list(FITTED)
    np.testing.assert_allclose(moves, 0.5, atol=1e-9)
    np.testing.assert_allclose(discrepancy.spread(moves), 0.5)
    np.testing.assert_allclose(discrepancy.steps(path(seen, late=9.0), seen), 0.0, atol=1e-9)


def test_a_forecast_starts_from_the_record_of_2022_and_widens_with_the_root_of_years(seen):
    table = discrepancy.forecasts(histories(path(seen, error=0.5)), seen)
    assert (table["hindcast"] - table["observed"]).to_numpy() == pytest.approx(0.5 * (table["year"] - FITTED[-1]))
    assert table["hindcast_sd"].to_numpy() == pytest.approx(0.5 * (table["year"] - FITTED[-1]) ** 0.5)
    assert table["persistence"].to_numpy() == pytest.approx(seen.loc[FITTED[-1], table["series"]].to_numpy())


def test_draws_of_parameters_widen_it_too(seen):
    one, two = path(seen, error=0.5), path(seen, error=0.5, late=2.0)
    alone, drawn = (discrepancy.forecasts(histories(*p), seen) for p in ((one,), (one, one, two)))
    assert (drawn["hindcast_sd"] > alone["hindcast_sd"]).all()
    np.testing.assert_allclose(drawn["hindcast"], alone["hindcast"])


def test_coverage_and_headline_follow_from_the_table():
    n = 400
    z = RNG.normal(size=n)
    table = pd.DataFrame({"series": "s", "group": "totals", "year": np.arange(n), "observed": z})
    for name, sd in (("hindcast", 1.0), ("persistence", 0.3)):
        table = table.assign(**{name: 0.0, f"{name}_sd": sd})
    score = discrepancy.scores(table, {"hindcast": np.eye(1), "persistence": np.eye(1)})
    at = score.set_index(["forecast", "series"])
    assert at.loc[("hindcast", "all"), "covers_90"] == pytest.approx(0.9, abs=0.04)
    assert at.loc[("persistence", "all"), "covers_90"] < 0.5
    assert "too narrow" not in discrepancy.said(score)
    swapped = score.assign(forecast=score["forecast"].map({"hindcast": "persistence", "persistence": "hindcast"}))
    assert discrepancy.said(swapped).startswith("The 90% band is too narrow")


def test_ranges_of_the_draws_are_those_declared():
    assert hindcast.ranges().keys() == hindcast.DRAWN.keys()
    assert all(low < high for low, high in hindcast.ranges().values())


def test_the_step_that_widens_levels_of_runs_is_that_of_the_hindcast(seen):
    table = tables.read("validation/model_error.csv", ("step",), ("measure", "series"))
    walk = discrepancy.spread(discrepancy.steps(hindcast.history(default_settings()), seen)) / 100.0
    for row in table.itertuples():
        assert row.step == pytest.approx(walk[row.series], abs=5e-5)
