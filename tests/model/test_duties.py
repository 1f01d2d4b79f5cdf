"""One table of duties: statutes in their windows, rates paid near those collected, and threats that only add."""

import numpy as np
import pytest

from giants import duties, tables
from giants.config import default_settings
from giants.evidence.trade.duty_coverage import collected, means
from giants.history import law
from giants.scenario import month_number
from giants.symbols import CHN, ECONOMIES, GOODS, IS_GOODS, MEX, SECTORS, USA
from giants.trade.data import bundled

CAN = ECONOMIES.index("CAN")


def at(month):
    return duties.in_force(month_number(month))


def statutes(month):
    now = month_number(month)
    return {row.statute for row in duties.table() if row.first <= now < row.end and row.origin == MEX}


def test_statutes_stand_in_their_legal_windows():
    assert statutes("2025-02") == set()
    assert statutes("2025-09") == {"IEEPA", "Section 232"}
    assert statutes("2026-03") == statutes("2026-07") == {"Section 122", "Section 232"}
    assert statutes("2026-08") == {"Section 301", "Section 232"}


def test_shares_coverage_and_what_is_spared_are_shares_and_reach_no_more_than_all():
    table = tables.read("trade/duties.csv", ("rate", "share", "coverage", "spared"))
    values = table[["rate", "share", "coverage", "spared"]].to_numpy(float)
    assert (values >= 0).all()
    assert (values <= 1).all()
    for month in ("2025-09", "2026-03", "2026-08"):
        assert (at(month).scope <= 1 + 1e-9).all()


def test_coverage_reproduces_what_was_collected_where_anything_can():
    ours, theirs = means(bundled())[::-1]
    for origin, sector, gap in (("MEX", "AGF", 0.002), ("CAN", "AUT", 0.007)):  # all pay, and it is not enough
        row, j = ("MEX", "CAN").index(origin), SECTORS.index(sector)
        assert 0 < theirs[row, j] - ours[row, j] < gap
        ours[row, j] = theirs[row, j]
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_tariffs_at_the_start_are_near_those_collected_before():
    seen = collected()
    d, use = at("2026-08"), seen.use[-1][0]
    paid = duties.paid(d.full[USA, MEX], d.spared[MEX], d.scope[MEX], use)
    rate = (seen.rate * seen.imports).sum(0)[0] / np.maximum(seen.imports.sum(0)[0], 1e-9)
    np.testing.assert_allclose(paid[IS_GOODS > 0], rate[IS_GOODS > 0], atol=0.02)
    assert paid[SECTORS.index("MET")] < 0.12  # metals, at a written rate of one half


def test_paid_is_full_without_use_and_full_less_spared_when_all_in_scope_claim():
    full, spared, scope = np.array([0.2]), np.array([0.1]), np.array([0.8])
    assert duties.paid(full, spared, scope, 0.0) == pytest.approx(0.2)
    assert duties.paid(full, spared, scope, 0.8) == duties.paid(full, spared, scope, 1.0) == pytest.approx(0.1)
    assert duties.paid(full, spared, scope, 0.4) == pytest.approx(0.15)


def test_a_new_duty_adds_row_by_row_what_it_exceeds_the_one_in_force_by():
    mean, rate, reach = np.array([0.25 * 0.6 + 0.1 * 0.4]), np.array([0.25]), np.array([0.6])
    for size in (0.05, 0.1, 0.2, 0.3):
        added = size - duties.levied(np.array([size]), mean, rate, reach)
        assert added == pytest.approx(0.6 * max(size - 0.25, 0) + 0.4 * max(size - 0.1, 0))


def test_no_more_of_a_new_duty_is_in_force_than_is_paid_where_claims_spare_section_232():
    mean, rate, reach = np.array([0.1044]), np.array([0.25]), np.array([0.906])
    for size in (0.05, 0.1, 0.25, 1.0):
        assert duties.levied(np.array([size]), mean, rate, reach) <= mean
    assert duties.levied(np.array([1.0]), mean, rate, reach) == pytest.approx(mean)


def test_what_has_no_end_is_in_force_in_the_last_month_that_a_date_can_name():
    last = at("9999-12")
    np.testing.assert_array_equal(last.scope > 0, at("9998-01").scope > 0)
    assert last.scope.any()


def test_instruments_in_force_spare_what_their_rows_spare():
    tools = default_settings().instruments
    spared = {row.statute: row.spared for row in duties.table() if row.origin == MEX and row.importer == USA}
    assert tools["section_301"].exempt_preferred == spared["Section 301"]
    assert tools["surcharge_122"].exempt_preferred == spared["Section 122"]
    cars = {
        r.spared
        for r in duties.table()
        if r.origin == MEX and SECTORS[r.sector] == "AUT" and r.statute == "Section 232"
    }
    assert tools["cars_232"].exempt_preferred in cars


def test_tariffs_on_mexico_and_canada_stand_in_the_table_alone():
    now = month_number("2026-08")
    for partner in (MEX, CAN):
        np.testing.assert_allclose(law().added(now)[USA, partner], duties.in_force(now).full[USA, partner])
    assert law().added(now)[USA, CHN][: len(GOODS)].sum() > 0
