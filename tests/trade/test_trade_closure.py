"""Factor prices that give way slowly: the limit, the accounts, slack counted once, signs and orders."""

from dataclasses import replace

import numpy as np
import pytest

from giants.society.labour import persons
from giants.trade import Shock, bundled, solver, treaty_value
from giants.trade.closure import Sticky, mean_share
from giants.trade.equilibrium import share_weights
from giants.trade.system import evaluate, jacobian

DATA = bundled()
MEX, USA, CAN = (DATA.regions.index(c) for c in ("MEX", "USA", "CAN"))
SLOW = Sticky(share=0.15, spending=0.2)


def tariffs(rate, *pairs):
    """Tariffs of the base and `rate` on all goods, for pairs of importer and exporter (None: everyone)."""
    t = DATA.t0.copy()
    for n, i in pairs:
        t[n, [o for o in range(10) if o != n] if i is None else i] += rate * DATA.goods
    return t


NORTH = Shock(t=tariffs(0.25, (USA, MEX), (USA, CAN)))
ALL = Shock(t=tariffs(0.25, (USA, None)))
OWN = Shock(t=tariffs(0.25, (MEX, None)))


@pytest.fixture(scope="module")
def slow():
    return solver(DATA, 0.35, tolerance=1e-11, sticky=SLOW)


@pytest.mark.parametrize("shock", [NORTH, OWN])
def test_as_the_share_goes_to_one_all_is_as_where_markets_clear_at_once(shock):
    instant = solver(DATA, 0.35).solve(shock)
    for share in (1 - 1e-3, 1 - 1e-6):
        s = solver(DATA, 0.35, sticky=Sticky(share, 0.2)).solve(shock)
        for name in ("real_income_hat", "w", "cpi", "revenue", "pi", "utilisation"):
            np.testing.assert_allclose(getattr(s, name), getattr(instant, name), rtol=1 - share, atol=1 - share)
        np.testing.assert_allclose(s.borrowed, 0, atol=1 - share)


def test_without_a_shock_there_is_no_pressure(slow):
    s = slow.solve()
    np.testing.assert_allclose(s.pressure, 0, atol=1e-10)
    np.testing.assert_allclose(s.real_income_hat, 1, atol=1e-10)


def test_prices_that_stand_where_markets_would_clear_them_make_no_pressure():
    """Whatever the shock: slack comes from prices that are not there yet, and from nothing else."""
    there = solver(DATA, 0.35, tolerance=1e-11).solve(NORTH)
    s = solver(DATA, 0.35, tolerance=1e-11, sticky=SLOW).solve(replace(NORTH, lnw=np.log(there.w)))
    np.testing.assert_allclose(s.utilisation, 1, atol=1e-9)
    np.testing.assert_allclose(s.real_income_hat, there.real_income_hat, atol=1e-9)


@pytest.mark.parametrize("shock", [NORTH, ALL, OWN])
def test_accounts_close(slow, shock):
    """Nobody borrows what nobody saves, the market left out clears, and full employment earns one."""
    s = slow.solve(shock)
    assert abs(s.borrowed.sum()) < 1e-10
    assert abs(float(s.redundant)) < 1e-8
    assert (s.factor_income / s.utilisation).sum() == pytest.approx(1, abs=1e-12)
    net = s.flows.sum((1, 2)) - s.flows.sum((0, 2))
    np.testing.assert_allclose(net, DATA.D + s.borrowed, atol=1e-9)


@pytest.mark.parametrize("shock", [NORTH, ALL, OWN])
def test_losers_have_slack_and_borrow_part_of_it_and_gainers_save(slow, shock):
    s = slow.solve(shock)
    lost = s.factor_income * (1 / s.utilisation - 1)
    short = s.pressure < 0
    assert short.any()
    assert not short.all()
    np.testing.assert_allclose(s.borrowed[short], (1 - SLOW.spending) * lost[short], rtol=1e-9)
    assert (s.borrowed[~short] <= 0).all()
    np.testing.assert_allclose(s.utilisation[~short], 1, rtol=1e-12)


@pytest.mark.parametrize("shock", [NORTH, ALL, OWN])
def test_slack_is_in_value_added_once_and_jobs_fall_by_it(slow, shock):
    s = slow.solve(shock)
    earned = (DATA.b * s.Y).sum(1)
    np.testing.assert_allclose(earned, DATA.VA * s.w * s.utilisation, rtol=1e-8)
    base = DATA.b[MEX] * DATA.Y0[MEX]
    jobs = persons(s.Y[MEX] / DATA.Y0[MEX], s.w[MEX], 1.0, 1.0, base / base.sum())
    assert jobs.sum() == pytest.approx(s.utilisation[MEX], rel=1e-8)


