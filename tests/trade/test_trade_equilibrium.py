"""The solver against a slow readable twin, closed forms, identities and invariances."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giants.errors import ConvergenceError, InputError
from giants.trade import Shock, bundled, solver
from giants.trade.data import TradeData, from_flows
from giants.trade.equilibrium import share_weights
from giants.trade.system import evaluate, jacobian
from giants.trade.welfare import rebase


@pytest.fixture(scope="module")
def base():
    return bundled()


@pytest.fixture(scope="module")
def four(base):
    return solver(base, 4.0)


def tariff(data, *cells):
    t = data.t0.copy()
    for importer, exporter, rate in cells:
        t[data.regions.index(importer), data.regions.index(exporter)] += rate * data.goods
    return t


def world(rng, N=3, J=2, tariffs=True, deficits=True, links=True):
    """A small random world; without deficits flows are symmetric."""
    Z = rng.uniform(0.2, 1.0, (N, N, J)) + 6 * np.eye(N)[:, :, None]
    if not deficits:
        Z = (Z + Z.swapaxes(0, 1)) / 2
    t0 = rng.uniform(0, 0.1, (N, N, J)) * (1 - np.eye(N))[:, :, None] * tariffs
    g = rng.uniform(0, 0.25, (N, J, J)) * links
    names = tuple(f"R{n}" for n in range(N))
    return from_flows(names, tuple(f"S{j}" for j in range(J)), np.ones(J, bool), Z, t0, g)


def twin(data: TradeData, theta, t, d=None, A=None, L=None, transfer=None, taste=None):
    """Nested loops of the published algorithm: wages outside, prices inside, expenditure as a linear system."""
    N, J = data.shape
    d = np.ones_like(t) if d is None else d
    A = np.ones((N, J)) if A is None else A
    L = np.ones(N) if L is None else L
    D = data.D if transfer is None else data.D + transfer
    weight = data.pi0 if taste is None else data.pi0 * np.exp(taste)
    w = np.ones(N)
    for _ in range(3000):
        P = np.ones((N, J))
        for _ in range(500):
            c = np.array(
                [
                    [w[i] ** data.b[i, j] * np.prod(P[i] ** data.g[i, :, j]) / A[i, j] for j in range(J)]
                    for i in range(N)
                ]
            )
            p = d * (1 + t) / (1 + data.t0) * c[None]
            new = (weight * p**-theta).sum(1) ** (-1 / theta)
            done = np.abs(np.log(new / P)).max() < 1e-14
            P = new
            if done:
                break
        pi = weight * p**-theta / (weight * p**-theta).sum(1)[:, None]
        M, fixed = np.eye(N * J), np.zeros(N * J)
        for n in range(N):
            for j in range(J):
                row = n * J + j
                fixed[row] = data.a[n, j] * (w[n] * L[n] * data.VA[n] + D[n])
                for k in range(J):
                    M[row, n * J + k] -= data.a[n, j] * (pi[n, :, k] * t[n, :, k] / (1 + t[n, :, k])).sum()
                    for m in range(N):
                        M[row, m * J + k] -= data.g[n, j, k] * pi[m, n, k] / (1 + t[m, n, k])
        X = np.linalg.solve(M, fixed).reshape(N, J)
        Z = pi * X[:, None] / (1 + t)
        gap = np.log((data.b * Z.sum(0)).sum(1) / (w * L * data.VA))
        w = w * np.exp(0.25 * gap)
        w /= (w * L * data.VA).sum()
        if np.abs(gap).max() < 1e-12:
            break
    income = w * L * data.VA + (t * Z).sum((1, 2)) + D
    income0 = data.VA + (data.t0 * data.flows).sum((1, 2)) + data.D
    return w, P, X, pi, income / income0 / np.prod(P**data.a, axis=1)


def test_base_is_an_equilibrium(four):
    s = four.solve()
    assert s.iterations == 0
    assert s.residual < 1e-12
    np.testing.assert_allclose(s.real_income_hat, 1, atol=1e-13)


def test_slow_twin_agrees_on_every_kind_of_shock():
    rng = np.random.default_rng(3)
    data = world(rng)
    shock = Shock(
        t=data.t0 + rng.uniform(0, 0.3, data.t0.shape) * (1 - np.eye(3))[:, :, None],
        d=rng.uniform(0.9, 1.2, data.t0.shape),
        A=rng.uniform(0.9, 1.2, (3, 2)),
        L=rng.uniform(0.9, 1.2, 3),
        transfer=np.array([0.01, -0.02, 0.01]),
        taste=rng.normal(0, 0.2, data.t0.shape),
    )
    theta = np.array([3.0, 5.0])
    w, P, X, pi, welfare = twin(data, theta, shock.t, shock.d, shock.A, shock.L, shock.transfer, shock.taste)
    s = solver(data, theta, tolerance=1e-12).solve(shock)
    np.testing.assert_allclose(s.w, w, rtol=1e-9)
    np.testing.assert_allclose(s.P, P, rtol=1e-9)
    np.testing.assert_allclose(s.X, X, rtol=1e-9)
    np.testing.assert_allclose(s.pi, pi, rtol=1e-9)
    np.testing.assert_allclose(s.real_income_hat, welfare, rtol=1e-9)


def test_jacobian_is_the_derivative_of_the_residuals(four):
    f = share_weights(four, Shock())
    u = np.random.default_rng(0).normal(0, 0.03, four.c.size)
    exact, step = jacobian(four.c, f, evaluate(four.c, f, u)), 1e-6
    for column in range(0, four.c.size, 7):
        e = np.zeros_like(u)
        e[column] = step
        change = evaluate(four.c, f, u + e).residual - evaluate(four.c, f, u - e).residual
        np.testing.assert_allclose(change / (2 * step), exact[:, column], atol=1e-8)


rates = st.floats(-0.05, 0.6)
cells = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 8), rates), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=cells)
def test_accounts_add_up_under_any_tariffs(base, four, cells):
    t = base.t0.copy()
    for n, i, j, rate in cells:
        if n != i:
            t[n, i, j] = max(t[n, i, j] + rate, 0)
    s = four.solve(Shock(t=t))
    assert abs(float(s.redundant)) < 1e-8
    np.testing.assert_allclose(s.pi.sum(1), 1, atol=1e-12)
    np.testing.assert_allclose(s.flows.sum(0), s.Y, rtol=1e-8)
    np.testing.assert_allclose((base.b * s.Y).sum(1), s.factor_income, rtol=1e-8)
    np.testing.assert_allclose((t * s.flows).sum((1, 2)), s.revenue, atol=1e-10)
    np.testing.assert_allclose(s.factor_income.sum(), 1, rtol=1e-8)
    net = s.flows.sum((1, 2)) - s.flows.sum((0, 2))
    np.testing.assert_allclose(net, base.D, atol=1e-9)


def test_a_rebased_equilibrium_is_a_balanced_base_and_shocks_add_up(base, four):
    first, second = tariff(base, ("USA", "MEX", 0.25)), tariff(base, ("USA", "MEX", 0.25), ("MEX", "USA", 0.25))
    middle = four.solve(Shock(t=first))
    again = rebase(base, middle, t=first)
    again.check(1e-8)
    step = solver(again, 4.0).solve(Shock(t=second)).real_income_hat
    direct = four.solve(Shock(t=second)).real_income_hat
    np.testing.assert_allclose(middle.real_income_hat * step, direct, rtol=1e-7)


def test_batch_equals_one_by_one_and_nothing_depends_on_order(base, four):
    batch = np.stack([tariff(base, ("USA", "MEX", r), ("MEX", "CHN", r / 2)) for r in (0.05, 0.25, 0.6)])
    together = four.solve(Shock(t=batch))
    for row in (2, 0, 1):
        alone = four.solve(Shock(t=batch[row]))
        np.testing.assert_allclose(together.real_income_hat[row], alone.real_income_hat, rtol=1e-8)
    assert np.array_equal(four.solve(Shock(t=batch[0])).u, four.solve(Shock(t=batch[0])).u)


def test_a_batch_over_any_part_of_a_shock_broadcasts(base, four):
    L = np.array([np.ones(10), np.linspace(0.9, 1.1, 10)])
    t = tariff(base, ("USA", "MEX", 0.25))
    both = four.solve(Shock(t=t, L=L))
    np.testing.assert_allclose(both.real_income_hat[1], four.solve(Shock(t=t, L=L[1])).real_income_hat, rtol=1e-8)


def test_warm_start_and_a_new_reference_lead_to_the_same_equilibrium(base, four):
    t = tariff(base, ("USA", "MEX", 0.25), ("USA", "CHN", 0.6))
    far, near = four.solve(Shock(t=t)), Shock(t=tariff(base, ("USA", "MEX", 0.26), ("USA", "CHN", 0.6)))
    cold, warm, moved = four.solve(near), four.solve(near, far.u), four.refresh_jacobian(Shock(t=t), far.u).solve(near)
    assert moved.iterations < warm.iterations <= cold.iterations
    np.testing.assert_allclose(warm.u, cold.u, atol=1e-8)
    np.testing.assert_allclose(moved.u, cold.u, atol=1e-8)


def test_relabelling_regions_relabels_the_answer(base, four):
    order = np.random.default_rng(1).permutation(10)
    t = tariff(base, ("USA", "MEX", 0.25))
    shuffled = dataclasses.replace(
        base,
        regions=tuple(base.regions[n] for n in order),
        pi0=base.pi0[order][:, order],
        t0=base.t0[order][:, order],
        **{name: getattr(base, name)[order] for name in ("X0", "Y0", "b", "g", "a", "VA", "D")},
    )
    s = solver(shuffled, 4.0).solve(Shock(t=t[order][:, order]))
    np.testing.assert_allclose(s.real_income_hat, four.solve(Shock(t=t)).real_income_hat[order], rtol=1e-8)


def test_money_is_neutral_and_doubling_all_endowments_doubles_real_income():
    data = world(np.random.default_rng(5))
    s = solver(data, 4.0, tolerance=1e-12).solve(Shock(L=np.full(3, 2.0)))
    np.testing.assert_allclose(s.real_income_hat, 2.0, rtol=1e-9)


def test_symmetric_world_stays_symmetric():
    N = 4
    Z = np.full((N, N, 1), 1.0) + 3 * np.eye(N)[:, :, None]
    data = from_flows(tuple("ABCD"), ("X",), np.ones(1, bool), Z, np.zeros((N, N, 1)), np.zeros((N, 1, 1)))
    t = 0.3 * (1 - np.eye(N))[:, :, None]
    s = solver(data, 4.0).solve(Shock(t=t))
    np.testing.assert_allclose(s.w, 1.0, rtol=1e-8)
    assert np.ptp(s.real_income_hat) < 1e-9
    assert s.real_income_hat[0] < 1


@pytest.mark.parametrize("theta", [2.0, 5.0])
def test_autarky_costs_what_the_domestic_share_says(theta):
    """One sector, no tariffs, no links, no deficits: income in autarky is lambda^(1/theta)."""
    data = world(np.random.default_rng(2), N=4, J=1, tariffs=False, deficits=False, links=False)
    d = np.where(np.eye(4)[:, :, None] > 0, 1.0, 1e4)
    s = solver(data, theta).solve(Shock(d=d))
    np.testing.assert_allclose(s.real_income_hat, np.diagonal(data.pi0[..., 0]) ** (1 / theta), rtol=1e-6)


def test_equal_domestic_shares_give_equal_welfare_by_the_sufficient_statistic(base):
    """Arkolakis, Costinot and Rodriguez-Clare 2012: real wage = (change of the domestic share)^(-1/theta)."""
    data = world(np.random.default_rng(7), N=3, J=1, tariffs=False, deficits=False, links=False)
    d = 1 + 0.4 * (1 - np.eye(3))[:, :, None]
    s = solver(data, 4.0, tolerance=1e-12).solve(Shock(d=d))
    home = np.diagonal(s.pi[..., 0]) / np.diagonal(data.pi0[..., 0])
    np.testing.assert_allclose(s.real_income_hat, home ** (-1 / 4.0), rtol=1e-9)


def test_a_uniform_productivity_gain_is_a_gain_in_real_income():
    data = world(np.random.default_rng(8), J=1, links=False)
    s = solver(data, 4.0).solve(Shock(A=np.full((3, 1), 1.1)))
    np.testing.assert_allclose(s.real_income_hat, 1.1, rtol=1e-8)


def test_a_transfer_moves_income_and_the_trade_balance_by_its_size(base, four):
    transfer = np.zeros(10)
    transfer[[0, 1]] = 0.001, -0.001
    s = four.solve(Shock(transfer=transfer))
    net = s.flows.sum((1, 2)) - s.flows.sum((0, 2))
    np.testing.assert_allclose(net, base.D + transfer, atol=1e-9)
    assert s.real_income_hat[0] > 1 > s.real_income_hat[1]


def test_a_large_system_is_solved_without_a_stored_inverse(base, monkeypatch):
    monkeypatch.setattr("giants.trade.equilibrium.CHORD_LIMIT", 100)
    mixed = solver(base, 4.0)
    assert mixed.chord is None
    t = np.stack([tariff(base, ("USA", "MEX", r)) for r in (0.1, 0.25)])
    stored = solver_with_inverse(base)
    np.testing.assert_allclose(
        mixed.solve(Shock(t=t)).real_income_hat, stored.solve(Shock(t=t)).real_income_hat, rtol=1e-8
    )


def solver_with_inverse(data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("giants.trade.equilibrium.CHORD_LIMIT", 1000)
        return solver(data, 4.0)


def test_a_sector_that_nobody_buys_is_left_alone():
    rng = np.random.default_rng(11)
    Z = rng.uniform(0.2, 1.0, (3, 3, 2)) + 6 * np.eye(3)[:, :, None]
    Z[2, :, 1] = 0.0
    g = rng.uniform(0, 0.25, (3, 2, 2))
    g[2, 1] = 0.0
    data = from_flows(tuple("ABC"), ("X", "Y"), np.ones(2, bool), Z, np.zeros((3, 3, 2)), g)
    t = np.zeros((3, 3, 2))
    t[0, 1] = 0.2
    s = solver(data, 4.0).solve(Shock(t=t))
    assert s.X[2, 1] == 0
    assert np.isfinite(s.real_income_hat).all()


def test_large_shocks_are_reached_by_rebuilding_the_jacobian(base, four):
    t = tariff(base, ("USA", "MEX", 9.0), ("USA", "CHN", 9.0), ("USA", "CAN", 9.0))
    impatient = dataclasses.replace(four, patience=3)
    s = impatient.solve(Shock(t=np.stack([base.t0, t])))
    assert (s.residual <= four.tolerance).all()
    assert s.iterations[0] == 0  # what is solved rests
    assert s.iterations[1] > impatient.patience
    np.testing.assert_allclose(s.real_income_hat[0], 1, atol=1e-9)
    np.testing.assert_allclose(s.real_income_hat[1], four.solve(Shock(t=t)).real_income_hat, rtol=1e-7)


def test_an_impossible_shock_is_named(base, four):
    transfer = np.zeros(10)
    transfer[[0, 1]] = -0.9, 0.9
    with pytest.raises(ConvergenceError, match=r"largest shock is: transfer 0\.9"):
        four.solve(Shock(t=tariff(base, ("USA", "MEX", 0.1)), transfer=transfer))


@pytest.mark.parametrize("theta", [0.0, -1.0, np.nan, np.ones(3)])
def test_an_impossible_elasticity_is_refused(base, theta):
    with pytest.raises(InputError, match="elasticity"):
        solver(base, theta)


def test_transfers_that_do_not_add_up_are_refused(four):
    with pytest.raises(ValueError, match="sum to zero"):
        four.solve(Shock(transfer=np.eye(10)[0] * 0.001))
