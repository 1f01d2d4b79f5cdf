"""Two folders compared: common seeds are paired, and the settings that differ are listed."""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from giants.analysis.compare import two
from giants.analysis.ensemble import load
from giants.analysis.result import Result, harmless, save
from giants.errors import InputError


def frame(lead, seeds, strategies=("a", "b")):
    rows = [(s, seed, 10.0 * seed + lead * (s == "b")) for s in strategies for seed in seeds]
    return pd.DataFrame(rows, columns=["strategy", "seed", "index"])


def test_common_seeds_are_paired_and_others_left_out(made):
    table = two.paired(made(frame(0.0, (0, 1, 2))), made(frame(0.5, (1, 2, 3))), ["index"]).set_index("group")
    assert table.loc["b", ["difference", "low", "high", "pairs"]].tolist() == pytest.approx([0.5, 0.5, 0.5, 2])
    assert table.loc["a", "difference"] == 0


def test_labels_that_the_folders_do_not_share_are_what_is_compared(made):
    table = two.paired(made(frame(0.0, (0, 1), ("a",))), made(frame(2.0, (0, 1), ("b",))), ["index"])
    assert table["group"].tolist() == ["all"]
    assert table["difference"].tolist() == [2.0]


def test_folders_without_a_common_seed_are_refused(made):
    with pytest.raises(InputError, match="has its like in"):
        two.paired(made(frame(0.0, (0,))), made(frame(0.0, (7,))), ["index"])


def test_settings_that_differ_are_named_with_both_values_and_where_a_run_is_written_is_none(one_run):
    run = load(one_run)
    config = deepcopy(dict(run.single.config))
    config["months"], config["name"] = 99, "elsewhere"
    other = replace(run, single=replace(run.single, config=config))
    assert two.settings_apart(run, run).empty
    apart = two.settings_apart(run, other)
    assert apart["setting"].tolist() == ["months"]
    assert apart["b"].tolist() == ["99"]


def test_two_runs_of_one_seed_differ_without_an_interval(one_run):
    told = two.result(load(one_run), load(one_run), ["index"])
    assert told.sentences[0] == "Both have the same settings."
    assert "one seed, no interval" in told.sentences[1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"])
def test_no_text_of_a_table_is_taken_for_a_formula(text):
    made = harmless(pd.DataFrame({text: [text, "plain"], "n": [-1.5, 2.0]}))
    assert made.columns[0] == f"'{text}"
    assert made.iloc[0, 0] == f"'{text}"
    assert made.iloc[1, 0] == "plain"
    assert made["n"].tolist() == [-1.5, 2.0]


def test_a_workbook_has_a_sheet_for_each_table_and_the_numbers_of_the_csv(tmp_path):
    pytest.importorskip("openpyxl")
    tables = {"": pd.DataFrame({"x": [1.5, -2.0], "t": ["=HYPERLINK(1)", "b"]}), "more": pd.DataFrame({"y": [3]})}
    written = save(Result("made", "", (), tables), tmp_path, export="xlsx")
    assert [path.name for path in written] == ["made.csv", "made_more.csv", "made.xlsx"]
    book = pd.read_excel(tmp_path / "made.xlsx", sheet_name=None)
    assert list(book) == ["made", "more"]
    assert np.array_equal(book["made"]["x"], [1.5, -2.0])
    assert book["made"]["t"].tolist() == ["'=HYPERLINK(1)", "b"]
