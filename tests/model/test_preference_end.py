"""Everything that reads the use of the preference sees its end: firms, bargaining, records, tariffs."""

import numpy as np
import pytest

from giants import duties
from giants.bargaining.losses import claimed
from giants.bargaining.state import FULL
from giants.config import default_settings
from giants.invest.phase import pulls
from giants.model import Giants
from giants.records import tables
from giants.symbols import ECONOMIES, GOODS_ROWS, MEX, USA

CAN = ECONOMIES.index("CAN")


@pytest.fixture(scope="module")
def started():
    model = Giants(default_settings(["months=3"]))
    model.step()
    return model


def end_treaty(w, b):
    w.bargaining.treaty_horizon[...] = 1 / 12
    return w


def lose_preference(w, b):
    option = b.bargaining_model.options.name.index("preference_loss")
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.age[USA] = FULL, option, 12
    return w


def locate(w, b):
    return pulls(w, b.invest_calibration, b.settings.invest)[GOODS_ROWS, :32]


def month(w, b):
    policy, _ = b.bargaining(w)
    w.bargaining.update(policy)
    w.trade.update(b.trade_model.advance(w))


@pytest.mark.parametrize("end", [end_treaty, lose_preference])
def test_no_place_in_mexico_draws_more_a_month_after_the_preference_ends(started, end):
    w, b = end(started.world.copy(), started.blocks), started.blocks
    before = locate(w, b)
    w.bargaining.update(b.bargaining(w)[0])
    assert w.bargaining.preference_lost == 1
    at_once = locate(w, b)
    w.trade.update(b.trade_model.advance(w))
    assert (at_once <= before + 1e-9).all()
    assert (locate(w, b) <= before + 1e-9).all()


def foreseen_and_paid(started, end):
    """Return what firms foresee and what is paid two months after the end, with nobody pressing."""
    w, b = end(started.world.copy(), started.blocks), started.blocks
    w.actions.us_pressure[...] = 0.0
    month(w, b)
    month(w, b)
    return w.bargaining.expected_tariff[GOODS_ROWS], w.trade.us_tariff[GOODS_ROWS]


def test_firms_foresee_the_ordinary_rates_and_tiers_that_are_paid_once_the_treaty_has_ended(started):
    foreseen, paid = foreseen_and_paid(started, end_treaty)
    assert (foreseen >= paid - 1e-3).all()
    np.testing.assert_allclose(foreseen, paid, atol=0.02)


def test_a_preference_that_is_withheld_for_a_while_weighs_by_that_while(started):
    foreseen, paid = foreseen_and_paid(started, lose_preference)
    before, _ = foreseen_and_paid(started, lambda w, b: w)
    assert (before < foreseen).all()
    assert (foreseen < paid).all()


@pytest.mark.parametrize("end", [end_treaty, lose_preference])
def test_nothing_claims_a_preference_that_has_ended(started, end):
    w, b = end(started.world.copy(), started.blocks), started.blocks
    month(w, b)
    assert (w.trade.preference_use[MEX, GOODS_ROWS] > 0).all()  # the habit outlives it
    assert not duties.claims(w)[MEX].any()
    assert not claimed(w, b.bargaining_model).any()
    assert tables.claimed(w) == 0
    assert duties.claims(w)[CAN].any() == (end is lose_preference)


def test_a_preference_that_stands_is_claimed_by_habit(started):
    np.testing.assert_array_equal(duties.claims(started.world), started.world.trade.preference_use)
