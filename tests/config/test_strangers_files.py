"""What a conf/ folder from somebody else cannot do: run code, set Hydra up, read the environment, lead outside."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from omegaconf._utils import get_yaml_loader

from giants.__main__ import main
from giants.compose import _tell_of_namesake, chosen, compose, conf_dir
from giants.config import default_settings
from giants.errors import InputError
from giants.guard import _parsed_in_c
from giants.records import load_run
from giants.sweep.axes import sweep_from

SCENARIO = "name: {}\nrationale: {}\ntreaty: renewed\nshocks: []\n"
HOOK = "{_target_: stranger.Hook}"
FILES = {
    "a callback at the top": ("scenario/a.yaml", f"# @package _global_\nhydra:\n  callbacks:\n    x: {HOOK}\n"),
    "a callback by its package": ("scenario/a.yaml", f"# @package hydra.callbacks\nx: {HOOK}\n"),
    "a callback by a longer package": ("scenario/a.yaml", f"# @package _global_.hydra.callbacks\nx: {HOOK}\n"),
    "a callback by the defaults": ("scenario/a.yaml", "defaults:\n  - /hydra/callbacks: x\n"),
    "a launcher by the defaults": ("scenario/a.yaml", "defaults:\n  - override /hydra/launcher: x\n"),
    "a package in the defaults": ("scenario/a.yaml", "defaults:\n  - b@_global_.hydra.callbacks.x\n"),
    "a log handler": ("scenario/a.yaml", "# @package _global_\nhydra: {job_logging: {handlers: {}}}\n"),
    "a run folder": ("scenario/a.yaml", "# @package _global_\nhydra: {run: {dir: elsewhere}}\n"),
    "a file outside": ("scenario/a.yaml", "defaults:\n  - ../../outside\n"),
    "an absolute file": ("scenario/a.yaml", "defaults:\n  - /etc/../outside\n"),
    "a target in a value": ("scenario/a.yaml", SCENARIO.format("a", "{_target_: os.system, command: 'touch ran'}")),
    "the environment": ("scenario/a.yaml", SCENARIO.format("a", "${oc.env:SECRET}")),
    "the environment in disguise": ("scenario/a.yaml", SCENARIO.format("a", "'${oc.decode:\"${oc.env:SECRET}\"}'")),
    "the environment by a built name": (
        "scenario/a.yaml",
        "# @package _global_\nname: env\nscenario:\n  rationale: ${oc.${name}:SECRET}\n",
    ),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", "do-not-write-this")
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "stranger.py").write_text("open('ran', 'w').close()\n\n\nclass Hook:\n    pass\n")
    (tmp_path / "outside.yaml").write_text("secret: 1\n")

    def write(name, text):
        file = tmp_path / "conf" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    return write


def command(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["giants", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


@pytest.mark.parametrize(("name", "text"), FILES.values(), ids=FILES)
def test_a_file_of_the_folder_is_refused_in_one_line_and_runs_nothing(folder, tmp_path, monkeypatch, capfd, name, text):
    folder(name, text)
    folder("hydra/callbacks/x.yaml", f"x: {HOOK}\n")
    assert command(monkeypatch, "scenario=a", "months=1") == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert "do-not-write-this" not in error
    for ask in (lambda: default_settings(["scenario=a"]), lambda: sweep_from(["name=s", "scenario=a"])):
        with pytest.raises(InputError):
            ask()
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "runs").exists()


def test_a_callback_of_the_folder_is_refused_in_a_multirun_and_by_its_own_name(folder, tmp_path, monkeypatch, capfd):
    folder("hydra/callbacks/x.yaml", f"x: {HOOK}\n")
    folder("scenario/a.yaml", f"# @package _global_\nhydra:\n  callbacks:\n    x: {HOOK}\n")
    for words in (["-m", "scenario=a", "seed=1,2"], ["+hydra/callbacks=x"], ["-cd", "conf", "scenario=a"]):
        assert command(monkeypatch, *words, "months=1") == 2
        assert "not for files to set" in capfd.readouterr().err
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "key", ["hydra.callbacks.x._target_", "+hydra.callbacks.x", "hydra/launcher", "~hydra.sweeper"]
)
def test_an_experiment_does_not_set_hydra_up(folder, monkeypatch, capfd, key):
    folder("experiment/mine.yaml", f"# @package _global_\nruns:\n  {key}: stranger.Hook\n")
    assert command(monkeypatch, "experiment=mine", "months=1") == 2
    assert "not for files to set" in capfd.readouterr().err
    with pytest.raises(InputError, match="not for files to set"):
        sweep_from(["name=s", "experiment=mine"])


@pytest.mark.parametrize(
    "choice", ["../../../outside", "../china/inward", "/etc/passwd", "sub/../../x", "a/b", "..\\\\x"]
)
def test_a_choice_is_a_name_and_never_a_path(folder, tmp_path, choice):
    (tmp_path / "outside.yaml").write_text((conf_dir() / "usa" / "cooperative.yaml").read_text())
    folder("usa/a/b.yaml", (conf_dir() / "usa" / "cooperative.yaml").read_text())
    for ask in (
        lambda: default_settings([f"usa='{choice}'"]),
        lambda: chosen("usa", choice),
        lambda: sweep_from(["name=s", f"usa='{choice}',cooperative"]),
    ):
        with pytest.raises(InputError):
            ask()


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    folder("usa/mine.yaml", "").unlink()
    (tmp_path / "outside.yaml").write_text((conf_dir() / "usa" / "cooperative.yaml").read_text())
    (tmp_path / "conf" / "usa" / "mine.yaml").symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(InputError, match="link out of"):
        default_settings(["usa=mine"])


def test_what_is_bundled_wins_over_a_namesake_and_it_is_said(folder, monkeypatch, capfd, tmp_path):
    _tell_of_namesake.cache_clear()  # it is said once a process
    folder("scenario/tariff_shock.yaml", SCENARIO.format("tariff_shock", "mine"))
    folder("experiment/treaty.yaml", "# @package _global_\nruns: {seed: 99}\n")
    assert command(monkeypatch, "scenario=tariff_shock", "months=1", "name=a") == 0
    assert load_run(tmp_path / "runs" / "a").config["scenario"]["rationale"] != "mine"
    assert "conf/scenario/tariff_shock.yaml is not used" in capfd.readouterr().err
    assert (
        command(
            monkeypatch, "experiment=treaty", "mexico=defiance", "scenario=usmca_sunset", "seed=1", "months=1", "name=b"
        )
        == 0
    )
    assert "conf/experiment/treaty.yaml is not used" in capfd.readouterr().err


def test_the_environment_is_as_it_was_for_other_users_of_the_library(monkeypatch):
    from omegaconf import OmegaConf

    monkeypatch.setenv("MINE", "kept")
    compose(["months=1"])
    assert OmegaConf.create({"a": "${oc.env:MINE}"}).a == "kept"


def test_an_honest_file_still_chooses_and_sets(folder, monkeypatch, tmp_path):
    folder("mexico/mine.yaml", (conf_dir() / "mexico" / "defiance.yaml").read_text().replace("name: defiance\n", ""))
    folder("scenario/calm.yaml", SCENARIO.format("calm", "'as in ${scenario.name}'"))
    asked = default_settings(["mexico=mine", "scenario=calm"])
    assert asked.mexico.name == "mine"
    assert asked.scenario.rationale == "as in calm"


def test_the_declared_minimum_of_hydra_has_a_blocklist():
    declared = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    least = re.search(r'"hydra-core>=([\d.]+)', declared)[1]
    assert tuple(map(int, least.split("."))) >= (1, 3, 6)


def test_importing_a_strangers_module_needs_more_than_a_file(folder, tmp_path):
    """The same from a process of its own, as a user would be hit."""
    folder("scenario/a.yaml", f"# @package _global_\nhydra:\n  callbacks:\n    x: {HOOK}\n")
    done = subprocess.run(
        [sys.executable, "-m", "giants", "scenario=a", "months=1"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ran").exists()


def test_the_parser_in_c_reads_every_bundled_file_as_hydras_own_does():
    fast = _parsed_in_c(get_yaml_loader)
    for path in conf_dir().rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert yaml.load(text, Loader=fast) == yaml.load(text, Loader=get_yaml_loader()), path
    with pytest.raises(yaml.constructor.ConstructorError, match="duplicate key a"):
        yaml.load("a: 1\na: 2\n", Loader=fast)
