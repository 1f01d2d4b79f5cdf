import itertools

import numpy as np
import pytest

from giants import symbols
from giants.records.arrow import frames
from giants.records.lines import LINES
from giants.records.recorder import Recorder
from giants.records.schema import LEVELS
from giants.records.tables import TABLES, WRITERS
from giants.symbols import CHN, MEX, USA
from giants.world import World


@pytest.fixture(scope="module")
def recorded():
    w, recorder = World(), Recorder("full", 2, "2026-08", TABLES)
    w.security.members[3, 8] = 40.0
    for month in range(2):
        w.calendar.month[...] = month
        w.society.approval[MEX] = 0.25 + month
        w.labour.jobs[:] = 2.0
        w.trade.flows[USA, MEX, :] = 1.0
        w.trade.import_share[CHN] = 0.3
        recorder.append(w)
    return frames(recorder)


def test_every_symbol_with_the_axes_of_a_table_is_recorded(recorded):
    kept = {frozenset(axis.name for axis in table.axes): table for table in TABLES}
    axes = {"s": {"state"}, "n": {"economy"}, "d": {"issue"}, "": set()}
    for row in symbols.table():
        if row["block"] in WRITERS and row["axes"] in axes:
            names = [c.name for c in kept[frozenset(axes[row["axes"]])].columns]
            assert row["name"] in names or f"{row['block']}_{row['name']}" in names


def test_tables_have_names_of_their_own():
    assert len({table.name for table in TABLES}) == len(TABLES)


def test_derived_columns_agree_with_the_tables_they_come_from(recorded):
    measures, economies = recorded["measures"], recorded["economies"]
    mexico = economies[economies["economy"] == "MEX"]
    np.testing.assert_array_equal(measures["approval_mex"], mexico["approval"])
    np.testing.assert_array_equal(measures["jobs_total"], [2.0 * 32 * 11] * 2)


def test_pairs_run_from_origin_to_destination_in_dollars(recorded):
    pairs = recorded["pairs"]
    pairs = pairs[pairs["month"] == 1].set_index(["origin", "destination"])
    assert pairs.loc[("MEX", "USA"), "sales"] == pytest.approx(11.0)
    assert pairs.loc[("MEX", "USA"), "goods"] == pytest.approx(9.0)
    assert pairs.loc[("USA", "MEX"), "sales"] == 0
    assert recorded["measures"]["goods_exports_usa"].tolist() == pytest.approx([9.0, 9.0])
    assert recorded["measures"]["import_share_chn"].tolist() == [0.3, 0.3]


def test_groups_that_are_not_there_take_no_rows(recorded):
    assert recorded["cartel_states"][["cartel", "state", "members"]].to_numpy().tolist() == [["003", "09", 40.0]] * 2


@pytest.mark.parametrize(("lower", "higher"), list(itertools.pairwise(LEVELS)))
def test_a_higher_level_keeps_at_least_as_many_rows(lower, higher):
    for table in TABLES:
        few, many = (table.every[level] or 10**9 for level in (lower, higher))
        assert few >= many, table.name


def test_the_measures_are_kept_each_month_at_every_level():
    measures = next(table for table in TABLES if table.name == "measures")
    assert set(measures.every.values()) == {1}


def test_every_line_of_the_summary_finds_its_column():
    kept = {table.name: {column.name for column in table.columns} for table in TABLES}
    assert [line.label for line in LINES if line.column not in kept[line.table]] == []