def test_losses_grow_as_prices_take_less_and_as_less_is_borrowed():
    def lost(share, spending):
        s = solver(DATA, 0.35, sticky=Sticky(share, spending)).solve(NORTH)
        return 1 - s.real_income_hat[[MEX, CAN]]

    by_share = np.array([lost(share, 0.2) for share in (0.6, 0.3, 0.15, 0.05)])
    assert (np.diff(by_share, axis=0) > 0).all()
    by_spending = np.array([lost(0.15, spending) for spending in (0.0, 0.2, 0.5)])
    assert (np.diff(by_spending, axis=0) > 0).all()


@pytest.mark.parametrize("theta", [0.25, 0.35, 0.76])
def test_in_the_first_year_a_small_tariff_on_all_is_no_gain_to_speak_of(theta):
    s = solver(DATA, theta, sticky=Sticky(mean_share(12, 24), 0.2)).solve(Shock(t=tariffs(0.1, (USA, None))))
    instant = solver(DATA, theta).solve(Shock(t=tariffs(0.1, (USA, None))))
    assert 100 * (s.real_income_hat[USA] - 1) < 0.05 < 100 * (instant.real_income_hat[USA] - 1)
    assert (s.real_income_hat[[MEX, CAN]] < instant.real_income_hat[[MEX, CAN]]).all()


@pytest.mark.parametrize("shock", [NORTH, OWN])
def test_the_jacobian_is_the_derivative_on_either_side_of_the_kinks(slow, shock):
    s = slow.solve(shock)
    f = share_weights(slow, shock)
    h = 1e-6 * np.eye(slow.c.size)
    numeric = (evaluate(slow.c, f, s.u + h).residual - evaluate(slow.c, f, s.u - h).residual).T / 2e-6
    np.testing.assert_allclose(jacobian(slow.c, f, s.point), numeric, atol=1e-7)


def test_a_step_from_any_reference_is_that_of_the_jacobian_at_the_same_prices_on_the_right_side(slow):
    """The turn of the inverse at the kinks is exact: at the base, every pattern of slack has a Jacobian of its own."""
    f, zero = share_weights(slow, Shock()), np.zeros(slow.c.size)
    residual = np.random.default_rng(3).normal(size=slow.c.size)
    for seed in range(3):
        sides = zero.copy()
        sides[:10] = np.random.default_rng(seed).choice([-1e-14, 1e-14], 10)
        exact = np.linalg.solve(jacobian(slow.c, f, evaluate(slow.c, f, sides)), residual)
        np.testing.assert_allclose(slow.chord.move(residual, sides), exact, rtol=1e-8, atol=1e-8)


def test_a_batch_is_its_cases_one_by_one_and_any_way_of_solving_agrees(slow, monkeypatch):
    t = np.stack([NORTH.t, ALL.t, OWN.t])
    batch = slow.solve(Shock(t=t))
    monkeypatch.setattr("giants.trade.equilibrium.CHORD_LIMIT", 100)
    mixed = solver(DATA, 0.35, sticky=SLOW)
    for row, one in enumerate((NORTH, ALL, OWN)):
        alone = slow.solve(one)
        np.testing.assert_allclose(batch.real_income_hat[row], alone.real_income_hat, rtol=1e-9)
        np.testing.assert_allclose(mixed.solve(one).real_income_hat, alone.real_income_hat, rtol=1e-7)
    moved = slow.refresh_jacobian(NORTH, slow.solve(NORTH).u)
    np.testing.assert_allclose(moved.solve(OWN).real_income_hat, slow.solve(OWN).real_income_hat, rtol=1e-9)


def test_what_prices_have_left_stays_whatever_share_they_take_from_here_on(slow):
    """A World's equilibrium is that of every horizon: losses of threats start from it."""
    now = slow.solve(NORTH)
    other = solver(DATA, 0.35, sticky=Sticky(0.5, 0.2))
    again = other.solve(replace(NORTH, lnw=np.log(now.w), pressure=now.pressure))
    np.testing.assert_allclose(again.real_income_hat, now.real_income_hat, rtol=1e-8)
    np.testing.assert_allclose(again.utilisation, now.utilisation, rtol=1e-8)


@pytest.mark.parametrize(("months", "half_life"), [(1, 24), (12, 24), (240, 24)])
def test_the_mean_share_is_the_mean_of_what_prices_have_taken(months, half_life):
    day = (np.arange(100_000) + 0.5) / 100_000 * months
    assert mean_share(months, half_life) == pytest.approx((1 - 0.5 ** (day / half_life)).mean(), rel=1e-6)


def test_the_treaty_is_worth_more_in_the_first_year_after_its_end_than_once_all_have_adjusted():
    now, late = treaty_value(closure="sticky"), treaty_value(closure="instant")
    assert (now.loc[["MEX", "CAN"], "with_tiers_pct"] < late.loc[["MEX", "CAN"], "with_tiers_pct"]).all()
    assert now.loc["MEX", "with_tiers_pct"] < -1
    assert treaty_value(closure="sticky", side="both").loc["MEX", "with_tiers_pct"] < 0
