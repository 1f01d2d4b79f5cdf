from types import SimpleNamespace

import numpy as np
import pytest

from giants.errors import InputError
from giants.records.arrow import arrow_tables, frames
from giants.records.recorder import Recorder
from giants.records.schema import COLUMNS, LEVELS, Axis, Column, Event, Table, of, part, parts, total
from giants.records.store import parquet_bytes
from giants.symbols import ECONOMIES, MEX, STATES
from giants.world import World

ECONOMY = Axis("economy", ECONOMIES)
TOY = (
    Table(
        "measures",
        (),
        (
            of("measures.index"),
            part("society.approval", MEX, "approval_mexico"),
            *parts("society.approval", ECONOMIES, "approval"),
            total("security.homicides", "homicides"),
        ),
    ),
    Table(
        "economies",
        (ECONOMY,),
        (of("society.approval"), of("trade.real_income", "income")),
        {"summary": 0, "yearly": 12, "monthly": 1, "full": 1},
    ),
    Table("states", (Axis("state", STATES),), (of("security.homicides"),), dict.fromkeys(LEVELS, 1), "homicides"),
)


def run(level="monthly", months=5, planned=None, tables=TOY):
    w, recorder = World(), Recorder(level, planned or months, "2026-08", tables)
    for month in range(months):
        w.calendar.month[...] = month
        w.society.approval[:] = month + np.arange(len(ECONOMIES)) / 10
        w.security.homicides[8] = month
        recorder.append(w)
    recorder.finish(w)
    return recorder


def test_each_month_stands_on_its_own_row_with_its_date():
    measures = frames(run())["measures"]
    assert measures["month"].tolist() == [0, 1, 2, 3, 4]
    assert measures["date"].dt.strftime("%Y-%m").tolist() == ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]
    assert measures["approval_mexico"].tolist() == [0, 1, 2, 3, 4]
    assert measures["approval_usa"].tolist() == pytest.approx([0.1, 1.1, 2.1, 3.1, 4.1])
    assert measures["homicides"].tolist() == [0, 1, 2, 3, 4]


def test_a_recorded_value_does_not_move_with_the_world():
    w, recorder = World(), Recorder("full", 3, "2026-08", TOY)
    recorder.append(w)
    w.society.approval[:] = 0.9
    assert frames(recorder)["economies"]["approval"].tolist() == [0.5] * len(ECONOMIES)


def test_axes_are_ordered_codes_beside_their_values():
    economies = frames(run())["economies"]
    assert len(economies) == 5 * len(ECONOMIES)
    assert economies["economy"].cat.categories.tolist() == list(ECONOMIES)
    row = economies[(economies["month"] == 3) & (economies["economy"] == "CHN")]
    assert row["approval"].item() == pytest.approx(3.2)


def test_codes_of_an_axis_can_be_replaced_by_name():
    recorder = Recorder("full", 1, "2026-08", TOY, codes={"economy": [f"e{i}" for i in range(10)]})
    recorder.append(World())
    assert frames(recorder)["economies"]["economy"].tolist()[:2] == ["e0", "e1"]


@pytest.mark.parametrize("codes", [["a"] * 10, ["a", "b"]])
def test_codes_that_do_not_tell_the_rows_apart_are_refused(codes):
    with pytest.raises(ValueError, match="axis economy needs 10 different codes"):
        Recorder("full", 1, "2026-08", TOY, codes={"economy": codes})


def test_yearly_detail_keeps_the_first_the_twelfth_and_the_last_month():
    assert sorted(set(frames(run("yearly", 30))["economies"]["month"])) == [0, 11, 23, 29]


def test_summary_detail_keeps_the_measures_only_and_no_log():
    recorder = run("summary", 6)
    recorder.event(Event(1, "threat", "USA", "MEX"))
    assert set(frames(recorder)) == {"measures", "states"}


