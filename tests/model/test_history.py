"""The law of the day: tariffs by origin and sector before and at the start of a run."""

import numpy as np

from giants.history import _by_origin, law
from giants.scenario import month_number
from giants.symbols import CHN, ECONOMIES, MEX, SECTORS, USA
from giants.trade.data import bundled

CAN = ECONOMIES.index("CAN")


def at(month):
    return law().added(month_number(month))[USA]


def test_before_the_tariffs_on_china_its_goods_paid_less_and_nobody_was_paid_to_import():
    early = law().added(month_number("2017-06"))
    assert np.all(early[USA] <= 0.0)
    assert (bundled().t0 + early).min() >= 0.0
    bought = _by_origin("trade/us_imports_2024_sector.csv", "imports_usd", outside=True)[CHN]
    assert -0.11 < float(early[USA, CHN] @ bought) / bought.sum() < -0.07  # Census: 2.7% in 2017, 10.9% in 2024


def test_tariffs_on_china_rise_by_the_dated_lists_and_rest_until_2025():
    path = [float(at(m)[CHN].sum()) for m in ("2018-02", "2018-08", "2018-11", "2019-07", "2020-01")]
    assert path == sorted(path)
    for month in ("2020-03", "2022-01", "2024-12"):
        assert not at(month).any()
    assert at("2020-01")[CHN, 0] > 0.0  # list 4A stood at 15% for five months, then at 7.5%


def test_mexican_metals_paid_from_june_2018_to_may_2019_only():
    metals = SECTORS.index("MET")
    paid = {m: at(m)[MEX, metals] for m in ("2018-05", "2018-06", "2019-05", "2019-06")}
    assert paid["2018-06"] == paid["2019-05"] > 0.0
    assert paid["2018-05"] == paid["2019-06"] == 0.0
