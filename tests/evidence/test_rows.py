"""Rules of bands and verdicts: no answer of the model enters a tolerance, and no effect never passes for an effect."""

import numpy as np
import pandas as pd
import pytest

from giants.evidence import rows
from giants.evidence.rows import Benchmark


def test_published_values_are_read_as_written():
    assert rows.value("21.6->16.5") == pytest.approx(-5.1)
    assert rows.value("-1.75 to -2.25") == pytest.approx(-2.0)
    assert np.isnan(rows.value("71.2 / 89.0"))


@pytest.mark.parametrize(
    ("text", "band"),
    [("1.31", (1.305, 1.315)), ("118", (117.5, 118.5)), ("-2.0", (-2.05, -1.95)), ("-1.75 to -2.25", (-2.25, -1.75))],
)
def test_a_replication_holds_where_it_prints_what_is_printed(text, band):
    assert rows.digit(text) == pytest.approx(band)


def test_the_spread_of_models_is_that_of_the_published_range():
    low, high = rows.among(-3.05)
    assert (low, high) == pytest.approx(rows.ALL_25)  # the middle of the range gives the range


def test_a_share_of_many_cases_has_its_band_of_95_percent_and_of_few_no_more_than_half_of_itself():
    assert rows.sample(0.5, 100) == pytest.approx((0.402, 0.598))
    assert rows.sample(0.2, 400) == pytest.approx((0.1608, 0.2392))
    assert rows.sample(0.1, 4) == pytest.approx((0.05, 0.15))


@pytest.mark.parametrize("figure", [-21.0, -0.3, 0.5, 0.42])
@pytest.mark.parametrize("rule", [rows.among, lambda x: rows.record(x, 2.0), lambda x: rows.sample(abs(x) / 50, 8)])
def test_no_effect_does_not_pass_for_an_effect(figure, rule):
    low, high = rule(figure)
    assert low * high > 0


def row(ours, band=(1.0, 2.0), **more):
    return Benchmark("1", "fact", "outside", "1.5", ours, band, **more)


def test_a_value_that_misses_falls_short_and_only_a_missing_value_is_out_of_reach():
    assert rows.verdict(row(1.0)) == "holds"
    assert rows.verdict(row(2.1, why="we know why")) == "falls short"
    assert rows.verdict(row(np.nan)) == "out of reach"
    assert rows.verdict(row(0.0, band=(np.nan, np.nan))) == "out of reach"


def test_the_headline_counts_figures_from_outside_only():
    pin = row(1.5)._replace(kind="pin")
    count = rows.counts([("trade", rows.table([row(1.5), row(3.0), pin, pin]))])
    told = rows.told(count, ["trade"])
    assert "1 hold, 1 fall short" in told[0]
    assert any("pin: 2 hold" in line for line in told[2:])
    assert isinstance(count, pd.DataFrame)
