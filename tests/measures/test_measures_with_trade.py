"""The trade block's own losses sit beside the one-sector reference that the anchors rest on."""

import numpy as np
import pytest

from giants.measures import one_sector, structure
from giants.measures.exposure import full_break, reference_tariff
from giants.symbols import MEX, USA
from giants.trade import Shock, bundled, solver
from giants.trade import exposure as trade


@pytest.fixture(scope="module")
def losses():
    data = bundled()
    long_run = solver(data, np.full(len(data.goods), 4.0))
    t = np.stack([reference_tariff(data.t0), full_break(data.t0)])
    return 100 * trade.losses(long_run, Shock(t=data.t0), t)


def test_eleven_sectors_and_one_sector_agree_on_the_orders_of_magnitude(losses):
    world = one_sector.bundled(0.5)
    tariff = -one_sector.real_income_change(world, 5.0, *one_sector.threat("US 25% tariff on MEX"))
    shut = -one_sector.real_income_change(world, 5.0, *one_sector.threat("US-MEX goods trade shut (both ways)"))
    assert losses[0, MEX] == pytest.approx(tariff[0], rel=0.15)
    assert losses[1, MEX] == pytest.approx(shut[0], rel=0.15)
    assert losses[1, USA] == pytest.approx(shut[1], rel=0.25)


def test_a_quarter_tariff_is_credible_and_a_break_is_asymmetric(losses):
    assert losses[0, USA] < 0  # the United States gains a little: the threat pays for itself
    assert structure.credible(losses[0, MEX], losses[0, USA], 0.1)
    assert 10 < structure.asymmetry(losses[1, MEX], losses[1, USA]) < 20
