"""The one-sector reference that the anchors rest on is right, and the trade block's own losses sit beside it."""

import numpy as np
import pytest

from giants import tables
from giants.config import default_settings
from giants.errors import InputError
from giants.evidence.measures import one_sector
from giants.measures import structure
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


PUBLISHED = tables.read("history/armington_threat_losses_2023.csv", text=("threat",)).to_dict("records")


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda r: f"{r['threat']}-{r['sigma']:g}-{r['va_share_in_output']:g}")
def test_every_threat_of_the_reference_table_is_recomputed(row):
    world = one_sector.bundled(row["va_share_in_output"])
    change = one_sector.real_income_change(world, row["sigma"], *one_sector.threat(row["threat"]))
    want = [row[c.removesuffix("_OTH")] for c in one_sector.REGIONS]
    assert change == pytest.approx(want, abs=1.2e-3)


def test_no_threat_no_change_and_autarky_is_the_closed_form():
    world = one_sector.bundled(1.0)
    n = len(one_sector.REGIONS)
    still = one_sector.real_income_change(world, 5.0, np.zeros((n, n)))
    assert still == pytest.approx(0, abs=1e-9)
    flows = (world.flows + world.flows.T) / 2
    balanced = one_sector.OneSectorWorld(flows, 1.0)
    cost = np.full((n, n), one_sector.CLOSED)
    np.fill_diagonal(cost, 1.0)
    change = one_sector.real_income_change(balanced, 5.0, np.zeros((n, n)), cost)
    home = np.diag(flows) / flows.sum(0)
    assert change == pytest.approx(100 * (home ** (1 / 4) - 1), abs=1e-6)


def test_an_unknown_threat_is_refused_by_name():
    with pytest.raises(InputError, match="unknown threat"):
        one_sector.threat("US 99% tariff on MEX")
