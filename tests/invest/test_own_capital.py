"""Mexico's own capital: what it follows, how fast, and what it leaves of an episode."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.invest.capacity import own_capital
from giants.symbols import MEX


def path(income, months, share=0.4, response=1.0, start=1.0):
    capital = start
    for _ in range(months):
        capital = own_capital(capital, income, 0.056, share, response)
    return capital


def test_on_its_path_capital_stays_there():
    assert path(1.0, 240) == 1.0


@given(st.floats(0.7, 1.3), st.floats(0.0, 2.0))
def test_in_the_long_run_capital_is_in_proportion_to_output_per_unit_of_it(income, response):
    rest = path(income, 12 * 400, response=response)
    assert rest == pytest.approx(income ** ((1 + response) / (1 + 0.4 * response)), rel=1e-6)


def test_a_year_of_lost_income_leaves_a_trace_that_wears_off_over_decades():
    after = path(0.97, 12)
    later = path(1.0, 60, start=after)
    assert after < later < 1.0
    assert (1 - later) / (1 - after) == pytest.approx(np.exp(-0.056 * 1.4 * 5), rel=0.02)


def test_a_fixed_share_of_income_is_invested_without_a_response():
    assert 1 - path(0.97, 12, response=0.0) == pytest.approx(0.03 * (1 - np.exp(-0.056)), rel=0.01)


def test_own_capital_raises_productivity_by_its_share_less_that_of_foreign_capital(start, invest, base, parameters):
    rich, plain = start(), start()
    rich.invest.own_capital[...] = 1.1
    gain = invest(rich, 1)[0].invest.productivity[MEX] / invest(plain, 1)[0].invest.productivity[MEX]
    grown = float(rich.invest.own_capital / plain.invest.own_capital)
    np.testing.assert_allclose(gain, grown ** (parameters.capacity.capital_share - base.phi[MEX]))
