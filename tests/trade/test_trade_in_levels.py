"""The solver in changes against a solver in levels that shares nothing with it, and what must hold in any world.

The level solver knows technologies, endowments, iceberg costs and tariffs, not shares: it finds wages by root finding
on the markets for factors, prices by iterating on unit costs, spending as one linear system.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.linalg import inv
from scipy.optimize import minimize_scalar, root

from giants.trade import Shock, bundled, counterfactual, solver
from giants.trade.adjustment import monthly_rate, relative_prices, tastes
from giants.trade.data import abroad, from_flows
from giants.trade.welfare import rebase

RESULTS = ["real_income_pct", "real_gdp_pct", "real_wage_pct", "cpi_pct", "tariff_revenue_pct_of_gdp"]
CHANGES = {("USA", "MEX", "*"): 0.25, ("MEX", "USA", "*"): 0.1, ("USA", "CHN", "ELE"): 0.5}


@dataclass
class Primitives:
    """A world in levels: n importer, i origin, j sector, k input; the numeraire is world factor income."""

    technology: np.ndarray  # (i, j)
    endowment: np.ndarray  # (i)
    iceberg: np.ndarray  # (n, i, j)
    tariff: np.ndarray  # (n, i, j)
    theta: np.ndarray  # (j)
    inputs: np.ndarray  # (i, k, j)
    tastes: np.ndarray  # (n, j)
    deficit: np.ndarray  # (n), sums to zero


@dataclass
class Levels:
    wage: np.ndarray
    index: np.ndarray  # consumer prices
    flows: np.ndarray  # (n, i, j), net of tariffs
    revenue: np.ndarray
    factor_income: np.ndarray
    income: np.ndarray

    @property
    def real_income(self):
        return self.income / self.index


def in_levels(p: Primitives) -> Levels:
    """Solve a world for its equilibrium wages."""
    N = len(p.endowment)

    def at(x):
        wage = np.exp(np.append(x, 0.0))
        wage /= wage @ p.endowment
        return _given_wages(p, wage)

    def excess(x):
        made = at(x)
        value_added = ((1 - p.inputs.sum(1)) * made.flows.sum(0)).sum(1)
        return np.log(value_added / made.factor_income)[:-1]

    found = root(excess, np.zeros(N - 1), tol=1e-13)
    assert np.abs(excess(found.x)).max() < 1e-10
    return at(found.x)


def _given_wages(p: Primitives, wage: np.ndarray) -> Levels:
    N, J = p.technology.shape
    added = 1 - p.inputs.sum(1)
    price = np.ones((N, J))
    for _ in range(2000):
        cost = wage[:, None] ** added * np.prod(price[:, :, None] ** p.inputs, axis=1)
        offers = p.technology * (p.iceberg * (1 + p.tariff) * cost) ** -p.theta
        old, price = price, offers.sum(1) ** (-1 / p.theta)
        if np.abs(price / old - 1).max() < 1e-15:
            break
    net = offers / offers.sum(1, keepdims=True) / (1 + p.tariff)  # bought from i per unit spent
    paid = (p.tariff * net).sum(1)  # duties per unit spent
    # X_nj - taste_nj sum_k duty_nk X_nk - sum_k inputs_njk sum_m net_mnk X_mk = taste_nj (wage L + D)_n
    households = np.einsum("nm,nj,nk->njmk", np.eye(N), p.tastes, paid)
    firms = np.einsum("njk,mnk->njmk", p.inputs, net)
    system = np.eye(N * J) - (households + firms).reshape(N * J, N * J)
    factor_income = wage * p.endowment
    spent = np.linalg.solve(system, (p.tastes * (factor_income + p.deficit)[:, None]).ravel()).reshape(N, J)
    revenue = (paid * spent).sum(1)
    index = np.prod(price**p.tastes, axis=1)
    return Levels(wage, index, net * spent[:, None], revenue, factor_income, factor_income + revenue + p.deficit)


def drawn(rng, N, J, links=True, tariffs=True, deficits=True) -> Primitives:
    abroad_only = 1 - np.eye(N)[..., None]
    share = rng.dirichlet(np.ones(J), (N, J)).swapaxes(1, 2) * rng.uniform(0.1, 0.6, (N, 1, J))
    gap = rng.normal(0, 0.01, N) * deficits
    return Primitives(
        rng.lognormal(0, 0.6, (N, J)),
        rng.lognormal(0, 0.8, N),
        np.exp(rng.uniform(0.1, 0.8, (N, N, J)) * abroad_only),
        rng.uniform(0, 0.3, (N, N, J)) * abroad_only * tariffs,
        rng.uniform(1.5, 7, J),
        share * links,
        rng.dirichlet(3 * np.ones(J), N),
        gap - gap.mean(),
    )


def as_data(p: Primitives, levels: Levels):
    N, J = p.technology.shape
    names = tuple(f"R{n}" for n in range(N)), tuple(f"S{j}" for j in range(J))
    return from_flows(*names, np.ones(J, bool), levels.flows, p.tariff, p.inputs)


def percent(after, before):
    return 100 * (after / before - 1)


@pytest.mark.parametrize(
    ("N", "J", "links", "tariffs", "deficits"),
    [(3, 2, True, True, True), (4, 3, True, True, True), (5, 2, False, True, False), (2, 1, False, False, False),
     (3, 4, True, False, True), (6, 2, True, True, True)],
)  # fmt: skip
def test_changes_from_shares_are_those_between_two_worlds_solved_in_levels(N, J, links, tariffs, deficits):
    rng = np.random.default_rng(100 * N + J)
    p = drawn(rng, N, J, links, tariffs, deficits)
    before = in_levels(p)
    data = as_data(p, before)
    cells = [(*rng.choice(N, 2, replace=False), rng.integers(J)) for _ in range(4)]
    added = {cell: float(rng.uniform(-0.5 * p.tariff[cell], 0.8)) for cell in cells}
    n, i = rng.choice(N, 2, replace=False)
    tariff, iceberg = p.tariff.copy(), p.iceberg.copy()
    for cell, rate in added.items():
        tariff[cell] += rate
    iceberg[n, i] *= 0.8
    after = in_levels(replace(p, tariff=tariff, iceberg=iceberg))
    named = {(f"R{n}", f"R{i}", f"S{j}"): rate for (n, i, j), rate in added.items()}
    ours = counterfactual(named, data=data, elasticity=list(p.theta), trade_cost={(f"R{n}", f"R{i}", "*"): 0.8})
    sold = [abroad(x.flows).sum((0, 2)) for x in (after, before)]
    expected = {
        "real_income_pct": percent(after.real_income, before.real_income),
        "real_wage_pct": percent(after.wage / after.index, before.wage / before.index),
        "exports_pct": percent(*sold),
        "tariff_revenue_pct_of_gdp": 100 * after.revenue / (after.factor_income + after.revenue),
    }
    assert np.ptp(expected["real_income_pct"]) > 0.1  # the change matters
    for column, value in expected.items():
        np.testing.assert_allclose(ours[column], value, atol=1e-6, err_msg=column)


def test_with_sectors_and_links_domestic_shares_tell_what_trade_costs_do():
    """Costinot and Rodriguez-Clare (2014), eq. 29: ln W^ = -a (I - G')^-1 ln(lambda^) / theta, without tariffs."""
    rng = np.random.default_rng(29)
    p = drawn(rng, 3, 3, tariffs=False, deficits=False)
    data = as_data(p, in_levels(p))
    d = np.exp(rng.normal(0, 0.2, (3, 3, 3)))
    d[np.arange(3), np.arange(3)] = 1
    s = solver(data, p.theta, tolerance=1e-11).solve(Shock(d=d))
    home = np.array([s.pi[n, n] / data.pi0[n, n] for n in range(3)])
    expected = [-data.a[n] @ inv(np.eye(3) - data.g[n].T) @ (np.log(home[n]) / p.theta) for n in range(3)]
    np.testing.assert_allclose(np.log(s.real_income_hat), expected, atol=1e-8)


def test_with_links_autarky_costs_more_by_one_over_the_share_of_value_added():
    rng = np.random.default_rng(30)
    p = drawn(rng, 4, 1, tariffs=False, deficits=False)
    p.inputs[:] = 0.5
    p.theta[:] = 5.0
    data = as_data(p, in_levels(p))
    d = np.where(np.eye(4)[..., None] > 0, 1.0, 1e4)
    s = solver(data, 5.0).solve(Shock(d=d))
    np.testing.assert_allclose(s.real_income_hat, np.diagonal(data.pi0[..., 0]) ** (1 / (0.5 * 5.0)), rtol=1e-6)


def test_a_uniform_tax_on_all_purchases_that_is_given_back_moves_nothing_without_links():
    rng = np.random.default_rng(31)
    p = drawn(rng, 3, 2, links=False, tariffs=False, deficits=False)
    data = as_data(p, in_levels(p))
    t = data.t0.copy()
    t[0] = 0.2
    np.testing.assert_allclose(solver(data, p.theta).solve(Shock(t=t)).real_income_hat, 1.0, atol=1e-8)


@pytest.mark.parametrize("theta", [2.0, 4.0, 8.0])
def test_the_best_tariff_of_a_small_open_economy_is_one_over_theta(theta):
    """Gros (1987): sellers of a variety face demand of elasticity theta + 1, so that t* = 1 / theta."""
    N = 5
    flows = np.full((N, N, 1), 0.2) + 2 * np.eye(N)[..., None]
    flows[0] *= 1e-4
    flows[1:, 0] *= 1e-4
    data = from_flows(tuple("ABCDE"), ("x",), np.ones(1, bool), flows, np.zeros((N, N, 1)), np.zeros((N, 1, 1)))
    small, t = solver(data, theta, tolerance=1e-12), np.zeros((N, N, 1))

    def lost(rate):
        t[0, 1:] = rate
        return -float(small.solve(Shock(t=t)).real_income_hat[0])

    best = minimize_scalar(lost, bounds=(0.01, 1.5), method="bounded", options={"xatol": 1e-5})
    assert best.x == pytest.approx(1 / theta, abs=2e-3)


@pytest.fixture(scope="module")
def usual():
    return counterfactual(CHANGES, elasticity=4.0, deferral=False)[RESULTS]


def in_two(n, at):
    """Rows of n parts with part `at` twice, and the weights that halve it."""
    half = np.ones(n + 1)
    half[[at, n]] = 0.5
    return [*range(n), at], half


def test_a_country_split_in_two_that_trade_freely_is_one_country(usual):
    base = bundled()
    twice, half = in_two(len(base.regions), base.regions.index("MEX"))
    flows = base.flows[np.ix_(twice, twice)] * half[:, None, None] * half[None, :, None]
    split = from_flows(
        (*base.regions, "TWIN"), base.sectors, base.goods, flows, base.t0[np.ix_(twice, twice)], base.g[twice]
    )
    changes = CHANGES | {("USA", "TWIN", "*"): 0.25, ("TWIN", "USA", "*"): 0.1}
    ours = counterfactual(changes, data=split, elasticity=4.0)[RESULTS]
    np.testing.assert_allclose(ours.loc[list(base.regions)], usual, atol=1e-5)
    np.testing.assert_allclose(ours.loc["TWIN"], usual.loc["MEX"], atol=1e-5)


def test_a_sector_split_in_two_alike_is_one_sector(usual):
    base = bundled()
    twice, half = in_two(len(base.sectors), base.sectors.index("ELE"))
    split = from_flows(
        base.regions,
        (*base.sectors, "TWIN"),
        base.goods[twice],
        base.flows[..., twice] * half,
        base.t0[..., twice],
        base.g[:, twice][:, :, twice] * half[None, :, None],
    )
    ours = counterfactual(CHANGES | {("USA", "CHN", "TWIN"): 0.5}, data=split, elasticity=4.0)[RESULTS]
    np.testing.assert_allclose(ours, usual, atol=1e-5)


def test_there_and_back_is_where_one_began():
    base = bundled()
    t = base.t0.copy()
    t[1, 0, base.goods] += 0.25
    there = solver(base, 4.0, tolerance=1e-10).solve(Shock(t=t))
    back = solver(rebase(base, there, t=t), 4.0, tolerance=1e-10).solve(Shock(t=base.t0))
    np.testing.assert_allclose(back.real_income_hat * there.real_income_hat, 1.0, atol=1e-7)


def test_habits_made_under_a_tariff_are_forgotten_once_it_is_gone():
    p = drawn(np.random.default_rng(32), 3, 2)
    data = as_data(p, in_levels(p))
    short, long, t = np.full(2, 0.76), np.full(2, 4.0), data.t0.copy()
    t[0, 1] += 0.3
    month = solver(data, short, tolerance=1e-11)
    taste, warm, flows = np.zeros_like(t), None, []
    for law, months in ((t, 600), (data.t0, 2400)):
        for _ in range(months):
            shock = Shock(t=law, taste=taste)
            s = month.solve(shock, warm)
            warm, taste = s.u, tastes(taste, relative_prices(data.t0, shock, s), short, long, monthly_rate(8.0))
        flows.append(s.flows)
    assert np.abs(np.log(flows[0] / data.flows)).max() > 0.1
    np.testing.assert_allclose(flows[1], data.flows, rtol=1e-5)
