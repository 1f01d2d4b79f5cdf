"""Value added by origin adds up, follows the links, and is that of the published tables."""

import numpy as np
import pytest

from giants import tables
from giants.trade import Shock, bundled, solver
from giants.trade.content import embodied, of_exports, regional, value_added

DATA = bundled()
MEX, USA, CHN, CAN = (DATA.regions.index(c) for c in ("MEX", "USA", "CHN", "CAN"))


@pytest.fixture(scope="module")
def V():
    return value_added(DATA.b, DATA.g, DATA.flows)


def test_shares_of_origins_sum_to_one(V):
    np.testing.assert_allclose(V.sum(0), 1, atol=1e-12)
    assert (V > 0).all()


def test_one_closed_economy_adds_all_value_itself():
    b, g = np.array([[0.4]]), np.array([[[0.6]]])
    assert value_added(b, g, np.ones((1, 1, 1)))[0, 0, 0] == pytest.approx(1.0)


def test_two_economies_by_hand():
    """A buys half its inputs from B, B none from A: B's share in A's output is s (1-b_A) / (1 - (1-s)(1-b_A))."""
    b, g = np.array([[0.5], [0.8]]), np.array([[[0.5]], [[0.2]]])
    flows = np.array([[[1.0], [1.0]], [[0.0], [3.0]]])
    V = value_added(b, g, flows)
    assert V[1, 0, 0] == pytest.approx(0.5 * 0.5 / (1 - 0.5 * 0.5))
    assert V[0, 1, 0] == pytest.approx(0.0)


def test_chinese_content_of_mexican_goods_sold_to_the_united_states_is_nine_per_cent(V):
    goods = of_exports(V, DATA.flows, DATA.goods, MEX, USA, [CHN])
    assert 100 * goods.to_partner[CHN] == pytest.approx(9.13, abs=0.01)
    assert 100 * goods.to_partner[USA] == pytest.approx(15.3, abs=0.1)
    assert 100 * goods.to_partner[MEX] == pytest.approx(62.1, abs=0.2)


def test_content_by_sector_agrees_with_the_bundled_table(V):
    table = tables.read("trade/va_content_2023_compact.csv", ("va_CHN",), ("exporter", "destination", "sector"))
    table = table[(table["exporter"] == "MEX") & (table["destination"] == "USA")]
    for sector, published in zip(table["sector"], table["va_CHN"], strict=True):
        if sector in DATA.sectors:
            assert V[CHN, MEX, DATA.sectors.index(sector)] == pytest.approx(published, abs=0.003)


def test_regional_content_of_cars_and_electronics(V):
    share = regional(V, MEX, [MEX, USA, CAN])
    assert share[DATA.sectors.index("AUT")] == pytest.approx(0.804, abs=0.003)
    assert share[DATA.sectors.index("ELE")] == pytest.approx(0.618, abs=0.003)


def test_all_destinations_are_the_sum_of_destinations(V):
    each = sum(embodied(V, DATA.flows, MEX, n, DATA.goods) for n in range(10) if n != MEX)
    np.testing.assert_allclose(embodied(V, DATA.flows, MEX, None, DATA.goods), each)


def test_a_mexican_tariff_on_china_lowers_the_chinese_content_of_exports(V):
    t = DATA.t0.copy()
    t[MEX, CHN] += 0.25 * DATA.goods
    s = solver(DATA, 4.0).solve(Shock(t=t))
    after = of_exports(value_added(DATA.b, DATA.g, s.flows), s.flows, DATA.goods, MEX, USA, [CHN])
    before = of_exports(V, DATA.flows, DATA.goods, MEX, USA, [CHN])
    assert after.to_partner[CHN] < 0.7 * before.to_partner[CHN]
    assert after.domestic > before.domestic
    assert after.bridge < before.bridge
