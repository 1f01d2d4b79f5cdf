"""Shares start at the short-run elasticity and settle on the static long-run solution, markets clearing always."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.trade import Shock, bundled, solver
from giants.trade.adjustment import (
    FLOOR,
    fitted_years,
    horizon_elasticity,
    monthly_rate,
    relative_prices,
    share_elasticity,
    tastes,
)

SHORT, LONG = np.full(11, 0.76), np.full(11, 4.0)


@pytest.fixture(scope="module")
def shock():
    data = bundled()
    t = data.t0.copy()
    t[1, 0] += 0.25 * data.goods
    A = np.ones((10, 11))
    A[2, 6] = 1.1
    return t, A


def path(data, t, A, months, rate):
    now, taste, found = solver(data, SHORT), np.zeros_like(data.t0), []
    for _ in range(months):
        step = Shock(t=t, A=A, taste=taste)
        found.append(now.solve(step, found[-1].u if found else None))
        taste = tastes(taste, relative_prices(data.t0, step, found[-1]), SHORT, LONG, rate)
    return found


def test_first_month_is_the_static_short_run_solution(shock):
    data = bundled()
    first = path(data, *shock, 1, 0.1)[0]
    static = solver(data, SHORT).solve(Shock(t=shock[0], A=shock[1]))
    np.testing.assert_allclose(first.pi, static.pi, rtol=1e-9)


def test_under_a_constant_shock_everything_converges_to_the_static_long_run_solution(shock):
    data = bundled()
    last = path(data, *shock, 120, 0.25)[-1]
    static = solver(data, LONG).solve(Shock(t=shock[0], A=shock[1]))
    np.testing.assert_allclose(last.pi, static.pi, atol=1e-7)
    np.testing.assert_allclose(last.w, static.w, rtol=1e-6)
    np.testing.assert_allclose(last.real_income_hat, static.real_income_hat, rtol=1e-6)


def test_markets_clear_in_every_month_of_the_way(shock):
    for s in path(bundled(), *shock, 24, 0.1):
        assert abs(float(s.redundant)) < 1e-8
        np.testing.assert_allclose(s.pi.sum(1), 1, atol=1e-12)


def test_the_adjusting_share_moves_one_way(shock):
    share = [s.pi[1, 0, 7] for s in path(bundled(), *shock, 36, 0.1)]
    assert (np.diff(share) < 0).all()


def test_without_a_shock_habits_stay_at_zero():
    data = bundled()
    base = solver(data, SHORT).solve()
    assert np.abs(relative_prices(data.t0, Shock(), base)).max() < 1e-12


def test_horizon_elasticity_runs_from_short_to_long():
    at = [horizon_elasticity(m, SHORT, LONG, 12.0)[0] for m in (0, 12, 60, 102, 1e6)]
    assert at[0] == pytest.approx(0.76)
    assert at[-1] == pytest.approx(4.0)
    assert at[2] == pytest.approx(4 - 3.24 * np.exp(-5 / 12))
    assert (np.diff(at) > 0).all()


def test_monthly_rate_closes_the_gap_of_its_mean_lag():
    assert (1 - monthly_rate(12.0)) ** 144 == pytest.approx(np.exp(-1))


@pytest.mark.parametrize("theta", [0.76, 4.0])
def test_sales_net_of_tariffs_fall_by_one_more_than_theta(theta):
    data, h = bundled(), 1e-4
    n, i, j = data.regions.index("MEX"), data.regions.index("BRA"), data.sectors.index("OMF")  # a tiny share
    t = data.t0.copy()
    t[n, i, j] = (1 + t[n, i, j]) * np.exp(h) - 1
    fall = -np.log(solver(data, theta, tolerance=1e-12).solve(Shock(t=t)).flows[n, i, j] / data.flows[n, i, j]) / h
    assert fall == pytest.approx(theta + 1, rel=0.02)


def test_the_fitted_lag_reaches_the_elasticity_that_it_was_fitted_to():
    years = fitted_years(102, 1.0, 0.25, 4.0)
    reached = horizon_elasticity(102, np.array([0.25]), np.array([4.0]), years)
    assert reached[0] == pytest.approx(1.0)


def test_defaults_meet_the_published_elasticity_after_seven_to_ten_years_and_the_floor_misses_that_of_the_first():
    p = default_settings().trade
    short, long = np.full(1, p.theta_short), np.full(1, float(np.median(p.theta_long.array)))
    eps = [1 + horizon_elasticity(12 * years, short, long, p.adjustment_years)[0] for years in (1, 7, 10)]
    assert 1.75 <= eps[1] < eps[2] <= 2.25
    assert p.theta_short == share_elasticity(0.76) == FLOOR
    assert eps[0] > 0.76
