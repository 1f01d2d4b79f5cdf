import numpy as np
import pytest

from giants.society import development
from giants.symbols import PROGRAMMES


def stock_of(w, name):
    return float(getattr(w.society, name))


@pytest.mark.parametrize(("stock", "programme"), development.STOCKS.items())
def test_each_programme_alone_moves_its_own_stock_with_a_lag_and_costs_something(start, live, stock, programme):
    w = start()
    w.actions.programme[list(PROGRAMMES).index(programme)] = 1.0
    live(w, 1)
    first = stock_of(w, stock)
    live(w, 11)
    year = stock_of(w, stock)
    live(w, 48)
    late = stock_of(w, stock)
    assert 0.0 < first < year / 12.0 * 0.9  # the first month brings less than a twelfth of the first year
    assert year < late <= 1.0
    assert year < 0.35
    assert float(w.society.spending) > 0.0
    others = [s for s in development.STOCKS if s != stock]
    assert all(stock_of(w, s) == 0.0 for s in others)


def test_without_programmes_the_stocks_rest_and_nothing_is_spent(start, live):
    w = live(start(), 60)
    assert all(stock_of(w, s) == 0.0 for s in development.STOCKS)
    assert float(w.society.spending) == 0.0


def test_returns_diminish_in_effort_and_in_the_stock():
    one = np.ones(1)
    zero = np.zeros(1)

    def gain(stock, effort):
        return float(development.build(one * stock, zero + stock, one * effort, one * 0.1, zero, 0.6)[0] - stock)

    assert gain(0.0, 0.5) > 0.5 * gain(0.0, 1.0)
    assert gain(0.8, 1.0) < gain(0.2, 1.0)


def test_closed_form_without_decay_or_anchoring():
    one, stock = np.ones(1), np.zeros(1)
    for _ in range(120):
        stock = development.build(stock, stock, one, one * 0.12, one * 0.05, 0.6)
    assert stock[0] == pytest.approx(1.0 - (1.0 - 0.01) ** 120)


def test_what_is_not_anchored_decays_when_effort_ends(start, live):
    w = start()
    ports = list(PROGRAMMES).index("ports")
    w.actions.programme[ports] = 1.0
    live(w, 60)
    peak, held = stock_of(w, "port_integrity"), float(w.society.anchored[ports])
    assert 0.0 < held < peak
    w.actions.programme[...] = 0.0
    live(w, 240)
    assert held < stock_of(w, "port_integrity") < peak


def test_institutions_anchor_faster():
    stock, held = np.array([0.5]), np.array([0.1])
    plain = development.anchor(held, stock, 0.1, 0.0)
    backed = development.anchor(held, stock, 0.1, 1.0)
    assert held[0] < plain[0] < backed[0] <= stock[0]


def test_anchoring_closes_its_yearly_share_of_the_gap_in_twelve_steps():
    assert development.anchor(np.array([0.2]), np.array([0.8]), 0.3, 0.5)[0] == pytest.approx(0.2 + 0.45 * 0.6 / 12)


def test_a_hostile_successor_undoes_only_what_is_not_anchored():
    stock, held = np.array([0.6, 0.6]), np.array([0.6, 0.2])
    after = development.succession(stock, held, loss=0.5, continuity=0.0)
    np.testing.assert_allclose(after, [0.6, 0.4])
    np.testing.assert_allclose(development.succession(stock, held, loss=0.5, continuity=1.0), stock)


def test_rising_capture_erodes_the_rule_of_law(start, live):
    def law(capture):
        w = start()
        w.actions.programme[list(PROGRAMMES).index("institutions")] = 1.0
        live(w, 1)
        w.security.capture[...] = capture
        return stock_of(live(w, 60), "rule_of_law")

    assert law(0.4) < law(0.2)
    assert law(0.1) == law(0.2)  # less capture does not build law by itself
