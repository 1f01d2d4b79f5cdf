"""What the hindcast has beside law and growth: each cause acts as its equation says, and is nothing when it is off."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from giants.config import default_settings
from giants.evidence.model import attribution, causes, hindcast, patterns, stock
from giants.evidence.model.causes import ELE, NONE, Causes
from giants.scenario import month_number
from giants.symbols import CHN, ECONOMIES, GOODS, MEX, SECTORS, USA
from giants.trade.data import bundled

RAS = ECONOMIES.index("RAS")
YEARS = range(2023, 2026)


@pytest.fixture(scope="module")
def made():
    return attribution.paths(default_settings())


def test_every_cause_has_a_switch_and_words_and_is_off_unless_switched_on():
    assert {f.name for f in fields(Causes)} == set(causes.WORDS)
    assert not any(getattr(NONE, name) for name in causes.WORDS)
    assert {name for name, on in causes.alone().items() if getattr(on, name)} == set(causes.WORDS)


def test_hardware_is_supplied_by_those_who_supplied_more_computers_until_2022_and_not_by_china():
    share = causes.suppliers()
    assert share.sum() == pytest.approx(1.0)
    assert share[CHN] == share[USA] == 0.0
    assert share[RAS] > 0.5 > share[MEX] > 0.1


def test_before_2024_there_is_no_boom_and_after_the_record_it_stays():
    bought = np.ones((len(ECONOMIES), len(GOODS)))
    assert not causes.hardware(month_number("2023-12"), bought).any()
    late = [causes.hardware(month_number(m), bought) for m in ("2026-05", "2030-01")]
    np.testing.assert_array_equal(*late)
    assert not np.delete(late[0], ELE, axis=1).any()


def test_with_the_boom_hardware_is_the_share_of_imports_that_was_counted():
    """Other imports stay; hardware starts from its share of 2023: (A0 + k) / (1 + k) is then that of the record."""
    bought = np.ones((len(ECONOMIES), len(GOODS)))
    added = causes.hardware(month_number("2026-05"), bought).sum() / bought.sum()
    table = causes.tables.read("history/us_ai_imports.csv", ("ai_imports_usd_bn", "imports_usd_bn"), ("month",))
    first = table[table["month"] < "2024"].sum(numeric_only=True)
    last = table[table["month"] == "2026-05"].iloc[0]
    start = first["ai_imports_usd_bn"] / first["imports_usd_bn"]
    assert (start + added) / (1 + added) == pytest.approx(last["ai_imports_usd_bn"] / last["imports_usd_bn"], abs=1e-9)


def test_a_stock_is_built_before_a_rise_and_bought_less_after_until_it_is_used_up():
    tariff = np.zeros((40, 2))
    tariff[20:, 0] = 0.1
    ratio = stock.factor(tariff)
    assert (ratio[:, 1] == 1.0).all()
    assert (ratio[17:20, 0] >= 1.0).all()
    assert ratio[17, 0] > 1.0 > ratio[20, 0]
    assert (ratio[:17, 0] == 1.0).all()
    assert ratio[:, 0].mean() == pytest.approx(1.0)  # what was bought early is not bought later
    assert stock.wanted(tariff)[19, 0] == pytest.approx(stock.STORABLE * 0.1 / stock.CARRYING)


def test_nothing_is_bought_ahead_of_a_fall_and_no_more_than_can_be_held():
    fall = np.linspace(1.0, 0.0, 12)[:, None]
    assert (stock.factor(fall) == 1.0).all()
    assert stock.wanted(1000.0 * fall[::-1]).max() == stock.LONGEST


def test_what_was_announced_stands_until_the_duties_take_its_place():
    def level(month):
        return causes.announced(month_number(month))

    assert not level("2018-01").any()
    assert level("2019-01")[CHN] == 0.25
    assert level("2024-06")[[CHN, MEX, USA]].tolist() == [0.6, 0.1, 0.0]
    assert not level("2025-06").any()


def test_expected_duties_move_tastes_as_prices_that_are_higher_by_them_would():
    p = default_settings().trade
    t = bundled().t0[USA]
    paid = bundled().flows[USA]
    month, rate = month_number("2024-06"), 1 - np.exp(-1 / (12 * p.adjustment_years))
    step = (1 - rate) * causes.lean(month, t, paid, p)
    goods = bundled().goods
    assert not step[:, ~goods].any()
    assert (step[CHN, goods] < step[MEX, goods]).all()
    assert (step[MEX, goods] < step[USA, goods]).all()
    np.testing.assert_allclose((step * paid).sum(0), 0.0, atol=1e-12)  # the price index stays
    gap = causes.LIKELY * np.log(np.maximum(1.6 / (1 + t[CHN]), 1.0))
    other = causes.LIKELY * np.log(np.maximum(1.1 / (1 + t[MEX]), 1.0))
    expected = -rate * (p.theta_long.array - p.theta_short) * (gap - other)
    np.testing.assert_allclose((step[CHN] - step[MEX])[goods], expected[goods])


def test_borrowing_is_that_of_the_data_in_2023_and_sums_to_nothing():
    data = bundled()
    assert causes.borrowed(2023.5, data) == pytest.approx(np.zeros(len(ECONOMIES)))
    more = causes.borrowed(2022.5, data)
    assert more[USA] > 0.0
    assert more[MEX] == 0.0
    assert more.sum() == pytest.approx(0.0, abs=1e-12)


def test_the_us_trade_deficit_moves_by_what_is_borrowed(monkeypatch):
    settings = default_settings()
    monkeypatch.setattr(hindcast, "UNTIL", "2017-02")
    worlds = []
    monkeypatch.setattr(
        hindcast.TradedMonth, "of", classmethod(lambda cls, w: worlds.append(w.copy()) or cls(*_nothing(w)))
    )
    for on in (NONE, replace(NONE, deficits=True)):
        hindcast.history(settings, causes=on)
    net = [(w.trade.flows[USA].sum() - w.trade.flows[:, USA].sum()) / w.trade.gdp[USA] for w in worlds]
    gap = 779.9 / 19612.1 - 1062.0 / 27360.9  # goods deficit over GDP of 2017 less that of 2023
    assert np.diff(net)[0] == pytest.approx(gap, rel=0.05)  # GDP here holds tariffs


def _nothing(w):
    ones = np.ones((len(ECONOMIES), len(GOODS)))
    return ones, ones, np.zeros_like(ones), {}


def test_the_table_of_causes_starts_from_law_and_growth_and_ends_with_all():
    seen = patterns.observed_shares()
    months = range(month_number(hindcast.SINCE), month_number("2026-02"))
    record = pd.DataFrame([seen.loc[m // 12] for m in months], index=months)
    late = (record.index >= month_number("2018-01"))[:, None]
    names = ["law and growth", *causes.WORDS, "all causes"]
    table = attribution.table({n: record + late * (2.0 - k / 6) for k, n in enumerate(names)}, YEARS).set_index("cause")
    assert list(table.index) == names
    np.testing.assert_allclose(table["error"], [2.0 - k / 6 for k in range(len(names))])
    np.testing.assert_allclose(table["share_of_error"], 1 - (table["error"] / 2.0) ** 2, atol=1e-12)
    np.testing.assert_allclose(table["of_China"], table["share_of_error"])
    assert "hardware 16%" in attribution.said(table.reset_index(), YEARS)


@pytest.mark.slow
def test_only_the_boom_acts_on_flows_and_only_after_2023(made):
    one, none = (made[name]["US imports, MEX"] for name in ("hardware", "law and growth"))
    before = one.index < month_number("2024-01")
    np.testing.assert_array_equal(one[before], none[before])
    assert not np.isclose(one[~before], none[~before]).all()


@pytest.mark.slow
def test_expected_duties_lower_chinas_share_and_a_stock_is_given_back(made):
    china = {name: path["US imports, CHN"] for name, path in made.items()}
    late = month_number("2023-01")
    assert china["expected"][late] < china["law and growth"][late]
    gap = made["ahead"]["US imports, CHN"] - china["law and growth"]
    assert gap.max() > 0.5
    assert gap.min() < -0.5


def test_collected_duties_take_the_place_of_the_law_where_they_are_known():
    law = np.full((len(ECONOMIES), len(SECTORS)), 0.5)
    for month in ("2024-12", "2025-12"):
        np.testing.assert_array_equal(causes.collected(month_number(month), law), law)
    paid = causes.collected(month_number("2025-05"), law)
    assert 0.2 < paid[CHN, SECTORS.index("OMF")] < 0.5
    assert paid[MEX].min() == paid[USA].min() == 0.5