def test_a_run_longer_than_planned_is_kept_whole():
    assert frames(run(months=40, planned=3))["measures"]["month"].tolist() == list(range(40))


def test_finish_after_append_of_the_same_month_adds_nothing():
    recorder = run("monthly", 2)
    w = World()
    w.calendar.month[...] = 1
    recorder.finish(w)
    assert len(frames(recorder)["measures"]) == 2


def test_rows_of_absent_things_are_left_out():
    states = frames(run(months=3))["states"]
    assert states["state"].tolist() == ["09", "09"]
    assert states["month"].tolist() == [1, 2]


def test_the_log_keeps_codes_and_numbers_in_order_and_finds_words_for_them():
    recorder = run()
    asked = Event(2, "bargaining", "USA", "MEX", "fentanyl_enforcement", "cars_232", 0.25, outcome="threat",
                  form="statement", deadline=1, loss_target=0.0, belief=0.5)  # fmt: skip
    recorder.event(asked)
    recorder.event(asked._replace(month=3, outcome="deal", value=0.4))
    log = frames(recorder)["events"]
    assert log["outcome"].tolist() == ["threat", "deal"]
    assert log["size"].tolist()[0] == 0.25
    assert np.isnan(log["value"].tolist()[0])
    assert log["date"].dt.strftime("%Y-%m").tolist() == ["2026-10", "2026-11"]
    assert log["episode"].tolist() == [1, 1]
    assert log["text"][1] == (
        "Mexico granted the United States 40% of its full demand on enforcement against fentanyl and avoided a 25% "
        "tariff on cars."
    )


def test_an_empty_log_is_a_table_with_the_same_columns():
    assert frames(run())["events"].columns.tolist() == ["month", "date", "episode", *COLUMNS, "text"]


@pytest.mark.parametrize(("level", "kept"), [("summary", False), ("yearly", False), ("monthly", True), ("full", True)])
def test_what_could_have_been_threatened_instead_is_a_table_where_months_are_kept(level, kept):
    recorder = run(level)
    other = SimpleNamespace(instrument="metals_232", size=0.5, value=0.1, concede=0.4)
    recorder.event(Event(2, "bargaining", "USA", "MEX", outcome="threat", form="order", alternatives=(other, other)))
    tables = frames(recorder)
    assert ("alternatives" in tables) == kept
    if kept:
        assert (
            tables["alternatives"][["month", "actor", "instrument", "value"]].to_numpy().tolist()
            == [[2, "USA", "metals_232", 0.1]] * 2
        )


def test_equal_runs_give_equal_bytes_and_unequal_runs_do_not():
    first, again = (arrow_tables(run())["economies"] for _ in range(2))
    assert parquet_bytes(first) == parquet_bytes(again)
    assert parquet_bytes(first) != parquet_bytes(arrow_tables(run(months=6))["economies"])


def test_units_travel_with_the_columns():
    field = arrow_tables(run())["economies"].schema.field("income")
    assert field.metadata == {b"unit": b"factor on 2023", b"label": b"real national income"}


def test_a_column_of_the_wrong_shape_is_named():
    bad = Table("economies", (ECONOMY,), (of("security.homicides"),))
    recorder = Recorder("full", 1, "2026-08", [bad])
    recorder.append(World())
    with pytest.raises(ValueError, match=r"column homicides of table economies has shape \(32,\)"):
        recorder.columns("economies")


@pytest.mark.parametrize("name", ["trade.nothing", "approval", ""])
def test_a_symbol_that_does_not_exist_is_named(name):
    with pytest.raises(ValueError, match="not in the table of symbols"):
        of(name)


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two columns named month"):
        Table("measures", (), (Column("month", "-", "a clash", ("calendar.month",), lambda w: w.calendar.month),))


def test_an_unknown_level_names_the_known_ones():
    with pytest.raises(InputError, match=r"'everything'.*summary, yearly, monthly, full"):
        Recorder("everything", 1, "2026-08", TOY)
