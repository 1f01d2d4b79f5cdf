"""What the treaty is worth: losses at every elasticity, and everything that prices the treaty follows them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from giants import duties
from giants.config import default_settings
from giants.errors import InputError
from giants.model import Giants
from giants.symbols import ECONOMIES, IS_GOODS, MEX, PREFERRED_ROWS, SECTORS, USA
from giants.trade import origin, treaty_value
from giants.trade.model import threat_elasticity

THETAS = (0.25, 0.76, 2.0, 4.0)


@pytest.fixture(scope="module")
def started():
    model = Giants(default_settings(["months=3"]))
    model.step()
    return model


@pytest.mark.parametrize("theta", THETAS)
def test_mexico_loses_a_per_cent_where_the_duties_that_claims_are_spared_fall_on_all_its_goods(theta):
    value, instant = treaty_value(elasticity=theta), treaty_value(closure="instant", elasticity=theta)
    assert value.with_tiers_pct["MEX"] < instant.with_tiers_pct["MEX"] <= -1.0
    assert instant.with_tiers_pct["MEX"] > -2.0
    assert value.with_tiers_pct["CAN"] < instant.with_tiers_pct["CAN"] < -0.5
    assert -0.25 < instant.without_tiers_pct["MEX"] < -0.1


@pytest.mark.parametrize("closure", [None, "instant"])
@pytest.mark.parametrize("theta", THETAS)
def test_with_tiers_mexico_loses_although_its_own_rates_on_us_goods_return(theta, closure):
    alone, both = (treaty_value(side=side, closure=closure, elasticity=theta).with_tiers_pct for side in ("US", "both"))
    assert alone["MEX"] < both["MEX"] < -0.5
    assert both["USA"] < alone["USA"]


def test_what_is_not_said_is_the_closure_and_the_horizon_of_the_configuration(monkeypatch):
    p = default_settings().trade
    year = float(np.median(threat_elasticity(p)))
    said = treaty_value(closure=p.closure, elasticity=year).with_tiers_pct
    np.testing.assert_allclose(treaty_value().with_tiers_pct, said, rtol=0.02)  # cars and food move by themselves
    at_rest = treaty_value(closure="instant")
    pd.testing.assert_frame_equal(at_rest, treaty_value(closure="instant", elasticity=4.0))
    monkeypatch.setattr("giants.trade.treaty.configured", lambda: replace(p, closure="instant", tables="icio2020"))
    other = treaty_value(elasticity=4.0)
    assert (other.with_tiers_pct - at_rest.with_tiers_pct).abs()["MEX"] > 0.01


def test_before_any_duty_spared_claims_the_tiers_are_worth_nothing():
    value = treaty_value("2025-01")
    np.testing.assert_allclose(value.with_tiers_pct, value.without_tiers_pct, atol=1e-9)


def test_the_table_has_a_row_for_each_region():
    assert treaty_value().index.tolist() == list(ECONOMIES)


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": "MEX"},
        {"side": np.array([["US"], ["both"]])},
        {"side": ["US"]},
        {"closure": "slow"},
        {"closure": ["sticky"]},
        {"date": "August"},
        {"date": "٢٠٢٦-08"},
        {"date": np.array([["2026-08"], ["2026-09"]])},
        {"elasticity": -1.0},
        {"elasticity": 71.0},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_in_one_line(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))) as caught:
        treaty_value(**wrong)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("theta", [1e-6, 70.0])
def test_every_elasticity_that_can_be_given_has_an_answer(theta):
    assert treaty_value(elasticity=theta).with_tiers_pct["MEX"] < 0


def test_the_declared_values_are_those_computed_by_default():
    s = default_settings()
    alone, both = (-treaty_value(side=side).with_tiers_pct["MEX"] / 100 for side in ("US", "both"))
    assert s.issues["treaty_renewal"].value == pytest.approx(both, abs=0.001)
    assert s.instruments["treaty_exit"].target_loss == pytest.approx(both, abs=0.001)
    assert s.instruments["preference_loss"].target_loss == pytest.approx(alone, abs=0.001)


def test_solved_losses_of_preference_and_of_exit_are_near_the_value_of_the_treaty(started):
    b, w = started.blocks.bargaining_model, started.world
    lost, exit_ = (next(t for t, n in enumerate(b.nodes) if n.preference and n.both is both) for both in (False, True))
    losses = w.threat_losses.losses[:, MEX]
    assert 0.01 < losses[lost] < 0.025
    assert 0.005 < losses[exit_] < losses[lost]


def test_an_ending_treaty_lowers_income_in_its_month_and_the_year_after(started):
    stays, ends = started.world.copy(), started.world.copy()
    ends.bargaining.treaty_in_force[...] = 0.0
    for month in range(12):
        for w in (stays, ends):
            w.trade.update(started.blocks.trade_model.advance(w))
        assert ends.trade.real_income[MEX] < stays.trade.real_income[MEX] - 0.004, month
        assert (ends.trade.tariff[USA, MEX] >= stays.trade.tariff[USA, MEX] - 1e-12).all()


def test_under_unchanged_law_no_use_slides_where_the_margin_exceeds_the_cost_of_claiming(started):
    w, model = started.world.copy(), started.blocks.trade_model
    spared = duties.within(w.calendar.claim_margin, w.calendar.spared_scope)[PREFERRED_ROWS]
    worth = (origin.LOW_MARGIN + spared > model.statute.claims.cost) & (IS_GOODS > 0)
    assert worth[0, SECTORS.index("MCH")]  # in which goods under Section 232, spared nothing, are the most
    before = w.trade.preference_use[PREFERRED_ROWS].copy()
    for _ in range(36):
        w.trade.update(model.advance(w))
    slide = (before - w.trade.preference_use[PREFERRED_ROWS])[worth]
    assert slide.max() < 0.01


def test_use_at_the_start_is_near_that_observed_last(started):
    use, seen = started.world.trade.preference_use[MEX], origin.claims().high[0]
    np.testing.assert_allclose(use, seen, atol=0.03)
