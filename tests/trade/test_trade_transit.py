"""Chinese goods in transit: their number, what moves it, and what they leave alone."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.schema import build as parse
from giants.symbols import ECONOMIES, ISSUES
from giants.trade import transit
from giants.trade.model import build
from giants.trade.parameters import TradeParameters
from giants.trade.phase import advance, initial
from giants.world import World

VALUES = yaml.safe_load((Path(__file__).parents[2] / "conf/trade/caliendo_parro.yaml").read_text())
MEX, USA, CHN = (ECONOMIES.index(c) for c in ("MEX", "USA", "CHN"))
GOODS = slice(0, 9)


@pytest.fixture(scope="module")
def block():
    return build(parse(TradeParameters, VALUES, "trade"))


@pytest.fixture
def after(block):
    """Return the trade block after `months` in a World that `change` was applied to."""

    def run(change=lambda w: None, months=36):
        w = World()
        w.trade.update(initial(w, block))
        change(w)
        for _ in range(months):
            w.trade.update(advance(w, block))
        return w.trade

    return run


def china(w):
    w.bargaining.added_tariff[USA, CHN, GOODS] = 0.5


def test_the_base_holds_a_few_billions_and_stays(after, block):
    t = after(months=3)
    np.testing.assert_allclose(t.transit[GOODS], VALUES["transit_share"])
    assert 4.0 < t.transit_value.sum() < 16.0
    assert t.suspect_content == pytest.approx(t.us_export_content[CHN])
    np.testing.assert_allclose(t.tariff, block.data.t0, atol=1e-12)


def test_the_response_is_that_measured_for_a_tariff_of_nineteen_points():
    rise = transit.share(0.018, 1.0, np.log(1.19), 0.0) / 0.018
    assert 1.14 < rise < 1.21  # rerouting rose by 14% counted by firm and by 21% counted by country


def test_tariffs_on_china_divert_goods_and_do_not_make_them_mexican(after):
    t = after(china)
    assert (t.transit[GOODS] > VALUES["transit_share"]).all()
    assert t.suspect_content > t.us_export_content[CHN]
    assert (t.tariff[USA, CHN, GOODS] < 0.5 + after(months=1).tariff[USA, CHN, GOODS]).all()
    assert t.transit[9:].max() == 0.0


def test_tariffs_on_mexico_alone_stop_transit(after):
    def mexico(w):
        w.bargaining.added_tariff[USA, MEX, GOODS] = 0.25

    assert (after(mexico).transit[GOODS] < VALUES["transit_share"]).all()


def test_detection_lowers_transit_and_finds_more_of_what_is_left(after):
    def watched(w):
        china(w)
        w.society.port_integrity[...] = w.society.screening_capacity[...] = 1.0
        w.actions.venture_transparency[...] = 1.0
        w.bargaining.position[ISSUES.index("agreed_standards")] = 1.0

    open_, closed = after(china), after(watched)
    assert closed.transit_value.sum() < open_.transit_value.sum()
    assert closed.transit_caught > open_.transit_caught + 0.4
    assert closed.suspect_content < open_.suspect_content


def test_goods_in_transit_lose_the_preference_unless_the_threshold_is_above_their_content():
    duty = transit.duty(0.0, np.zeros(1), np.array([0.1]), np.array([0.5]), 0.0, 0.2)
    assert duty == pytest.approx(0.1)
    assert transit.duty(1.0, np.zeros(1), np.array([0.1]), np.array([0.5]), 0.0, 0.2) == pytest.approx(0.0)
    assert transit.duty(0.0, np.zeros(1), np.array([0.1]), np.array([0.5]), 1.0, 0.2) == pytest.approx(0.7)


def test_each_means_of_detection_finds_its_share_of_the_rest():
    assert transit.caught(0.1, (0.0, 0.0), (0.5, 0.5)) == pytest.approx(0.1)
    assert transit.caught(0.0, (1.0, 1.0), (0.5, 0.5)) == pytest.approx(0.75)
