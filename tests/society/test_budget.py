import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.society import budget
from giants.symbols import PLANKS, PROGRAMMES

REQUESTS = st.lists(st.floats(0.0, 1.0), min_size=len(PROGRAMMES), max_size=len(PROGRAMMES))


@given(REQUESTS, st.floats(0.0001, 0.05))
def test_what_is_paid_for_never_exceeds_the_budget_or_the_request(parameters, request_, purse):
    asked, cost = np.array(request_), np.array(parameters.budget.cost)
    paid = budget.funded(asked, cost, purse)
    assert budget.spending(paid, cost) <= purse * (1 + 1e-12)
    assert np.all(paid <= asked + 1e-15)


def test_requests_within_the_budget_are_paid_in_full():
    asked = np.array([0.5, 0.2])
    np.testing.assert_array_equal(budget.funded(asked, np.array([0.01, 0.02]), 0.0095), asked)


def test_requests_over_the_budget_are_all_scaled_alike():
    paid = budget.funded(np.array([1.0, 0.5]), np.array([0.02, 0.02]), 0.015)
    np.testing.assert_allclose(paid, [0.5, 0.25])


def test_all_five_planks_together_exceed_the_budget_and_are_scaled_alike(parameters):
    cost = np.array(parameters.budget.cost)
    plank = np.array([PLANKS.index(p) for p in PROGRAMMES.values()])
    assert np.all(np.bincount(plank, cost) > 0.0)
    everything = budget.funded(np.ones(len(cost)), cost, parameters.budget.budget)
    assert budget.spending(everything, cost) == pytest.approx(parameters.budget.budget)
    np.testing.assert_allclose(everything, parameters.budget.budget / cost.sum())
    assert everything.max() < 0.5


def test_states_pay_for_their_own_incentives_by_their_product():
    product = np.array([1.0, 3.0])
    assert budget.local(np.array([0.0, 1.0]), product, 0.002) == pytest.approx(0.0015)
    assert budget.local(np.zeros(2), product, 0.002) == 0.0


def test_half_of_a_new_programme_works_after_its_half_life():
    effort, paid = np.zeros(1), np.ones(1)
    for _ in range(6):
        effort = budget.ramp(effort, paid, 6.0)
    assert effort[0] == pytest.approx(0.5)


def test_the_budget_shrinks_in_a_recession_and_is_never_negative():
    assert budget.available(0.01, 1.0, 1.0, 2.0) == 0.01
    assert budget.available(0.01, 0.9, 1.0, 2.0) == pytest.approx(0.008)
    assert budget.available(0.01, 0.1, 1.0, 2.0) == 0.0


@given(REQUESTS, st.floats(0.0, 0.02))
def test_a_purse_is_spent_to_the_last_peso_whatever_is_asked(parameters, request_, purse):
    cost = np.array(parameters.budget.cost)
    paid, asked = budget.from_purse(np.array(request_), cost, purse, np.ones(len(cost)))
    assert budget.spending(paid, cost) == pytest.approx(purse, abs=1e-12)
    assert asked <= purse + 1e-12
    assert np.all((paid >= 0.0) & (paid <= 1.0 + 1e-12))


@given(REQUESTS, st.floats(0.0001, 0.02))
def test_requests_are_scaled_alike_up_to_full_effort(parameters, request_, purse):
    wish, cost = np.array(request_), np.array(parameters.budget.cost)
    paid = budget.filled(wish, cost, purse)
    asked = wish > 1e-9
    assert np.all(paid[wish == 0.0] == 0.0)
    partial = asked & (paid < 1.0 - 1e-9)
    if partial.any():  # those that are not full keep their proportions, and the purse is spent
        np.testing.assert_allclose(paid[partial] / wish[partial], (paid[partial] / wish[partial])[0], rtol=1e-6)
        assert budget.spending(paid, cost) == pytest.approx(purse)


def test_with_an_empty_basket_what_nobody_asks_for_stays_with_income():
    paid, asked = budget.from_purse(np.array([0.2, 0.0]), np.array([0.002, 0.004]), 0.006, np.zeros(2))
    np.testing.assert_allclose(paid, [1.0, 0.0])
    assert budget.spending(paid, np.array([0.002, 0.004])) == asked == pytest.approx(0.002)


def test_a_status_quo_that_asks_for_nothing_is_the_basket():
    cost = np.array([0.01, 0.03])
    paid, asked = budget.from_purse(np.zeros(2), cost, 0.01, np.ones(2))
    np.testing.assert_allclose(paid, [0.25, 0.25])
    assert asked == 0.0


def test_purses_of_worlds_side_by_side_are_those_of_one(parameters):
    cost, wish = np.array(parameters.budget.cost), np.random.default_rng(0).random((3, 13))
    purse = np.array([0.001, 0.007, 0.015])
    together, _ = budget.from_purse(wish, cost, purse, np.ones(13))
    for k in range(3):
        np.testing.assert_array_equal(together[k], budget.from_purse(wish[k], cost, purse[k], np.ones(13))[0])
