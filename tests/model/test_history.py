"""The law of the day: tariffs by origin and sector before and at the start of a run."""

import numpy as np

from giants import tables
from giants.history import _by_origin, law
from giants.scenario import month_number
from giants.symbols import ECONOMIES, MEX, SECTORS, USA

CAN = ECONOMIES.index("CAN")


def at(month):
    return law().added(month_number(month))[USA]


def test_the_average_added_tariff_on_mexico_is_that_of_the_dated_path():
    table = tables.read("trade/us_imports_2024_sector.csv", ("imports_usd",), ("sector", "origin_region"))
    bought = _by_origin(table, "imports_usd")[MEX]
    for month, points in (("2025-01", 0.0), ("2025-07", 9.0), ("2026-02", 8.3), ("2026-08", 7.7)):
        assert abs(100 * float(at(month)[MEX] @ bought) / bought.sum() - points) < 0.05, month


def test_partners_pay_no_more_than_the_statutes_write():
    table = tables.read("trade/section_232_rates.csv", ("statutory_rate",), ("sector",))
    most = np.full(len(SECTORS), 0.10)  # the surcharge on goods that do not claim the treaty
    most[[SECTORS.index(s) for s in table["sector"]]] = table["statutory_rate"]
    for partner in (MEX, CAN):
        assert np.all(at("2026-08")[partner] <= most)


def test_what_does_not_claim_the_treaty_pays_the_surcharge():
    paid = at("2026-08")[MEX]
    assert 0.0 < paid[SECTORS.index("ELE")] < 0.02
    assert paid[SECTORS.index("SRV")] == 0.0
