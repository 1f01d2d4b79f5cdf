"""Preferences are used more when they save more, cost less, and the content allows it."""

import numpy as np
import pytest

from giants.trade import bundled
from giants.trade import origin as o

SECTORS = bundled().sectors


def test_use_rises_with_the_margin_and_falls_with_the_cost():
    margin = np.linspace(0, 0.5, 20)
    use = o.use_rate(margin, np.array(0.07), np.array(0.07))
    assert (np.diff(use) > 0).all()
    assert o.use_rate(np.array(0.07), np.array(0.07), np.array(0.07)) == pytest.approx(0.5)
    assert o.use_rate(np.array(0.1), np.array(0.2), np.array(0.07)) < o.use_rate(
        np.array(0.1), np.array(0.1), np.array(0.07)
    )


def test_two_point_fit_goes_through_both_points():
    low, high = np.array([0.2857, 0.3]), np.array([0.9306, 0.8])
    cost, slope = o.two_point_fit(low, high, 0.01, 0.25)
    np.testing.assert_allclose(o.use_rate(np.array(0.01), cost, slope), low)
    np.testing.assert_allclose(o.use_rate(np.array(0.25), cost, slope), high)
    assert cost[0] == pytest.approx(0.073, abs=0.001)
    assert slope[0] == pytest.approx(0.069, abs=0.001)


def test_where_use_did_not_rise_it_stays():
    cost, slope = o.two_point_fit(np.array(0.8), np.array(0.7), 0.01, 0.25)
    assert o.use_rate(np.array(0.5), cost, slope) == pytest.approx(0.8, abs=0.001)


def test_bundled_claims_are_those_observed():
    claims = o.claims()
    assert claims.low[0, SECTORS.index("ELE")] == pytest.approx(0.2857)
    assert claims.high[0, SECTORS.index("AUT")] == pytest.approx(0.87526)
    assert (claims.low[:, -2:] == 0).all()


def test_compliance_costs_more_with_required_and_with_chinese_content():
    base = o.compliance_cost(np.array(0.07), 0.0, np.array(0.0), 0.15, 0.1)
    assert base == pytest.approx(0.07)
    assert o.compliance_cost(np.array(0.07), 0.1, np.array(0.0), 0.15, 0.1) == pytest.approx(0.085)
    assert o.compliance_cost(np.array(0.07), 0.0, np.array(0.1), 0.15, 0.1) == pytest.approx(0.08)


def test_chinese_content_above_the_threshold_loses_the_preference():
    assert o.eligible(np.array(0.6), 0.35, 0.02) < 1e-4
    assert o.eligible(np.array(0.1), 0.35, 0.02) > 1 - 1e-4
    assert o.eligible(np.array(0.35), 0.35, 0.02) == pytest.approx(0.5)


def preferential(u, added=0.0, exempt=0.0, t0=0.004, mfn=0.02, u0=0.8):
    values = (t0, mfn, added, exempt, u0, u)
    return float(o.preferential_tariff(*(np.array(v) for v in values)))


def test_tariff_paid_is_the_base_rate_at_the_base_use():
    assert preferential(0.8) == pytest.approx(0.004)


def test_losing_the_preference_costs_the_most_favoured_nation_rate_on_the_trade_that_used_it():
    assert preferential(0.0) == pytest.approx(0.004 + 0.8 * 0.02)


def test_full_use_of_the_preference_leaves_no_tariff():
    assert preferential(1.0) == pytest.approx(0.0, abs=1e-12)


def test_an_added_tariff_spares_claimed_trade_as_far_as_it_exempts_it():
    assert preferential(0.8, added=0.25) == pytest.approx(0.254)
    assert preferential(0.8, added=0.25, exempt=1.0) == pytest.approx(0.004 + 0.2 * 0.25)
    assert preferential(0.8, added=0.25, exempt=0.5) == pytest.approx(0.004 + 0.25 * (1 - 0.4))


def test_statutory_rates_add_up():
    assert o.statutory(np.array(0.02), np.array(0.25), np.array(0.1)) == pytest.approx(0.37)
