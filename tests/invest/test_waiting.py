import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.invest import waiting


def test_hurdle_of_the_textbook():
    # Dixit and Pindyck (1994), chapter 5: sigma 0.2 and r = payout = 0.04 give a hurdle of 2.
    assert waiting.hurdle(np.array(0.04), 0.04, 0.04) == pytest.approx(2.0)


def test_without_uncertainty_the_hurdle_is_one_where_waiting_earns_nothing():
    assert waiting.hurdle(np.array(1e-8), 0.05, 0.06) == pytest.approx(1.0, abs=1e-4)


@given(st.floats(0.01, 0.5), st.floats(0.005, 0.2))
def test_the_hurdle_rises_with_variance(variance, more):
    low, high = waiting.hurdle(np.array([variance, variance + more]), 0.08, 0.06)
    assert 1.0 < low < high


def test_the_root_solves_its_quadratic():
    variance, r, q = 0.05, 0.08, 0.06
    hurdle = float(waiting.hurdle(np.array(variance), r, q))
    root = hurdle / (hurdle - 1.0)
    assert 0.5 * variance * root * (root - 1.0) + (r - q) * root - r == pytest.approx(0.0, abs=1e-12)


def test_careless_firms_and_unchanged_hurdles_go_ahead():
    assert waiting.goes_ahead(np.array(1.5), np.array(0.0), 2.0) == 1.0
    assert waiting.goes_ahead(np.array(1.0), np.array(1.0), 2.0) == 1.0
    assert waiting.goes_ahead(np.array(2.0), np.array(1.0), 2.0) == 0.25


def test_tariff_uncertainty_counts_by_american_sales():
    total = waiting.value_variance(np.array([0.01, 0.01]), np.array([0.0, 0.5]), 0.04, 3.0)
    np.testing.assert_allclose(total, [0.04, 0.04 + 2.25 * 0.01])


def test_uncertainty_puts_investment_off_and_loses_a_part_of_it(start, invest):
    calm, flows = invest(start(), 60)
    w = start()
    w.bargaining.tariff_variance[:9] = 0.01
    w.actions.firm_caution[...] = 1.0
    uneasy, delayed = invest(w, 60)
    assert flows["waiting"] == 0.0
    assert 0.05 < delayed["waiting"] < 0.6
    assert delayed["fdi_new"].sum() < 0.98 * flows["fdi_new"].sum()
    assert uneasy.invest.size.sum() < calm.invest.size.sum()


def test_readiness_to_reconsider_changes_the_pace_and_where_it_goes_and_not_the_level(start, invest, parameters):
    w = start()
    w.actions.firm_hazard[...] = 2.0
    quick, flows = invest(w, 120)
    slow, usual = invest(start(), 120)
    assert flows["fdi_state"].sum() == pytest.approx(usual["fdi_state"].sum(), rel=0.1)
    sunk = parameters.location.sunk
    assert quick.invest.backlog.sum() / (1 - sunk**2) < 0.9 * slow.invest.backlog.sum() / (1 - sunk)
    assert flows["fdi_new"].sum() > 1.2 * usual["fdi_new"].sum()
