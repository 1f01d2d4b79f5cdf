import numpy as np
import pytest

from giants.analysis.trade_offs import price
from giants.errors import InputError

SEEDS = np.linspace(-1, 1, 21)


def test_the_price_of_an_exact_trade_off_is_its_slope():
    p = price.price(SEEDS, 0.3 + 0 * SEEDS, SEEDS - 0.5, 0.4 + 0 * SEEDS)
    assert p.price == pytest.approx(0.05)
    assert (p.low, p.high) == pytest.approx((0.05, 0.05))
    assert p.index_change == pytest.approx(0.1)


def test_pairing_removes_the_luck_that_the_worlds_share():
    luck = 10 * np.sin(7 * SEEDS)
    p = price.price(luck, 0.3 + 0.01 * luck, luck - 0.5, 0.4 + 0.01 * luck)
    assert p.high - p.low == pytest.approx(0, abs=1e-7)


def test_autonomy_that_pays_has_a_negative_price():
    p = price.price(0 * SEEDS, 0.3 + 0 * SEEDS, 0 * SEEDS + 1, 0.4 + 0.01 * SEEDS)
    assert p.price < 0


def test_the_interval_is_unbounded_when_the_index_does_not_move():
    p = price.price(0 * SEEDS, 0.3 + 0 * SEEDS, SEEDS - 0.5, 0.3 + 0.05 * SEEDS)
    assert (p.low, p.high) == (-np.inf, np.inf)


def test_fieller_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(400):
        z = rng.normal(size=(2, 12))
        p = price.price(np.zeros(12), np.zeros(12), -1 + 0.5 * z[0], 0.1 + 0.02 * z[1])
        inside += p.low <= 0.1 <= p.high
    assert 0.92 < inside / 400 < 0.98


def test_price_along_a_lever_is_the_ratio_of_slopes():
    levels = np.array([0.0, 0.5, 1.0])
    welfare = np.tile(-2.0 * levels, (4, 1)) + SEEDS[:4, None]
    cai = np.tile(0.4 + 0.1 * levels, (4, 1)) + SEEDS[:4, None]
    got = price.price_along(levels, welfare, cai)
    assert (got.price, got.low, got.high) == pytest.approx((0.2, 0.2, 0.2))
    assert (got.welfare_change, got.index_change) == pytest.approx((-2.0, 0.1))
    still = price.price_along(levels, welfare, 0.5 + 0.01 * np.eye(4, 3))
    assert (still.low, still.high) == (-np.inf, np.inf)


def test_too_few_pairs_are_refused():
    with pytest.raises(InputError, match="three paired seeds"):
        price.price(np.zeros(2), np.zeros(2), np.ones(2), np.ones(2))
