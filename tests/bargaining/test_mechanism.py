"""Properties that the bargaining mechanism must have whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from giants.bargaining import compliance, compromise, nash, ratify, screening, threat
from giants.bargaining.common_agency import truthful_menus
from giants.bargaining.simultaneous_deals.nash_in_nash import nash_in_nash
from giants.errors import InputError

near = pytest.approx
unit = st.floats(0.05, 0.95)
stake = st.floats(0.01, 2.0)
count = st.integers(0, 10_000)


def cases(seed, batch=40, issues=5):
    rng = np.random.default_rng(seed)
    beta = rng.uniform(0.1, 0.9, batch)
    a, c, g = (rng.uniform(low, 2.0, (batch, issues)) for low in (0.05, -0.2, 0.05))
    return (
        beta,
        a,
        c,
        g,
        rng.uniform(-0.4, 1.0, batch),
        rng.uniform(0.0, 2.0, batch),
        rng.uniform(0, 1, (batch, issues)),
    )


@given(count)
@settings(max_examples=40, deadline=None)
def test_the_exact_solver_agrees_with_bisection(seed):
    beta, a, c, g, l_s, l_t, xbar = cases(seed)
    exact, slow = nash.bundle(beta, a, c, g, l_s, l_t, xbar), nash.bundle_by_bisection(beta, a, c, g, l_s, l_t, xbar)
    clear = np.minimum(np.abs(slow.sender), np.abs(slow.target)) > 1e-6
    assert np.array_equal(exact.deal[clear], slow.deal[clear])
    both = exact.deal & slow.deal & clear
    assert exact.x[both] == near(slow.x[both], abs=1e-6)


def test_the_bundle_is_what_a_general_optimiser_finds():
    beta, a, c, g, l_s, l_t, xbar = cases(3, batch=30, issues=4)
    solved = nash.bundle(beta, a, c, g, l_s, l_t, xbar)
    checked = 0
    for i in np.flatnonzero(solved.deal & (solved.target > 1e-3) & (solved.sender > 1e-3)):

        def objective(x, i=i):
            sender, target = a[i] @ x + l_s[i], l_t[i] - c[i] @ x - 0.5 * g[i] @ (x * x)
            return 1e3 if min(sender, target) <= 0 else -beta[i] * np.log(sender) - (1 - beta[i]) * np.log(target)

        best = minimize(objective, solved.x[i] * 0.98, bounds=[(0, b) for b in xbar[i]], method="L-BFGS-B")
        assert objective(solved.x[i]) <= best.fun + 1e-9
        checked += 1
    assert checked > 15


@given(unit, stake, stake, st.floats(0, 1), stake, st.floats(1.01, 1.5))
@settings(deadline=None)
def test_concession_rises_in_the_threat_and_the_weight_and_falls_in_cost_and_own_loss(beta, l_t, c, l_s, a, more):
    def x(beta=beta, l_t=l_t, c=c, l_s=l_s):
        return float(nash.one_issue(beta, l_t, c, l_s, a)[0])

    assert x(l_t=l_t * more) >= x() - 1e-12
    assert x(beta=min(beta * more, 0.99)) >= x() - 1e-12
    assert x(c=c * more) <= x() + 1e-12
    assert x(l_s=l_s * more) <= x() + 1e-12


@given(count)
@settings(max_examples=30, deadline=None)
def test_a_bundle_gives_more_to_a_sender_with_a_larger_stick(seed):
    beta, a, c, g, l_s, l_t, xbar = cases(seed)
    small, large = nash.bundle(beta, a, c, g, l_s, l_t, xbar), nash.bundle(beta, a, c, g, l_s, 1.2 * l_t, xbar)
    both = small.deal & large.deal
    assert np.all((large.x - small.x)[both] >= -1e-9)


@given(count)
@settings(max_examples=40, deadline=None)
def test_the_best_package_within_a_budget_is_the_limit_of_the_bundle(seed):
    rng = np.random.default_rng(seed)
    a, c, g, xbar = (rng.uniform(low, 1.0, 4) for low in (0.05, 0.0, 0.05, 0.0))
    budget = np.concatenate([[0.0], rng.uniform(0, 1.5, 9)])
    x = nash.package(budget, a, c, g, xbar)
    limit = nash.bundle(np.full(10, 1 - 1e-9), a[None], c[None], g[None], np.zeros(10), budget, xbar[None]).x
    assert x == near(limit, abs=1e-4)
    assert np.all(x @ c + 0.5 * (x * x) @ g <= budget + 1e-12)


def test_issues_off_the_table_change_nothing():
    a, c, g = np.array([0.6, 0.3]), np.array([0.1, 0.1]), np.array([1.0, 0.5])
    alone = nash.bundle(0.5, a, c, g, 0.1, 0.4).x
    padded = nash.bundle(0.5, np.array([0.6, 0.0, 0.3]), np.array([0.1, 9.0, 0.1]), np.array([1.0, 1.0, 0.5]), 0.1, 0.4)
    assert padded.x == near([alone[0], 0.0, alone[1]])


def test_permuting_issues_permutes_the_deal():
    beta, a, c, g, l_s, l_t, xbar = cases(11)
    order = np.array([3, 0, 4, 1, 2])
    one = nash.bundle(beta, a, c, g, l_s, l_t, xbar).x[:, order]
    other = nash.bundle(beta, a[:, order], c[:, order], g[:, order], l_s, l_t, xbar[:, order]).x
    assert one == near(other, abs=1e-12)


@pytest.mark.parametrize("mu", [0.1, 0.3, 0.6, 0.9])
def test_quantal_response_returns_the_closed_form_as_precision_grows(mu):
    exact, smooth = threat.two_type(mu, 0.5, 1.0, 1.0, 0.4), threat.logit(mu, 0.5, 1.0, 1.0, 0.4, 1e5, steps=60)
    for one, other in zip(exact, smooth, strict=True):
        assert other == near(float(one), abs=2e-4)


@given(unit, stake, stake, stake, stake)
@settings(deadline=None)
def test_quantal_response_is_a_fixed_point(mu, C, L, v, alpha):
    stage = threat.logit(mu, C, L, v, alpha, 4.0, steps=60)
    assert stage.tough == near(mu / (mu + (1 - mu) * stage.bluff))
    assert stage.concede == near(1 / (1 + np.exp(-4.0 * (stage.tough * L - C) / (L + C))), abs=1e-9)


def test_a_known_resolve_leaves_no_bluff():
    stage = threat.known([1.0, 1.0, 0.0], [0.5, 2.0, 0.5], [1.0, 1.0, 1.0])
    assert stage.concede == near([1, 0, 0])
    assert stage.bluff == near([0, 0, 0])


@given(unit, stake, stake, stake, stake)
@settings(deadline=None)
def test_nobody_regrets_the_bluffing_equilibrium(mu, C, L, v, alpha):
    stage = threat.two_type(mu, C, L, v, alpha)
    if 0 < stage.concede < 1:
        assert stage.tough * L == near(C)
        assert stage.concede * v == near((1 - stage.concede) * alpha)


def test_beliefs_fade_to_their_base_with_the_half_life():
    mu = 0.8
    for _ in range(12):
        mu = threat.fade(mu, 0.4, 12.0)
    assert mu == near(0.6)
    assert threat.bayes(0.5, True, 0.9, 0.3) > 0.5 > threat.bayes(0.5, False, 0.9, 0.3)


@given(count)
@settings(max_examples=40, deadline=None)
def test_payments_are_never_negative_and_each_principal_gains(seed):
    rng = np.random.default_rng(seed)
    a, c, g = rng.normal(0, 0.5, (2, 3)), rng.uniform(0, 0.3, 3), rng.uniform(0.3, 1, 3)
    x, paid = truthful_menus.chosen(a, c, g), truthful_menus.payments(a, c, g)
    assert np.all(paid >= -1e-12)
    for j in range(2):
        without = truthful_menus.chosen(np.delete(a, j, axis=0), c, g)
        assert a[j] @ (x - without) - paid[j] >= -1e-12


def test_a_single_principal_pays_the_government_its_cost():
    a, c, g = np.array([[0.6]]), np.array([0.1]), np.array([1.0])
    x = truthful_menus.chosen(a, c, g)
    assert truthful_menus.payments(a, c, g) == near(c * x + 0.5 * g * x * x)


def test_deals_that_do_not_cross_are_independent_and_wild_crossings_are_refused():
    assert nash_in_nash([0.4, 0.9], np.zeros((2, 2))) == near([0.4, 0.9])
    with pytest.raises(InputError, match="less than 1"):
        nash_in_nash([0.5, 0.5], np.array([[0.0, 1.5], [1.5, 0.0]]))


def test_bounds_of_simultaneous_deals_hold_at_the_fixed_point():
    cross, bound = np.array([[0.0, 0.6], [0.6, 0.0]]), np.array([0.4, 1.0])
    x = nash_in_nash([1.0, 0.2], cross, bound)
    assert x == near(np.clip(np.array([1.0, 0.2]) - cross @ x, 0, bound))
    assert x == near([0.4, 0.0])


def test_compromise_weighs_each_side_by_power_times_salience_and_stops_at_the_bound():
    a, c = np.array([[2.0, 2.0, 1.0, 1.0]]), np.array([[3.0, 0.5, 0.0, -1.0]])
    found = compromise.compromise([1.5], [0.5], a, c, xbar=[1.0, 0.9, 1.0, 0.7])[0]
    assert found == near([3.0 / 4.5, 0.9, 1.0, 0.7])


def test_compromise_splits_equal_powers_with_equal_salience():
    a = np.array([[1.0, 3.0, 0.0]])
    assert compromise.compromise([1.0], [1.0], a, np.ones((1, 3)))[0] == near([0.5, 0.75, 0.0])


def test_classes_ratify_differently():
    kind = np.array([ratify.EXECUTIVE, ratify.STRUCTURAL, ratify.SOVEREIGN])
    loved, hated = ratify.passes(kind, [90.0, 5.0], [0.5, 0.5], 50.0, 8.0)
    assert loved == near([1, 1, 1])
    assert hated == near([1, 0, 1])


def test_implementation_closes_the_gap_at_its_speed_and_a_gap_is_caught():
    z = np.array([[0.0, 0.4]])
    assert compliance.implement(z, [[1.0, 0.4]], [0.25, 0.25])[0] == near([0.25, 0.4])
    x, a = np.array([[0.8, 0.0]]), np.array([[1.0, 1.0]])
    assert compliance.falls_short(np.array([[0.6, 0.0]]), x, a, [0.0], 0.1, 0.2)
    assert not compliance.falls_short(np.array([[0.0, 0.0]]), x, a, [0.0], 0.1, 0.2)
    assert not compliance.falls_short(np.zeros((1, 2)), np.zeros((1, 2)), a, [9.0], 0.1, 0.2)


@given(unit, stake, stake, stake, st.floats(0.1, 1))
@settings(deadline=None)
def test_the_screening_demand_is_the_best_one(p, L_t, a, c, h):
    L_s = 0.1
    x = float(screening.demand(p, L_t, L_s, a, c, h))

    def value(x):
        accepted = screening.accepted(p, L_t, x, c, h)
        return accepted * a * x - (1 - accepted) * p * L_s

    interior = 0 < float(screening.accepted(p, L_t, x, c, h)) < 1
    if interior:
        assert value(x) >= max(value(x * 1.02), value(x * 0.98)) - 1e-12
