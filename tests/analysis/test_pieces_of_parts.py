"""Tables read a few runs at a time say what the whole says; a tree and a sentence say the same each time."""

import shutil

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from giants.analysis import ensemble, load, words
from giants.analysis.compare.figures import _sentence
from giants.analysis.discovery.numbers import cart
from giants.sweep.folder import Folder, read_table


@pytest.mark.parametrize("rows", [1, 4, 5, 100])
def test_frames_cut_no_run_in_two_and_lose_no_row(monkeypatch, rows):
    monkeypatch.setattr(ensemble, "ROWS", rows)
    ids = np.repeat([3, 1, 7, 2], [4, 1, 6, 2])
    frames = list(ensemble._whole_runs(pa.table({"run_id": ids, "row": np.arange(13)})))
    assert pd.concat(frames)["row"].tolist() == list(range(13))
    assert sum(f["run_id"].nunique() for f in frames) == 4
    assert max(map(len, frames)) < rows + 6  # the rows asked for, up to those of one run more


def test_means_added_up_in_pieces_are_those_of_the_whole(sweep, monkeypatch):
    monkeypatch.setattr(ensemble, "ROWS", 50)
    runs = load(sweep)
    frame = runs.table("states", ["month", "state", "homicides"], every=1)
    got = runs.means("states", ["homicides"], ["state"]).set_index(["strategy", "month", "state"])["homicides"]
    want = frame.groupby(["strategy", "month", "state"], observed=True)["homicides"].mean()
    assert got.sort_index().to_numpy() == pytest.approx(want.sort_index().to_numpy(), rel=1e-5)
    ends = runs.means("states", ["homicides"], ["state"], ends=True)
    assert set(ends["month"]) == {frame["month"].min(), frame["month"].max()}


def test_what_is_made_of_each_run_does_not_depend_on_where_parts_are_cut(sweep, monkeypatch):
    runs = load(sweep)

    def summed(piece):
        return piece.groupby("run_id", as_index=False)["homicides"].sum()

    whole = runs.table("states", ["homicides"], every=1, each=summed)
    monkeypatch.setattr(ensemble, "ROWS", 1)
    cut = runs.table("states", ["homicides"], every=1, each=summed)
    assert len(whole) == len(runs.runs)
    pd.testing.assert_frame_equal(cut, whole)


def test_a_run_that_is_in_two_parts_counts_once(sweep, tmp_path):
    """As after a merge that was cut short: the merged part is there, and one of those that it replaces still is."""
    twice = tmp_path / "twice"
    shutil.copytree(sweep, twice)
    folder = Folder(twice)
    whole, part = read_table(next(folder.parts())), folder.look(next(folder.parts()), folder.definition().size)
    names = {name: read_table(twice / "parts" / name / file) for name, file in part.tables.items()}
    some = pa.array(whole["run_id"].to_numpy() >= 7)
    late = {name: t.filter(pa.array(t["run_id"].to_numpy() >= 7)) for name, t in names.items()}
    folder.save(whole.filter(some).replace_schema_metadata(None), late)
    assert len(list(folder.parts())) == 2
    once, again = load(sweep), load(twice)
    pd.testing.assert_frame_equal(again.runs, once.runs)
    assert again.tables == once.tables
    for runs in (once, again):
        assert len(runs.table("measures", ["month", "index"], every=1, labels=False)) == 12 * 14
    rows, means = [], []
    for runs in (once, again):
        table = runs.table("states", ["month", "state", "homicides"]).astype({"state": str})
        rows.append(table.sort_values(["run_id", "month", "state"], ignore_index=True))
        mean = runs.means("states", ["homicides"], ["state"]).astype({"state": str})
        means.append(mean.sort_values(["strategy", "month", "state"], ignore_index=True))
    pd.testing.assert_frame_equal(*rows)
    pd.testing.assert_frame_equal(*means)


def test_the_order_of_rows_does_not_depend_on_which_runs_share_a_part(sweep, tmp_path):
    """As where a sweep has computed the strategies of a point side by side."""
    other = tmp_path / "other"
    shutil.copytree(sweep, other)
    folder = Folder(other)
    whole, part = read_table(next(folder.parts())), folder.look(next(folder.parts()), folder.definition().size)
    files = {name: other / "parts" / name / file for name, file in part.tables.items()}
    names = {name: read_table(file) for name, file in files.items()}
    for odd in (1, 0):
        some = {n: t.filter(pa.array(t["run_id"].to_numpy() % 2 == odd)) for n, t in {"runs": whole, **names}.items()}
        folder.save(some.pop("runs").replace_schema_metadata(None), some)
    for file in [part.path, *files.values()]:
        file.unlink()
    assert len(list(folder.parts())) == 2
    tables = [load(one).table("states", ["month", "state", "homicides"], every=1) for one in (sweep, other)]
    pd.testing.assert_frame_equal(*(table.astype({"state": str}) for table in tables))


def test_the_tree_is_the_same_each_time_and_leaves_the_generator_alone():
    u = (np.arange(200) * np.sqrt(2)) % 1
    x = pd.DataFrame(dict.fromkeys("abcd", u))  # equal splits, between which chance chooses
    tables = []
    for seed in range(3):
        np.random.seed(seed)  # noqa: NPY002
        before = np.random.get_state()[1].copy()  # noqa: NPY002
        tables.append(cart(x, u > 0.6))
        assert np.array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    for other in tables[1:]:
        pd.testing.assert_frame_equal(other, tables[0])


@pytest.mark.parametrize(("numbers", "told"), [
    ((0.0179, -0.0189, 0.0548), "+0.018 (95% interval -0.019 to +0.055)"),
    ((-0.402, -0.666, -0.137), "-0.40 (95% interval -0.67 to -0.14)"),
    ((-0.00001, -0.2, 0.2), "+0.00 (95% interval -0.20 to +0.20)"),
    ((0.25, np.nan, np.nan), "+0.25 (one seed, no interval)"),
    ((0.0, 0.0, 0.0), "+0.000 (95% interval +0.000 to +0.000)"),
])  # fmt: skip
def test_a_change_and_its_interval_have_equal_digits(numbers, told):
    assert words.change(*numbers) == told


def difference(strategy, value):
    return {"strategy": strategy, "measure": "index", "difference": value, "low": value - 0.001, "high": value + 0.001}


def test_one_strategy_is_not_called_the_best_and_a_loss_is_not_called_a_gain():
    lost = [difference("iron_fist", -0.02), difference("defiance", -0.05)]
    one = _sentence(pd.DataFrame(lost[1:]), "index", "status_quo")
    assert "best" not in one
    assert "defiance against status quo, -0.0500" in one
    assert "none does better than status quo; the nearest is iron fist" in _sentence(
        pd.DataFrame(lost), "index", "status_quo"
    )
    gain = pd.DataFrame([*lost, difference("adaptive_autonomy", 0.03)])
    assert "ahead of status quo is adaptive autonomy" in _sentence(gain, "index", "status_quo")
