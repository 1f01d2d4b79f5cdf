"""The command as a user meets it: a small sweep of real runs, planned, computed, replayed and read back."""

import json
import shutil

import numpy as np
import pytest

import giants
from giants.sweep_cli import main

WORDS = ("name=first", "mexico=status_quo,calibrated_autonomy", "seed=3,4", "months=3", "engine=serial")


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """Run giants-sweep in a folder of its own: returns (exit status, standard output, standard error)."""
    import contextlib
    import io
    import os

    place = tmp_path_factory.mktemp("command")

    def run(*words):
        out, err, before = io.StringIO(), io.StringIO(), os.getcwd()
        os.chdir(place)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
                main(words)
        finally:
            os.chdir(before)
        return ended.value.code, out.getvalue(), err.getvalue()

    run.place = place
    return run


@pytest.fixture(scope="module")
def finished(command):
    status, out, _ = command(*WORDS)
    assert status == 0, out
    return command.place / "runs" / "first"


def test_a_dry_run_tells_number_time_and_room_and_writes_nothing(command):
    status, out, _ = command("name=dry", *WORDS[1:], "--dry-run")
    assert status == 0
    assert "4 runs = 2 compositions x 2 seeds" in out
    assert "on disk" in out
    assert "timed once" in out
    assert not (command.place / "runs" / "dry").exists()


def test_a_sweep_of_real_runs_is_read_back_with_its_labels(finished):
    frame = giants.load_sweep(finished)
    assert list(frame["mexico"]) == ["status_quo"] * 2 + ["calibrated_autonomy"] * 2
    assert list(frame["seed"]) == [3, 4, 3, 4]
    assert frame["status"].eq("SUCCEEDED").all()
    assert np.isfinite(frame["real_income_mex_end"]).all()
    assert frame["real_income_mex_end"].nunique() == 4
    assert list(giants.load_sweep(finished, columns=["seed"])) == ["run_id", "seed"]


def test_the_same_command_again_has_nothing_to_do(command, finished):
    before = sorted(p.name for p in finished.rglob("*.parquet"))
    status, out, err = command(*WORDS)
    assert status == 0
    assert "4 runs are there, 0 to do" in err
    assert "4 succeeded" in out
    assert sorted(p.name for p in finished.rglob("*.parquet")) == before


def test_status_resume_and_a_worker_agree_that_all_is_done(command, finished):
    for words in (("status", "runs/first"), ("resume", "runs/first"), ("worker", "runs/first", "--shard", "0/2")):
        status, out, _ = command(*words)
        assert status == 0
        assert "4 runs, 4 succeeded, 0 failed" in out


def test_a_planned_sweep_is_computed_by_workers_to_the_same_table(command, finished):
    status, out, _ = command("name=planned", *WORDS[1:], "--plan")
    assert status == 0
    assert "--shard I/N" in out
    assert command("status", "runs/planned")[0] == 1
    assert command("worker", "runs/planned", "--shard", "1/2")[0] == 1
    assert command("worker", "runs/planned", "--shard", "0/2")[0] == 0
    assert giants.load_sweep(command.place / "runs" / "planned").equals(giants.load_sweep(finished))


def test_any_run_is_replayed_exactly(command, finished):
    status, out, _ = command("replay", "runs/first", "2")
    assert status == 0
    assert "numbers are the same" in out
    run = giants.load_run(finished / "replays" / "run-2")
    assert run.config["mexico"]["name"] == "calibrated_autonomy"
    assert run.manifest["seed"] == 3
    stored = giants.load_sweep(finished).set_index("run_id").loc[2]
    assert run.summary["real_income_mex_end"] == stored["real_income_mex_end"]


def test_the_manifest_says_what_it_takes_to_repeat_the_sweep(finished):
    manifest = json.loads((finished / "manifest.json").read_text())
    assert manifest["runs"] == 4
    assert manifest["command"].startswith("giants-sweep name=first")
    assert manifest["months"] == 3
    assert manifest["record"] == "summary"
    assert {"depends", "packages", "design", "uncertainty", "digests"} <= set(manifest)


def test_a_changed_sweep_of_the_same_name_is_refused(command, finished):
    status, _, err = command(*WORDS[:-2], "months=4", "engine=serial")
    assert status == 2
    assert "differs in: trees" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("status", "nowhere"), "not the folder of a sweep"),
        (("resume", "nowhere"), "not the folder of a sweep"),
        (("replay", "runs/first", "99"), "there is no run 99"),
        (("replay", "runs/first", "1", "months=9"), "only name"),
        (("name=t", "mexico=nobody"), "nobody"),
        (("name=t", "seed=1,2", "engine=serial", "timeout=5"), "only the local engine"),
    ],
)
def test_mistakes_are_one_line_and_status_2(command, finished, words, message):
    status, _, err = command(*words)
    assert status == 2
    assert message in err
    assert err.count("\n") == 1


def test_a_folder_of_another_version_is_told_in_one_line(command, finished):
    old = command.place / "runs" / "old"
    shutil.copytree(finished, old)
    definition = json.loads((old / "definition.json").read_text())
    del definition["family"]
    (old / "definition.json").write_text(json.dumps(definition))
    status, _, err = command("status", "runs/old")
    assert status == 2
    assert "written by another one" in err
    assert err.count("\n") == 1


def test_an_experiment_names_its_figures_when_it_is_done(command):
    words = ("experiment=nearshoring", "scenario=baseline_2026", "seed=1", "months=1", "engine=serial")
    status, out, _ = command(*words)
    assert status == 0
    assert "2 runs, 2 succeeded" in out
    assert "draw it: giants-analyse states runs/nearshoring" in out
    assert "suppliers" in json.loads((command.place / "runs" / "nearshoring" / "manifest.json").read_text())["question"]


def test_monthly_records_are_kept_and_read_with_labels(command):
    status, *_ = command("name=monthly", *WORDS[1:], "record=monthly")
    assert status == 0
    frame = giants.load_sweep(command.place / "runs" / "monthly", "measures", columns=["real_income_mex"])
    assert len(frame) == 4 * 3
    assert set(frame["mexico"]) == {"status_quo", "calibrated_autonomy"}
