import json
import os
import subprocess

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from giants.errors import InputError
from giants.records import load_run, write_run
from giants.records.manifest import commit_of, manifest


def content(value=1.0):
    return {
        "tables": {"measures": pa.table({"month": [0, 1], "index": [value, 0.5]})},
        "config": {"seed": 7, "mexico": {"rule": "status_quo"}},
        "manifest": {"seed": np.int64(7), "largest_market_residual": np.float64(1e-12)},
        "summary": {"index": np.float64(0.5), "agency": float("nan"), "labels": ("a", None, True)},
    }


def test_a_run_reads_back_as_it_was_written(tmp_path):
    run = load_run(write_run(tmp_path / "runs" / "one", **content(), extra={"summary.txt": "índice"}))
    assert run.config == {"seed": 7, "mexico": {"rule": "status_quo"}}
    assert run.manifest == {"seed": 7, "largest_market_residual": 1e-12}
    assert run.summary == {"index": 0.5, "agency": None, "labels": ["a", None, True]}
    pd.testing.assert_frame_equal(run.measures, pd.DataFrame({"month": [0, 1], "index": [1.0, 0.5]}))
    assert (run.path / "summary.txt").read_text(encoding="utf-8") == "índice"


def test_an_existing_folder_is_not_replaced_by_accident(tmp_path):
    write_run(tmp_path / "one", **content(1.0))
    with pytest.raises(InputError, match="overwrite=true"):
        write_run(tmp_path / "one", **content(2.0))
    assert load_run(tmp_path / "one").measures["index"][0] == 1.0


def test_an_existing_run_is_replaced_when_asked_and_nothing_stays_beside_it(tmp_path):
    write_run(tmp_path / "one", **content(1.0), extra={"old.txt": "x"})
    write_run(tmp_path / "one", **content(2.0), overwrite=True)
    assert load_run(tmp_path / "one").measures["index"][0] == 2.0
    assert not (tmp_path / "one" / "old.txt").exists()
    assert os.listdir(tmp_path) == ["one"]


def test_overwrite_never_removes_a_folder_that_is_not_a_run(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="not a run folder"):
        write_run(tmp_path, **content(), overwrite=True)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "one").write_text("")
    with pytest.raises(InputError, match="not a folder"):
        write_run(tmp_path / "one", **content())


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "one").mkdir()
    assert load_run(write_run(tmp_path / "one", **content())).tables == ("measures",)


def test_a_failure_while_writing_leaves_nothing(tmp_path, monkeypatch):
    def broken(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="No space"):
        write_run(tmp_path / "one", **content())
    assert os.listdir(tmp_path) == []


def test_numbers_that_are_missing_are_null_and_never_nan_in_json(tmp_path):
    write_run(tmp_path / "one", **content())
    assert "NaN" not in (tmp_path / "one" / "summary.json").read_text()


def test_a_missing_run_is_one_clear_line(tmp_path):
    with pytest.raises(InputError, match="there is no run folder"):
        load_run(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["config.yaml", "manifest.json", "summary.json"])
def test_a_partial_run_names_what_it_lacks(tmp_path, name):
    (write_run(tmp_path / "one", **content()) / name).unlink()
    with pytest.raises(InputError, match=f"lacks {name}"):
        load_run(tmp_path / "one")


def test_a_broken_manifest_is_said_in_one_line(tmp_path):
    (write_run(tmp_path / "one", **content()) / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="is broken") as caught:
        load_run(tmp_path / "one")
    assert "\n" not in str(caught.value)


def test_a_broken_table_is_named(tmp_path):
    run = load_run(write_run(tmp_path / "one", **content()))
    (run.path / "measures.parquet").write_bytes(b"not parquet")
    with pytest.raises(InputError, match="table measures"):
        run.measures  # noqa: B018


def test_a_table_that_was_not_kept_names_those_that_were(tmp_path):
    with pytest.raises(InputError, match=r"no table 'cartels' \(it has measures\)"):
        load_run(write_run(tmp_path / "one", **content())).cartels  # noqa: B018


def test_the_manifest_is_enough_to_repeat_a_run():
    written = manifest(
        seed=3,
        months=2,
        start="2026-08",
        seconds={"trade": 0.12345678},
        largest_residual=1e-13,
        citations=["A (2015)", "B (2023)", "A (2015)"],
    )
    assert written["citations"][-2:] == ["A (2015)", "B (2023)"]
    assert len(set(written["citations"])) == len(written["citations"]) > 10
    assert written["seconds"] == {"trade": 0.1235}
    assert set(written["packages"]) >= {"mesa", "numpy", "hydra-core"}
    assert json.loads(json.dumps(written)) == written


def test_the_commit_is_that_of_the_checkout_and_absent_elsewhere(tmp_path):
    assert commit_of(tmp_path) == (None, None)
    here = tmp_path / "checkout"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(here)]
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    (here / "file").write_text("1")
    subprocess.run([*git, "add", "file"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "one"], check=True)
    (here / "file").write_text("2")
    commit, dirty = commit_of(here)
    assert commit is not None
    assert len(commit) == 40
    assert dirty is True
