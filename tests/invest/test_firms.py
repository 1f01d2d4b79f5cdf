import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants import tables
from giants.invest import calibration
from giants.symbols import CHN, ECONOMIES, FIRMS, MEX, SECTORS, STATES, USA


def shares(name, key, codes, column="share"):
    table = tables.read(name, (column,), (key,)).set_index(key)
    return table.loc[list(codes), column].to_numpy(float)


def test_every_firm_has_a_home_a_sector_and_a_size(base):
    assert len(base.home) == len(base.sector) == FIRMS
    assert np.all(base.home != MEX)
    assert np.all(base.capital_mexico.sum(1) > 0)
    assert np.all(base.capital_abroad >= 0)
    assert np.all(base.capital_abroad[:, MEX] == 0)


def test_capital_is_that_of_the_tables(base, parameters):
    total = parameters.stock.mexico
    assert base.capital_mexico.sum() == pytest.approx(total)
    origin = shares("society/fdi_origin_shares.csv", "economy", ECONOMIES)
    sector = shares("society/fdi_sector_shares.csv", "sector", SECTORS)
    np.testing.assert_allclose(base.owners.sum(1) / total, origin, atol=1e-6)
    np.testing.assert_allclose(base.owners.sum(0) / total, sector, atol=1e-6)


def test_states_hold_their_share_of_ten_years_of_investment(base, parameters):
    mean = shares("states/states.csv", "state_code", STATES, "fdi_musd_avg_2015_2024")
    np.testing.assert_allclose(base.capacity.sum(1) / parameters.stock.mexico, mean / mean.sum(), atol=1e-6)
    np.testing.assert_allclose(base.capital_mexico.sum(0), base.capacity.sum(1))


def test_origin_shares_lie_in_their_published_ranges():
    table = tables.read("society/fdi_origin_shares.csv", ("share", "low", "high"), ("economy",))
    assert np.all((table["low"] <= table["share"]) & (table["share"] <= table["high"]))
    usa = table.set_index("economy").loc["USA"]
    assert (usa["low"], usa["high"]) == (0.39, 0.45)


@given(
    st.lists(st.floats(0.01, 10.0), min_size=1, max_size=20),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20).filter(lambda v: sum(v) > 0.01),
)
def test_laying_firms_along_states_meets_both_margins(size, share):
    size, share = np.array(size), np.array(share)
    capital = calibration.overlap(size, share)
    np.testing.assert_allclose(capital.sum(1), size)
    np.testing.assert_allclose(capital.sum(0), size.sum() * share / share.sum(), atol=1e-9)


def test_base_odds_are_shares_of_places(base):
    np.testing.assert_allclose(base.kind_share.sum(1), 1.0)
    assert np.all(base.kind_share >= -1e-15)


def test_a_firms_capital_is_spread_as_its_kind_between_mexico_and_abroad(base):
    size = base.capital_mexico.sum(1) + base.capital_abroad.sum(1)
    here = base.capital_mexico.sum(1) / size
    kind = base.kind_share[base.home * len(SECTORS) + base.sector][:, :32].sum(1)
    np.testing.assert_allclose(here, kind, rtol=1e-9)


def test_what_competes_for_american_buyers_stands_in_asia_too(base):
    electronics = base.kind_share[USA * len(SECTORS) + SECTORS.index("ELE")]
    services = base.kind_share[USA * len(SECTORS) + SECTORS.index("SRV")]
    assert electronics[32 + CHN] > 0.05
    assert services[32 + CHN] < 0.01


def test_building_the_firms_draws_nothing(parameters):
    one, two = calibration.build_calibration(parameters), calibration.build_calibration(parameters)
    np.testing.assert_array_equal(one.capital_mexico, two.capital_mexico)
