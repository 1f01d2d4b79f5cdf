"""The `giants` command: what works, and what a mistake looks like (one line, status 2, no traceback, no file)."""

import json
import re
import subprocess
import sys

import pytest

from giants.__main__ import main
from giants.compose import compose, conf_dir
from giants.config import settings
from giants.errors import InputError
from giants.records import load_run
from giants.sweep.axes import sweep_from


def command(monkeypatch, *words):
    """Run `giants` here and return its exit status."""
    monkeypatch.setattr(sys, "argv", ["giants", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


MISTAKES = {
    "an unknown key": (["monhts=3"], ["monhts", "months"]),
    "an unknown strategy": (["mexico=us_alignmnt"], ["mexico", "us_alignmnt", "us_alignment"]),
    "an unknown scenario": (["scenario=tariff_shok"], ["scenario", "tariff_shock"]),
    "an unknown plank rule": (["mexico/security=dual_trak"], ["mexico/security", "dual_track"]),
    "an unknown field of a rule": (["mexico.security.kingpn=2"], ["mexico.security.kingpn", "kingpin"]),
    "a wrong type": (["months=abc"], ["months", "integer", "abc"]),
    "a start before the data": (["start=2020-01"], ["start", "2020-01", "2023-01"]),
    "an added key": (["+foo=3"], ["foo", "unknown key"]),
    "a list for numbers by code": (["trade.theta_long=[3,4]"], ["trade.theta_long: a list", "trade.theta_long.CODE="]),
    "a number for an unknown code": (["+trade.theta_long.CARS=3"], ["trade.theta_long", "CARS", "AUT"]),
    "an issue that is not listed": (["+issues.dialogue={}"], ["issues", "dialogue", "known"]),
    "an override that is no override": (["months"], ["months"]),
    "an override that is not closed": (["mexico={"], ["mexico={", "KEY=VALUE"]),
    "an option that does not exist": (["--foo"], ["--foo", "KEY=VALUE", "--help"]),
    "a view that does not exist": (["--cfg", "jbo"], ["--cfg", "jbo", "job"]),
    "a view of many runs": (["-m", "--cfg", "job", "seed=0,1"], ["--cfg", "-m"]),
    "many runs of no strategy": (["-m", "mexico=glob(zz*)"], ["mexico=glob(zz*)", "no value"]),
    "many runs of no seed": (["-m", "months=1", "seed=range(0,0)"], ["seed=range(0,0)", "no value"]),
    "a group set to nothing": (["mexico=null"], ["mexico=null", "status_quo"]),
    "a group set to a number": (["mexico=1"], ["mexico=1", "status_quo"]),
    "a group of tables set to a number": (["issues=1"], ["issues=1", "default"]),
    "a group set to a list of numbers": (["trade=[1]"], ["trade=[1]", "default"]),
    "a group set to keys": (["usa={a:1}"], ["usa={a:1}", "transactional"]),
    "an axis of numbers over a group": (["-m", "mexico=1,2"], ["mexico=1", "status_quo"]),
    "a value without a key": (["[1,2]"], ["[1,2]", "KEY=VALUE"]),
    "no key": (["=3"], ["=3", "KEY=VALUE"]),
    "Hydra set to nothing": (["hydra=null"], ["hydra=null", "hydra.run.dir"]),
    "a search path that is no folder": (["hydra.searchpath=[pkg://os]"], ["pkg://os", "file:///"]),
    "a search path that is missing": (["hydra.searchpath=[file:///no/such]"], ["/no/such", "folders"]),
    "a long value": ([f"months={'x' * 300}"], ["months", "integer", "xxx..."]),
    "a long key": ([f"{'x' * 300}=1"], ["too long a key"]),
    "a long choice": ([f"mexico={'x' * 300}"], ["mexico", "xxx...", "status_quo"]),
    "an unknown interpolation": (["seed=${nope}"], ["nope"]),
    "a key of another rule": (
        ["mexico/diplomacy=accommodate", "mexico.diplomacy.linkage=0.4"],
        ["mexico.diplomacy.linkage", "unknown key"],
    ),
    "a part that is not there": (["--cfg", "job", "-p", "mexcio"], ["mexcio"]),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_that_names_it_and_the_remedy(words, said, monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, *words) == 2
    error = capfd.readouterr().err
    assert error.startswith("giants: ")
    assert len(error) < 600, error
    lines = [line for line in error.splitlines() if not line.startswith("giants: note: ")]
    assert len(lines) == 1, error
    for word in said:
        assert word in error
    assert list(tmp_path.iterdir()) == []


SHOCK = {"symbol": "added_tariff", "where": ["USA", "MEX", "AUT"], "start": "2027-01", "end": "2028-01", "add": 0.1}
WRONG = {
    "negative months": ("months", -3, ["months", "-3"]),
    "a negative seed": ("seed", -1, ["seed", "-1"]),
    "a seed that is no number": ("seed", float("nan"), ["seed", "finite", "nan"]),
    "a share over one": ("mexico.security.enforcement", 1.5, ["mexico.security.enforcement", "1.5", "1"]),
    "an unknown record level": ("record", "everything", ["record", "everything", "monthly"]),
    "a start that is no month": ("start", "2026-13", ["start", "2026-13"]),
    "a tariff out of range": ("scenario.shocks", [SHOCK | {"add": 9}], ["add", "9"]),
    "a sector that does not exist": ("scenario.shocks", [SHOCK | {"where": ["USA", "MEX", "CARS"]}], ["CARS", "AUT"]),
    "a rule that is a list": ("usa.rule", ["a"], ["usa.rule", "['a']", "transactional"]),
    "a rule that is a mapping": ("mexico.security.rule", {"a": 1}, ["mexico.security.rule", "dual_track"]),
    "a strategy's name that is a list": ("mexico.name", [1], ["mexico.name", "string"]),
    "a reason that is a mapping": ("mexico.rationale", {"a": 1}, ["mexico.rationale", "string"]),
    "triggers that are a number": ("mexico.triggers", 5, ["mexico.triggers", "list", "5"]),
    "a plank of a trigger that is a list": ("mexico.triggers", [{"plank": ["a"]}], ["triggers.0.plank", "diplomacy"]),
    "a long name": ("name", "x" * 300, ["name", "plain name", "xxx...", "302"]),
    "an infinite setting": ("society.labour.pesos_per_dollar", float("inf"), ["pesos_per_dollar", "finite", "inf"]),
    "an element that is no number": (
        "instruments.cars_232.sizes",
        [float("nan")],
        ["cars_232.sizes.0", "finite", "nan"],
    ),
    "an instrument of no size": ("instruments.cars_232.sizes", [], ["cars_232.sizes", "at least 1"]),
    "a plug-in that is not installed": ("plugins", ["nobody"], ["plugins", "nobody"]),
}


@pytest.fixture(scope="module")
def usual():
    return compose()


def put(tree, path, value):
    """Return the tree with another value at a dotted path."""
    first, _, rest = path.partition(".")
    return {**tree, first: put(tree[first], rest, value) if rest else value}


@pytest.mark.parametrize(("path", "value", "said"), WRONG.values(), ids=WRONG)
def test_a_value_that_cannot_be_is_told_in_one_line(path, value, said, usual):
    """What the command makes of it is tried with the mistakes above."""
    with pytest.raises(InputError) as refused:
        settings(put(usual, path, value))
    error = str(refused.value)
    assert "\n" not in error
    assert len(error) < 600
    for word in said:
        assert word in error


def test_a_run_writes_its_folder_and_prints_its_summary(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "mexico=us_alignment", "seed=3", "months=2", "name=mine") == 0
    out = capfd.readouterr().out
    assert "Calibrated Autonomy Index" in out
    assert [p.name for p in tmp_path.iterdir()] == ["runs"]
    run = load_run(tmp_path / "runs" / "mine")
    assert len(run.measures) == 2
    assert run.config["seed"] == 3


@pytest.mark.slow
def test_a_multirun_writes_one_folder_for_each_combination(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "-m", "mexico=status_quo,calibrated_autonomy", "seed=0,1", "months=1") == 0
    folders = sorted(p.parent for p in tmp_path.glob("runs/*/manifest.json"))
    assert len(folders) == 4
    assert len(list(tmp_path.glob("runs/multirun/*/multirun.yaml"))) == 1


@pytest.mark.slow
def test_in_a_multirun_a_bad_job_does_not_stop_the_others(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "-m", "months=-1,1") == 2
    assert "months" in capfd.readouterr().err
    assert len(list(tmp_path.glob("runs/*/manifest.json"))) == 1


@pytest.mark.slow
def test_runs_that_differ_in_any_setting_never_share_a_folder(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "-m", "threats=true,false", "months=1") == 0
    assert len(list(tmp_path.glob("runs/*/manifest.json"))) == 2


def test_a_users_own_conf_folder_adds_choices(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "conf" / "scenario"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("name: mine\nrationale: a test\ntreaty: renewed\nshocks: []\n")
    assert command(monkeypatch, "scenario=mine", "months=1", "name=a") == 0
    assert load_run(tmp_path / "runs" / "a").config["scenario"]["treaty"] == "renewed"


@pytest.mark.slow
def test_a_copied_file_with_its_old_name_is_refused_and_without_a_name_takes_that_of_the_file(
    monkeypatch, capfd, tmp_path
):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "conf" / "mexico"
    own.mkdir(parents=True)
    text = (conf_dir() / "mexico" / "defiance.yaml").read_text()
    (own / "mine.yaml").write_text(text)
    assert command(monkeypatch, "mexico=mine", "months=1") == 2
    assert "mexico/mine.yaml says name: defiance" in capfd.readouterr().err
    (own / "mine.yaml").write_text(text.replace("name: defiance\n", ""))
    assert command(monkeypatch, "mexico=mine", "months=1", "name=a") == 0
    assert load_run(tmp_path / "runs" / "a").config["mexico"]["name"] == "mine"
    _, definition = sweep_from(["name=t", "mexico=mine,defiance,status_quo", "scenario=baseline_2026,tariff_shock"])
    assert [tree["mexico"]["name"] for tree in definition.trees][::2] == ["mine", "defiance", "status_quo"]


def test_one_run_of_an_experiment(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    words = ("experiment=two_tracks", "mexico/security=dual_track", "seed=2", "months=1", "name=a")
    assert command(monkeypatch, *words) == 2
    assert "0.0142705,0.05,0.2: several values make several runs" in capfd.readouterr().err
    assert command(monkeypatch, *words, "security.recruitment.social_money_elasticity=0.05") == 0
    config = load_run(tmp_path / "runs" / "a").config
    assert (config["record"], config["mexico"]["security"]["rule"]) == ("yearly", "dual_track")


def test_a_broken_configuration_file_is_one_line(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "conf" / "scenario"
    own.mkdir(parents=True)
    (own / "broken.yaml").write_text("name: a: b\n")
    assert command(monkeypatch, "scenario=broken", "months=1") == 2
    assert "broken.yaml" in capfd.readouterr().err


@pytest.mark.slow
def test_the_command_works_from_any_folder_and_repeats_itself_byte_for_byte(tmp_path):
    # Two processes with different hash seeds: nothing may depend on the order of a set.
    tables = []
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "giants", "months=3", "seed=7", f"name=h{hash_seed}"],
            cwd=tmp_path,
            env={**__import__("os").environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "written to" in done.stdout
        folder = tmp_path / "runs" / f"h{hash_seed}"
        tables.append({p.name: p.read_bytes() for p in folder.glob("*.parquet")})
    assert tables[0] == tables[1]


def test_help_names_every_choice_and_version_is_that_of_giants(monkeypatch, capfd):
    assert command(monkeypatch, "--help") == 0
    told = capfd.readouterr().out
    for word in ("usage", "adaptive_autonomy", "maximal_pressure", "nearshoring_wave", "exit status"):
        assert word in told
    assert command(monkeypatch, "--version") == 0
    assert capfd.readouterr().out.startswith("giants 0.")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["seed=1,2"], "-m"), (["name=../elsewhere"], "name"), (["runs_dir="], "runs_dir"), (["~seed"], "seed")],
)
def test_what_would_go_astray_is_refused(words, said, monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, *words) == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert said in error


def test_a_second_run_of_the_same_settings_is_shown_and_of_others_refused(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "months=1", "name=a") == 0
    first, written = capfd.readouterr().out, (tmp_path / "runs" / "a" / "manifest.json").read_bytes()
    (tmp_path / "runs" / "a" / "notes.md").write_text("mine")
    assert command(monkeypatch, "months=1", "name=a") == 0
    again = capfd.readouterr().out
    assert "was there already" in again
    assert again.splitlines()[:30] == first.splitlines()[:30]
    assert (tmp_path / "runs" / "a" / "manifest.json").read_bytes() == written
    assert command(monkeypatch, "months=1", "name=a", "seed=2") == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert "seed 1, now 2" in error
    assert "overwrite=true" in error
    assert command(monkeypatch, "months=1", "name=a", "seed=2", "overwrite=true") == 0
    assert load_run(tmp_path / "runs" / "a").config["seed"] == 2
    assert (tmp_path / "runs" / "a" / "notes.md").read_text() == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("overwrite", ["true", "false"])
def test_jobs_of_one_multirun_do_not_replace_one_another(monkeypatch, capfd, tmp_path, overwrite):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "-m", "seed=1,2", "months=1", "name=a", f"overwrite={overwrite}") == 2
    assert load_run(tmp_path / "runs" / "a").config["seed"] == 1


def test_a_run_of_another_version_of_the_code_is_not_passed_off_as_this_one(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "months=1", "name=a") == 0
    file = tmp_path / "runs" / "a" / "manifest.json"
    told = json.loads(file.read_text())
    file.write_text(json.dumps({**told, "depends": {**told["depends"], "numpy": "1.0"}}))
    assert command(monkeypatch, "months=1", "name=a") == 2
    assert "numpy 1.0, now" in capfd.readouterr().err


@pytest.mark.parametrize("key", ["name", "mexico.name", "scenario.name"])
@pytest.mark.parametrize("name", [".", "..", "../up", "a/b", "a\\b", ".hidden", "-m", "x" * 300])
def test_names_that_become_folders_are_plain(usual, key, name):
    """How the command says it is tried with `name=../elsewhere` above."""
    with pytest.raises(InputError, match=rf"^{re.escape(key)}: not a plain name") as told:
        settings(put(usual, key, name))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "words", [["seed=3", "--cfg", "job"], ["--cfg", "job", "seed=3"], ["seed=3", "--cfg=job", "months=2"]]
)
def test_options_may_stand_anywhere_also_beside_a_conf_folder(words, monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf" / "scenario").mkdir(parents=True)
    assert command(monkeypatch, *words) == 0
    assert "\nseed: 3\n" in capfd.readouterr().out


def test_a_part_of_the_configuration_can_be_shown(monkeypatch, capfd):
    assert command(monkeypatch, "seed=3", "--cfg", "job", "-p", "seed") == 0
    assert capfd.readouterr().out == "# @package seed\n3\n"


@pytest.mark.slow
def test_the_runs_of_an_experiment_cut_down_as_the_help_promises(monkeypatch, capfd, tmp_path):
    done = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("giants.run.run_and_write", done.append)
    assert command(monkeypatch, "-m", "experiment=treaty", "seed=0,1", "mexico=defiance", "months=1") == 0
    assert {(s.mexico.name, s.run.months) for s in done} == {("defiance", 1)}
    assert len(done) == 2 * 3  # seeds by the scenarios of the experiment


def test_a_fault_of_the_model_keeps_its_traceback(monkeypatch, tmp_path):
    def broken(_):
        raise KeyError("a fault")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("giants.run.run_and_write", broken)
    monkeypatch.setattr(sys, "argv", ["giants", "months=1"])
    with pytest.raises(KeyError, match="a fault"):
        main()


def test_a_run_whose_numbers_are_lost_has_failed_and_writes_nothing(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "security.national.noise=1e308", "months=3") == 1
    error = capfd.readouterr().err
    assert [line for line in error.splitlines() if not line.startswith("giants: note: ")] == error.splitlines()[-1:]
    assert "world.actions.police is not finite" in error
    assert "month" in error
    assert not list(tmp_path.glob("runs/*"))
