import numpy as np
import pytest

from giants.society import growth
from giants.symbols import CHN, ECONOMIES, MEX, USA


def test_the_endowment_is_one_at_the_middle_of_the_base_year():
    np.testing.assert_allclose(growth.endowment(growth.load_paths(), growth.BASE), 1.0)


def test_a_year_at_the_last_rate_grows_by_it():
    paths = growth.load_paths()
    step = growth.endowment(paths, 2036.0) / growth.endowment(paths, 2035.0)
    np.testing.assert_allclose(step, 1.0 + paths.growth[-1])


def test_published_rates_are_the_paths():
    paths = growth.load_paths()
    row = list(paths.years).index(2025)
    assert paths.growth[row, MEX] == pytest.approx(0.010)  # IMF World Economic Outlook, October 2025
    assert paths.growth[row, USA] == pytest.approx(0.020)
    assert paths.growth[row, CHN] == pytest.approx(0.048)


def test_many_years_at_once_equal_one_at_a_time():
    paths, years = growth.load_paths(), np.array([2023.0, 2026.58, 2040.0])
    together = growth.endowment(paths, years)
    assert together.shape == (3, len(ECONOMIES))
    for row, year in enumerate(years):
        np.testing.assert_allclose(together[row], growth.endowment(paths, float(year)))


def test_chinese_labour_gets_dearer_against_american_and_the_pace_spans_its_range():
    paths = growth.load_paths()
    low, middle, high = (growth.labour_cost(paths, 2033.5, pace)[CHN] for pace in (-1.0, 0.0, 1.0))
    assert low < middle < high
    assert middle == pytest.approx((1.24 / 1.21) ** (10 / 4), rel=1e-3)
    assert growth.labour_cost(paths, 2033.5)[USA] == 1.0
    np.testing.assert_allclose(growth.labour_cost(paths, growth.BASE, 1.0), 1.0)


@pytest.mark.parametrize(
    ("pace", "rates"), [(-1.0, "labour_cost_low"), (0.0, "labour_cost"), (1.0, "labour_cost_high")]
)
def test_labour_cost_grows_at_its_low_central_or_high_rate(pace, rates):
    paths = growth.load_paths()
    year = growth.labour_cost(paths, growth.BASE + 1.0, pace)
    np.testing.assert_allclose(year, 1.0 + getattr(paths, rates))
