"""The trade block's own losses sit beside the one-sector reference that the anchors rest on."""

import pytest

from giants.config import default_settings
from giants.measures import one_sector, structure
from giants.model import Giants
from giants.symbols import MEX, USA


def test_eleven_sectors_and_one_sector_agree_on_the_orders_of_magnitude(lasting_losses):
    world = one_sector.bundled(0.5)
    tariff = -one_sector.real_income_change(world, 5.0, *one_sector.threat("US 25% tariff on MEX"))
    shut = -one_sector.real_income_change(world, 5.0, *one_sector.threat("US-MEX goods trade shut (both ways)"))
    assert lasting_losses[0, MEX] == pytest.approx(tariff[0], rel=0.15)
    assert lasting_losses[1, MEX] == pytest.approx(shut[0], rel=0.15)
    assert lasting_losses[1, USA] == pytest.approx(shut[1], rel=0.25)


def test_a_quarter_tariff_is_credible_and_a_break_is_asymmetric(lasting_losses):
    assert lasting_losses[0, USA] < 0  # the United States gains a little: the threat pays for itself
    assert structure.credible(lasting_losses[0, MEX], lasting_losses[0, USA], 0.1)
    assert 10 < structure.asymmetry(lasting_losses[1, MEX], lasting_losses[1, USA]) < 20


def test_a_running_world_shows_power_and_adjustment_in_their_order():
    model = Giants(default_settings())
    model.step()
    m = model.world.measures
    assert m.sensitivity > m.value_at_risk_reference > 0  # adjustment helps
    assert 0 < m.adjustability < 1
    assert m.break_loss > m.market_power_us > 10 * m.market_power_cn > 0  # China has no market to shut
    assert m.power_us > m.power_cn > m.market_power_cn
    assert 5 < m.asymmetry < 25  # about 17 in a one-sector world
    assert m.expected_coercion >= 0
