"""Demands and answers that are given: they replace the draw, are kept with the run, and are checked before it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from giants.branch import branch_settings
from giants.compose import compose
from giants.config import as_tree, default_settings, settings
from giants.errors import InputError
from giants.records.store import load_run
from giants.run import run, write

ASKS = {"month": "2026-10", "sender": "USA", "issue": "migration_control", "instrument": "section_301", "size": 0.25,
        "deadline": 3}  # fmt: skip
HEAD = "month,sender,answer\n"


def words(*demands, months=8):
    rows = ", ".join("{" + ", ".join(f"{k}: {v}" for k, v in row.items()) + "}" for row in demands)
    return [f"months={months}", "record=monthly", f"scenario.demands=[{rows}]"]


@pytest.fixture(scope="module")
def usual():
    return compose()


@pytest.fixture
def answers(tmp_path):
    def write_file(text):
        file = tmp_path / "answers.csv"
        file.write_text(text, encoding="utf-8")
        return f"answers={file}"

    return write_file


def log(finished):
    frame = finished.frames()["events"]
    return frame[frame["actor"] == "USA"]


def test_a_demand_is_made_in_its_month_for_all_that_is_wanted_and_an_answer_grants_it(answers):
    frame = log(run(default_settings([*words(ASKS), answers(f"{HEAD}2026-11,USA,concede\n")])))
    given = frame[frame["given"]]
    assert given["outcome"].tolist() == ["threat", "deal"]
    assert given["date"].dt.strftime("%Y-%m").tolist() == ["2026-10", "2026-11"]
    asked, deal = (row for _, row in given.iterrows())
    assert (asked["issue"], asked["instrument"], asked["deadline"]) == ("migration_control", "section_301", 3)
    assert asked["asked"] == pytest.approx(asked["full"], abs=0.02)
    assert deal["granted"] == pytest.approx(deal["asked"])
    assert asked["text"].endswith("(The demand was given.)")


def test_a_target_that_waits_or_refuses_concedes_nothing_and_refusing_ends_the_talks(answers):
    wait = log(run(default_settings([*words(ASKS), answers(f"{HEAD}2026-10,USA,wait\n2026-11,USA,wait\n")])))
    refuse = log(run(default_settings([*words(ASKS), answers(f"{HEAD}2026-10,USA,refuse\n")])))
    assert wait[wait["given"]]["outcome"].tolist() == ["threat", "waited", "waited"]
    ended = refuse[refuse["given"]]["outcome"].tolist()
    assert ended[0] == "threat"
    assert ended[1] in ("imposed", "climbed", "withdrawn")
    assert refuse[refuse["given"]]["date"].dt.strftime("%Y-%m").tolist() == ["2026-10", "2026-10"]


def test_an_answer_without_a_demand_does_nothing_and_is_told(answers):
    silent = words({"month": "2026-10", "sender": "CHN", "issue": "none"})
    plain = run(default_settings(silent))
    told = run(default_settings([*silent, answers(f"{HEAD}2026-09,CHN,concede\n")]))
    frame = told.frames()["events"]
    given = frame[frame["given"]]
    assert given[["outcome", "issue", "instrument"]].to_numpy().tolist() == [["unheard", "", ""]]
    pd.testing.assert_frame_equal(plain.frames()["measures"], told.frames()["measures"], check_exact=True)


@pytest.mark.parametrize("tool", ["section_301", "cars_232"])
def test_without_threats_a_given_demand_is_not_made_and_nothing_is_imposed_for_it(tool):
    asks = ASKS | {"instrument": tool, "size": 0.25}
    off = run(default_settings([*words(asks), "threats=false"])).frames()
    plain = run(default_settings([*words(asks | {"issue": "none", "instrument": "''"}), "threats=false"])).frames()
    given = off["events"][off["events"]["given"]]
    assert given[["outcome", "issue", "instrument", "size"]].to_numpy().tolist() == [
        ["unmade", "migration_control", tool, 0.25]
    ]
    pd.testing.assert_frame_equal(off["measures"], plain["measures"], check_exact=True)


def test_a_sender_that_is_given_to_ask_nothing_makes_no_demand_in_that_month():
    free = log(run(default_settings(words(months=18))))
    first = free[free["outcome"] == "threat"].iloc[0]
    quiet = {"month": f"{first['date']:%Y-%m}", "sender": "USA", "issue": "none"}
    frame = log(run(default_settings(words(quiet, months=18))))
    assert not ((frame["outcome"] == "threat") & (frame["month"] <= first["month"])).any()


def test_a_run_repeats_itself_bit_for_bit_from_its_folder_without_the_file(answers, tmp_path):
    asked = [*words(ASKS), answers(f"{HEAD}2026-10,USA,wait\n2026-11,USA,share\n"), f"runs_dir={tmp_path}"]
    path, _ = write(run(default_settings([*asked, "name=one"])))
    (tmp_path / "answers.csv").unlink()
    kept = load_run(path)
    assert kept.config["answers"][1] == {"month": "2026-11", "sender": "USA", "answer": "share"}
    again, _ = write(run(settings(kept.config | {"name": "two"})))
    for table in kept.tables:
        assert (path / f"{table}.parquet").read_bytes() == (again / f"{table}.parquet").read_bytes()


def test_a_branch_may_bring_answers_from_its_first_month_on(answers, tmp_path):
    path, _ = write(run(default_settings([*words(ASKS), f"runs_dir={tmp_path}", "name=base"])))
    where = f"branch={path}@2026-11"
    finished = run(branch_settings([where, answers(f"{HEAD}2026-11,USA,concede\n"), "name=other"]))
    frame = finished.frames()["events"]
    assert "deal" in frame[frame["given"]]["outcome"].tolist()
    before = load_run(path).measures["index"].to_numpy()[:3]
    np.testing.assert_array_equal(finished.frames()["measures"]["index"].to_numpy()[:3], before)
    with pytest.raises(InputError, match="row 2, month: 2026-10 is before the branch, which begins in 2026-11"):
        branch_settings([where, answers(f"{HEAD}2026-10,USA,concede\n")])


def test_the_examples_of_the_page_are_good():
    examples = Path(__file__).resolve().parents[2] / "docs" / "examples"
    scenario = yaml.safe_load((examples / "given_demands.yaml").read_text(encoding="utf-8"))
    tree = as_tree(default_settings([f"answers={examples / 'answers.csv'}", "months=24"]))
    given = settings(tree | {"scenario": scenario | {"name": "given_demands"}})
    assert len(given.scenario.demands) == 3
    assert [one.answer for one in given.run.answers] == ["wait", "share", "concede", "refuse"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("month,who\n", "its columns must be month,sender,answer"),
        (f"{HEAD}2026-10,USA\n", "row 2: 3 values are needed"),
        (f"{HEAD}2026-10,USA,wait\n2026-11,BRA,wait\n", "row 3, sender: unknown 'BRA'; known are MEX, USA, CHN"),
        (f"{HEAD}2026-10,USA,conced\n", "row 2, answer: unknown 'conced'; did you mean 'concede'?"),
        (f"{HEAD}2026-13,USA,wait\n", "row 2, month: '2026-13' is no month; write it as 2029-03"),
        (f"{HEAD}2017-01,USA,wait\n", "row 2, month: 2017-01 is outside the run, which goes from 2026-08 to 2027-03"),
        (f"{HEAD}2026-10,USA,wait\n2026-10,USA,share\n", "row 3, month: 2026-10 has an answer to USA already"),
        (f"{HEAD}\n\n2026-10,USA,conced\n", "row 4, answer: unknown 'conced'"),
        (f"{HEAD}=1+1,USA,wait\n", "row 2, month: '=1+1' is no month"),
        (f'{HEAD}"2026-10,USA,wait\n', "cannot be read: unexpected end of data"),
    ],
)
def test_a_mistake_in_a_file_of_answers_is_one_line_with_row_and_column(answers, usual, text, line):
    file = answers(text).partition("=")[2]
    with pytest.raises(InputError) as refused:
        settings(usual | {"months": 8, "answers": file})
    assert line in str(refused.value)
    assert "answers.csv" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_of_answers_may_come_from_a_spreadsheet(answers):
    read = default_settings(["months=8", answers(f"\ufeff{HEAD}2026-10,USA,wait\n".replace("\n", "\r\n"))]).run.answers
    assert [(one.month, one.answer) for one in read] == [("2026-10", "wait")]


@pytest.mark.parametrize("value", [5, 1.5, True, float("nan"), {"month": "2026-10"}], ids=str)
def test_answers_that_are_neither_a_file_nor_rows_are_refused_in_one_line(usual, value):
    with pytest.raises(InputError, match=r"^answers=.*: name a file, as in answers=./answers.csv$"):
        settings(usual | {"answers": value})


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(InputError, match=r"answers=nowhere.csv: cannot be read: No such file"):
        default_settings(["answers=nowhere.csv"])


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"sender": "BRA"}, "demands.0.sender: input should be 'MEX', 'USA' or 'CHN'"),
        ({"issue": "migration"}, "demands.0: issue: unknown 'migration'; did you mean 'migration_control'?"),
        ({"issue": "tariff_relief"}, "demands.0.issue: tariff_relief is no demand of USA"),
        ({"instrument": "cars"}, "demands.0.instrument: 'cars' is no instrument of USA; did you mean 'cars_232'?"),
        ({"instrument": ""}, "demands.0: instrument: needed with an issue"),
        ({"size": 0.2}, "demands.0.size: section_301 comes at 0.1, 0.25, not at 0.2"),
        (
            {"instrument": "surcharge_122", "size": 0.1},
            "demands.0.month: surcharge_122 may be used from 2026-03 on, and before 2026-08",
        ),
        ({"month": "2037-01"}, "demands.0.month: 2037-01 is outside the run, which goes from 2026-08 to 2027-03"),
        ({"deadline": 0}, "demands.0.deadline: input should be greater than or equal to 1"),
    ],
)
def test_a_mistake_in_a_demand_is_one_line_with_row_and_column(usual, change, line):
    tree = usual | {"months": 8, "scenario": usual["scenario"] | {"demands": [ASKS | change]}}
    with pytest.raises(InputError) as refused:
        settings(tree)
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_demands_of_one_sender_at_once_are_refused_by_row():
    with pytest.raises(InputError, match=r"demands.1.month: USA makes one demand at a time, and that of row 0 stands"):
        default_settings(words(ASKS, ASKS | {"month": "2026-12"}))
    default_settings(words(ASKS, ASKS | {"month": "2027-01"}))
