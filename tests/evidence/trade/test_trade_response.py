"""A lasting tariff month by month: it ends where the long run is, and growth alone makes no slack."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from giants.config import default_settings
from giants.evidence.trade.response import at_rest, parts, response
from giants.society import growth
from giants.trade import Shock, bundled, solver
from giants.trade.adjustment import monthly_rate, relative_prices, tastes
from giants.trade.closure import Sticky
from giants.trade.trend import Growth

DATA = bundled()
MEX, USA = DATA.regions.index("MEX"), DATA.regions.index("USA")
SHORT, LONG = np.full(11, 0.35), np.full(11, 4.0)


@pytest.fixture(scope="module")
def usual():
    return replace(default_settings().trade, closure="sticky")


def tariff(importer, rate):
    t = DATA.t0.copy()
    t[importer, MEX if importer == USA else USA] += rate * DATA.goods
    return t


@pytest.mark.parametrize("importer", [USA, MEX])
def test_a_lasting_tariff_ends_where_everyone_has_adjusted(usual, importer):
    """Faster than in the month, so that the end comes in sight."""
    quick = replace(usual, adjustment_years=1.5, wage_half_life=3.0)
    last = list(islice(response(quick, tariff(importer, 0.25)), 400))[-1]
    rest = at_rest(quick, tariff(importer, 0.25))
    np.testing.assert_allclose(last.utilisation, 1, atol=1e-6)
    np.testing.assert_allclose(last.borrowed, 0, atol=1e-6)
    np.testing.assert_allclose(last.real_income_hat, rest.real_income_hat, atol=1e-6)
    np.testing.assert_allclose(last.w, rest.w, rtol=1e-5)


def test_under_the_instant_closure_the_first_month_is_the_static_solution(usual):
    first = next(response(replace(usual, closure="instant"), tariff(USA, 0.25)))
    static = solver(DATA, usual.theta_short).solve(Shock(t=tariff(USA, 0.25)))
    np.testing.assert_allclose(first.real_income_hat, static.real_income_hat, rtol=1e-9)


def test_the_parts_of_a_change_add_up_and_slack_is_that_of_jobs(usual):
    for s in islice(response(usual, tariff(USA, 0.25)), 3):
        p = parts(DATA, s)
        np.testing.assert_allclose(p.revenue + p.terms + p.slack, p.total, atol=1e-12)
        np.testing.assert_allclose(p.total, 100 * (s.real_income_hat - 1), rtol=1e-12)
        lost = s.w * DATA.VA * (s.utilisation - 1) / s.cpi
        income = DATA.VA + (DATA.t0 * DATA.flows).sum((1, 2)) + DATA.D
        np.testing.assert_allclose(p.slack, 100 * lost / income, rtol=1e-8, atol=1e-12)


def slack_of_growth(ride, since=2023.5, months=150):
    """The largest slack and borrowing of years in which nothing happens but the sourced growth."""
    now = solver(DATA, SHORT, sticky=Sticky(monthly_rate(3.0), 0.2))
    path = Growth(solver(DATA, SHORT), SHORT, LONG, 12.0, growth.sourced)
    start = Shock(L=growth.sourced(since))
    s = solver(DATA, LONG).solve(start)
    price = relative_prices(DATA.t0, start, s)
    taste, u, worst = tastes(np.zeros_like(price), price, SHORT, LONG, 1.0), None, 0.0
    for month in range(1, months):
        year = since + month / 12
        taste = tastes(taste, price, SHORT, LONG, monthly_rate(12.0))
        lnw = np.log(s.w) + (path.drift(since, year) if ride else 0.0)
        shock = Shock(L=growth.sourced(year), taste=taste, lnw=lnw)
        s = now.solve(shock, u)
        u, price = s.u, relative_prices(DATA.t0, shock, s)
        worst = max(worst, np.abs(s.utilisation - 1).max(), np.abs(s.borrowed / s.income).max())
    return worst


@pytest.mark.parametrize("since", [2017.0, 2023.5])
def test_growth_alone_makes_no_slack(since):
    assert slack_of_growth(ride=True, since=since) < 1e-3


def test_without_the_ride_growth_alone_would_make_slack():
    assert slack_of_growth(ride=False) > 1e-2


def test_the_ride_is_the_same_whatever_was_asked_before():
    def path():
        return Growth(solver(DATA, SHORT), SHORT, LONG, 12.0, growth.sourced)

    one, other = path(), path()
    one.drift(2023.5, 2040.0)
    np.testing.assert_array_equal(one.drift(2023.5, 2030.3), other.drift(2023.5, 2030.3))
    np.testing.assert_allclose(one.drift(2023.5, 2023.2), one.drift(2023.5, 2023.2, months=1.0))
