"""`giants list` and `giants new`: every choice in a line, files that work as they are, and what is refused."""

import os
import subprocess
import sys
import tomllib

import pytest

from giants.__main__ import main
from giants.commands import COMMANDS
from giants.commands.choices import choices, described, groups
from giants.compose import conf_dir
from giants.records import load_run
from giants.sweep.axes import sweep_from

HEAVY = {"mesa", "pandas", "scipy", "matplotlib", "seaborn"}


def command(monkeypatch, *words):
    """Run `giants` here and return its exit status."""
    monkeypatch.setattr(sys, "argv", ["giants", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


def choices_of_all():
    return [(group, name) for group in groups() for name in choices(group)]


@pytest.mark.parametrize(("group", "name"), choices_of_all(), ids=str)
def test_every_choice_says_in_a_sentence_what_it_is(group, name):
    assert len(described(group, choices(group)[name]).split()) > 1


def test_the_list_names_every_group_and_every_choice_of_one(monkeypatch, capfd):
    assert command(monkeypatch, "list") == 0
    told = capfd.readouterr().out
    for folder in {path.parent for path in conf_dir().glob("*/**/*.yaml")}:
        assert f"{folder.relative_to(conf_dir()).as_posix()} " in told
    assert command(monkeypatch, "list", "mexico/security") == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["dual_track", "iron_fist", "steady"]
    assert max(map(len, lines)) <= 120


def test_a_choice_of_ones_own_is_listed_beside_the_others(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "conf" / "scenario"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("rationale: A test. And more.\ntreaty: renewed\nshocks: []\n")
    (own / "broken.yaml").write_text("a: b: c\n")
    assert command(monkeypatch, "list", "scenario") == 0
    told = capfd.readouterr().out
    assert "  A test.\n" in told
    assert "baseline_2026" in told
    assert "cannot be read" in told


def test_help_names_every_sub_command(monkeypatch, capfd):
    assert command(monkeypatch, "--help") == 0
    told = capfd.readouterr().out
    for one in COMMANDS.values():
        assert f"giants {one.usage}" in told


@pytest.mark.parametrize("word", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_a_sub_command_helps(monkeypatch, capfd, word, option):
    assert command(monkeypatch, word, option) == 0
    told = capfd.readouterr().out
    assert f"usage: giants {COMMANDS[word].usage}" in told
    assert COMMANDS[word].about in told


@pytest.mark.slow
def test_a_new_scenario_and_a_new_experiment_work_as_they_are(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "new", "scenario", "mine", "us_recession") == 0
    assert "giants scenario=mine" in capfd.readouterr().out
    assert command(monkeypatch, "scenario=mine", "months=1", "name=a") == 0
    scenario = load_run(tmp_path / "runs" / "a").config["scenario"]
    assert (scenario["name"], len(scenario["shocks"])) == ("mine", 2)
    assert command(monkeypatch, "new", "experiment", "ours") == 0
    settings, definition = sweep_from(["experiment=ours"])
    assert settings.name == "ours"
    assert definition.size == sweep_from(["experiment=headline"])[1].size


def installed(monkeypatch, folder, name):
    """Do what `pip install --editable` would, for this process: put the module and its entry points on the path."""
    entry = tomllib.loads((folder / "pyproject.toml").read_text())["project"]["entry-points"]["giants.rules"]
    info = folder / f"{name}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text(f"[giants.rules]\n{name} = {entry[name]}\n")
    monkeypatch.syspath_prepend(folder)


NEW_RULES = {"mexico/security": (), "usa": ("usa/decoupling",), "firms": ("firms/cautious",)}


def test_new_rules_run_once_they_are_installed_and_their_run_is_known_again(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    names = {group: f"own_{group.replace('/', '_')}" for group in NEW_RULES}
    for group, model in NEW_RULES.items():
        assert command(monkeypatch, "new", "rule", names[group], *model) == 0
        assert f"plugins=[{names[group]}]" in capfd.readouterr().out
    choices = (f"{group}={name}" for group, name in names.items())
    words = (f"plugins=[{','.join(names.values())}]", *choices, "months=1", "name=a")
    assert command(monkeypatch, *words) == 2
    assert "no installed package offers rules as 'own_mexico_security'" in capfd.readouterr().err
    for name in names.values():
        installed(monkeypatch, tmp_path / name, name)
    assert command(monkeypatch, *words) == 0
    for group, name in names.items():
        config = load_run(tmp_path / "runs" / "a").config
        for part in group.split("/"):
            config = config[part]
        assert config["rule"] == name
    capfd.readouterr()
    assert command(monkeypatch, *words) == 0
    assert "was there already" in capfd.readouterr().out


REFUSED = {
    "nothing": (["new"], "rule|scenario|experiment"),
    "an unknown kind": (["new", "strategy", "mine"], "rule|scenario|experiment"),
    "no name": (["new", "scenario"], "NAME"),
    "a path": (["new", "scenario", "../mine"], "plain name"),
    "an option": (["new", "scenario", "-m"], "plain name"),
    "a word of YAML": (["new", "scenario", "null"], "plain name"),
    "a long name": (["new", "scenario", "x" * 300], "plain name"),
    "a bundled name": (["new", "scenario", "tariff_shock"], "bundled"),
    "a model that is not there": (["new", "scenario", "mine", "tariff_shok"], "did you mean 'tariff_shock'"),
    "a rule called as a module": (["new", "rule", "numpy"], "taken"),
    "a rule called as a keyword": (["new", "rule", "lambda"], "taken"),
    "a rule of no group": (["new", "rule", "mine", "steady"], "no rule"),
    "a strategy as a rule": (["new", "rule", "mine", "mexico/defiance"], "no rule"),
    "numbers as a rule": (["new", "rule", "mine", "society/default"], "no rule"),
    "an unknown group": (["list", "mexcio"], "did you mean 'mexico'"),
    "two groups": (["list", "mexico", "usa"], "one group"),
    "a command misspelt": (["lst"], "did you mean list?"),
    "a choice alone": (["us_alignment"], "did you mean mexico=us_alignment?"),
    "a group alone": (["seed=1", "scenario"], "did you mean scenario=NAME?"),
    "a setting alone": (["months"], "did you mean months=VALUE?"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_made_or_meant_is_one_line_and_no_file(words, said, monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, *words) == 2
    error = capfd.readouterr().err
    assert error.startswith("giants: ")
    assert error.count("\n") == 1
    assert said in error
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_is_there_is_written_over(monkeypatch, capfd, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf" / "mexico" / "security").mkdir(parents=True)
    mine = tmp_path / "conf" / "mexico" / "security" / "tougher.yaml"
    mine.write_text("mine")
    assert command(monkeypatch, "new", "rule", "tougher") == 2
    assert "is there already" in capfd.readouterr().err
    assert mine.read_text() == "mine"
    assert not (tmp_path / "tougher").exists()


QUICK = {
    "help": ["--help"],
    "list": ["list"],
    "list of a group": ["list", "bargaining/solution"],
    "new": ["new", "scenario", "mine"],
    "configuration": ["--cfg", "job", "mexico=defiance"],
    "completion": ["-sc", "query=bash"],
    "a mistake": ["monhts=3"],
}
TRIED = f"""
import sys
import giants.__main__, giants.sweep.estimate, giants.sweep_cli
def told(name):
    print("LOADED", name, *sorted({HEAVY} & set(sys.modules)))
def tried(name, module, words):
    sys.argv = ["giants", *words]
    try:
        module.main()
    except SystemExit:
        pass
    told(name)
told("the modules")
for name, words in {QUICK}.items():
    tried(name, giants.__main__, words)
def estimate(*_):
    told("the first line of a sweep")
    raise SystemExit
giants.sweep.estimate.estimate = estimate
tried("a sweep", giants.sweep_cli, ["name=t", "seed=1,2", "--dry-run"])
"""


def test_what_runs_no_month_loads_no_heavy_library(tmp_path):
    env = {**os.environ, "COMP_LINE": "giants mexico=", "COMP_POINT": "14"}
    done = subprocess.run(
        [sys.executable, "-c", TRIED], capture_output=True, text=True, cwd=tmp_path, env=env, check=False
    )
    told = [line.removeprefix("LOADED ") for line in done.stdout.splitlines() if line.startswith("LOADED")]
    assert told == ["the modules", *QUICK, "the first line of a sweep", "a sweep"], done.stderr
    assert "2 runs" in done.stdout
