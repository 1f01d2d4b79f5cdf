"""Plants and other buyers apart: what a saving or a rule on inputs does to sourcing, cost and content."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.symbols import ECONOMIES, MEX, SECTORS
from giants.trade import bundled, inputs
from giants.trade.content import value_added

DATA = bundled()
PI = DATA.pi0[MEX]
NONE, THETA = np.zeros_like(PI), np.full(len(SECTORS), 4.0)
CAR = SECTORS.index("AUT")
CHN = ECONOMIES.index("CHN")
USE = inputs.use_by_plants(DATA.g[MEX], DATA.Y0[MEX], DATA.X0[MEX], DATA.goods)


def mexican(value):
    out = NONE.copy()
    out[MEX] = value
    return out


def test_without_saving_or_rule_plants_buy_like_everyone():
    s = inputs.sourcing(PI, NONE, NONE, THETA, USE)
    np.testing.assert_allclose(s.plants, PI)
    np.testing.assert_allclose(s.shift, 0.0, atol=1e-15)
    np.testing.assert_allclose(s.cost, 0.0, atol=1e-15)


def test_plants_buy_most_metals_and_few_services():
    assert 0.5 < USE[SECTORS.index("MET")] <= 1.0
    assert USE[SECTORS.index("SRV")] < 0.2


def test_a_saving_cheapens_inputs_by_its_share_to_first_order():
    s = inputs.sourcing(PI, mexican(1e-4), NONE, THETA, USE)
    np.testing.assert_allclose(s.cost, -1e-4 * PI[MEX], rtol=1e-3)


@given(st.floats(0.001, 0.4))
def test_a_rule_draws_inputs_home_and_costs_of_second_order(rule):
    s = inputs.sourcing(PI, NONE, mexican(rule), THETA, USE)
    partly = (PI[MEX] > 0.01) & (PI[MEX] < 0.99)
    assert np.all(s.plants[MEX, partly] > PI[MEX, partly])
    assert np.all(s.cost[partly] > 0.0)
    assert np.all(s.cost <= 4.0 * rule**2)


@given(st.floats(-0.2, 0.2), st.floats(0.0, 0.2))
def test_all_buyers_are_plants_and_others_and_others_are_found_again(saving, rule):
    s = inputs.sourcing(PI, mexican(saving), mexican(rule), THETA, USE)
    everyone = PI * np.exp(s.shift)
    np.testing.assert_allclose(everyone.sum(0), 1.0)  # so that prices to other buyers do not move
    np.testing.assert_allclose(everyone, (1 - USE) * PI + USE * s.plants, atol=1e-15)
    np.testing.assert_allclose(inputs.others(everyone, s.shift), PI, atol=1e-12)


def test_content_of_exports_follows_the_inputs_of_plants_and_not_what_households_buy():
    flows = DATA.flows.copy()
    s = inputs.sourcing(PI, NONE, mexican(0.1), THETA, USE)
    flows[MEX] *= np.exp(s.shift)
    own = inputs.by_user(s, flows[MEX], DATA.goods)
    np.testing.assert_allclose(own[CAR].sum(0), 1.0)
    base = value_added(DATA.b, DATA.g, DATA.flows)
    plants = value_added(DATA.b, DATA.g, flows, (MEX, own))
    mean = value_added(DATA.b, DATA.g, flows)
    assert plants[MEX, MEX, CAR] > mean[MEX, MEX, CAR] > base[MEX, MEX, CAR]
    assert plants[CHN, MEX, CAR] < base[CHN, MEX, CAR]
    np.testing.assert_allclose(plants.sum(0), 1.0)


def test_only_plants_that_make_goods_pay_for_their_inputs():
    cost = inputs.unit_cost(DATA.g[MEX], np.full(len(SECTORS), 0.01), DATA.goods)
    np.testing.assert_allclose(cost[DATA.goods], 0.01 * (1 - DATA.b[MEX, DATA.goods]))
    assert not cost[~DATA.goods].any()


def test_by_user_at_the_base_is_what_everyone_buys():
    own = inputs.by_user(inputs.sourcing(PI, NONE, NONE, THETA, USE), DATA.flows[MEX], DATA.goods)
    mean = DATA.flows[MEX] / DATA.flows[MEX].sum(0)
    for j in range(len(SECTORS)):
        assert own[j] == pytest.approx(mean)
