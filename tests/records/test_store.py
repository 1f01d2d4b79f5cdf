import json
import os
import subprocess
from pathlib import Path

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
    files = ["config.yaml", "manifest.json", "measures.parquet", "summary.json", "summary.txt"]
    assert run.manifest == {"seed": 7, "largest_market_residual": 1e-12, "files": files}
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


def test_overwriting_touches_nothing_that_the_run_did_not_write(tmp_path):
    one = write_run(tmp_path / "one", **content(1.0), extra={"old.txt": "x"})
    (one / "analysis").mkdir()
    (one / "analysis" / "figure.png").write_bytes(b"drawn")
    (one / "notes.md").write_text("mine")
    write_run(one, **content(2.0), overwrite=True)
    assert (one / "analysis" / "figure.png").read_bytes() == b"drawn"
    assert (one / "notes.md").read_text() == "mine"
    assert not (one / "old.txt").exists()
    assert load_run(one).measures["index"][0] == 2.0


def test_a_file_of_the_users_own_is_not_replaced_by_a_new_one_of_its_name(tmp_path):
    one = write_run(tmp_path / "one", **content(1.0))
    (one / "summary.txt").write_text("mine")
    with pytest.raises(InputError, match=r"summary\.txt is not a file of the run"):
        write_run(one, **content(2.0), extra={"summary.txt": "theirs"}, overwrite=True)
    assert (one / "summary.txt").read_text() == "mine"
    assert load_run(one).measures["index"][0] == 1.0


@pytest.mark.parametrize("files", [["../keep.txt"], ["/etc/x.txt"], ["keep"], [], "summary.txt", None, [["a.txt"]], {}])
def test_a_forged_list_of_files_deletes_nothing(tmp_path, files):
    one = write_run(tmp_path / "one", **content())
    (tmp_path / "keep.txt").write_text("outside")
    (one / "keep").write_text("inside")
    told = json.loads((one / "manifest.json").read_text())
    (one / "manifest.json").write_text(json.dumps({**told, "files": files}))
    with pytest.raises(InputError, match="no run that lists its files"):
        write_run(one, **content(2.0), overwrite=True)
    assert (tmp_path / "keep.txt").exists()
    assert (one / "keep").exists()


def test_links_in_a_run_folder_are_not_followed(tmp_path):
    one, outside = write_run(tmp_path / "one", **content()), tmp_path / "outside.parquet"
    outside.write_bytes((one / "measures.parquet").read_bytes())
    (one / "secret.parquet").symlink_to(outside)
    assert load_run(one).tables == ("measures",)
    (one / "measures.parquet").unlink()
    (one / "measures.parquet").symlink_to(outside)
    write_run(one, **content(2.0), overwrite=True)
    assert pd.read_parquet(outside)["index"][0] == 1.0
    assert load_run(one).measures["index"][0] == 2.0
    (one / "manifest.json").rename(tmp_path / "manifest.json")
    (one / "manifest.json").symlink_to(tmp_path / "manifest.json")
    with pytest.raises(InputError, match="lacks manifest"):
        load_run(one)


@pytest.mark.parametrize("step", range(1, 8))
def test_a_replacement_that_is_cut_short_leaves_no_run_of_two_halves_and_can_be_done_again(tmp_path, monkeypatch, step):
    one = write_run(tmp_path / "one", **content(1.0), extra={"old.txt": "x"})
    (one / "notes.md").write_text("mine")
    steps = []

    def cut(real):
        def done(path, *others, **options):
            steps.append(path)
            if len(steps) == step:
                raise OSError(5, "power is lost")
            return real(path, *others, **options)

        return done

    monkeypatch.setattr(Path, "replace", cut(Path.replace))
    monkeypatch.setattr(Path, "unlink", cut(Path.unlink))
    with pytest.raises(InputError, match="power is lost"):
        write_run(one, **content(2.0), extra={"new.txt": "y"}, overwrite=True)
    monkeypatch.undo()
    if (one / "manifest.json").exists():
        assert load_run(one).measures["index"][0] == 1.0
        assert (one / "old.txt").exists()
    else:
        with pytest.raises(InputError, match=r"lacks manifest\.json"):
            load_run(one)
    write_run(one, **content(3.0), extra={"new.txt": "z"}, overwrite=True)
    assert load_run(one).measures["index"][0] == 3.0
    assert (one / "notes.md").read_text() == "mine"
    assert sorted(os.listdir(one)) == sorted([*load_run(one).manifest["files"], "notes.md"])


def test_overwrite_never_removes_a_folder_that_is_not_a_run(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="no run that lists its files"):
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
    with pytest.raises(InputError, match=r"cannot write .*No space"):
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


def test_the_commit_is_that_of_the_checkout_and_absent_elsewhere(tmp_path, monkeypatch):
    assert commit_of(tmp_path) == (None, None)
    here = tmp_path / "checkout"
    own = {"user.name": "a", "user.email": "a@example.org", "commit.gpgsign": "false", "core.hooksPath": os.devnull}
    git = ["git", "-C", str(here), *(word for key, value in own.items() for word in ("-c", f"{key}={value}"))]
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    (here / "file").write_text("1")
    subprocess.run([*git, "add", "file"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "one"], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path))  # as in a hook of another checkout
    (here / "file").write_text("2")
    commit, dirty = commit_of(here)
    assert commit is not None
    assert len(commit) == 40
    assert dirty is True
