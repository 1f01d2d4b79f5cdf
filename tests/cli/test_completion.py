"""The Tab key offers what a command would take."""

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from giants import completion
from giants.analysis.questions import PAGES, QUESTIONS
from giants.commands import COMMANDS
from giants.sweep_cli import COMMANDS as SWEEP_COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def pressed(line):
    program, _, rest = line.partition(" ")
    return completion.offered(program, rest.split(" "))


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("giants mex", ["mexico=", "mexico/china=", "mexico/diplomacy=", "mexico/industry=", "mexico/region=",
                        "mexico/security="]),
        ("giants months=60 usa=re", ["usa=retrenchment"]),
        ("giants-sweep mexico=status_quo,cal", ["mexico=status_quo,calibrated_autonomy"]),
        ("giants-sweep design=so", ["design=sobol"]),
        ("giants design=so", []),
        ("giants exp", ["explain", "experiment="]),
        ("giants months=3 expl", []),
        ("giants-search uncertainty=policy", ["uncertainty=policy_levers"]),
        ("giants-analyse trade", ["trade_offs"]),
        ("giants-analyse ex", ["exposure", "explorer"]),
        ("giants-analyse trade_offs ru", []),
        ("giants-analyse states runs/first --sec", ["--sector"]),
        ("giants-sweep name=a --dry", ["--dry-run"]),
        ("giants-counterfactual --el", ["--elasticity"]),
        ("giants-counterfactual US", []),
        ("giants-dashboard --no", ["--no-browser"]),
        ("giants-dashboard ", []),
    ],
)  # fmt: skip
def test_a_word_can_become_what_the_command_knows(line, offers):
    assert pressed(line) == offers


def test_every_command_of_the_package_is_completed_and_told_so_in_the_readme():
    scripts = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"])
    told = re.search(r"-C giants-complete giants giants-\{(.*)\}$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert {"giants", *(f"giants-{name}" for name in told[1].split(","))} == scripts - {"giants-complete"}
    assert set(completion.PLACES) == scripts - {"giants-complete"}


@pytest.mark.parametrize("program", ["giants-counterfactual", "giants-dashboard", "giants-search"])
def test_every_option_that_the_help_names_is_offered(program, capsys):
    module = {"giants-counterfactual": "counterfactual_cli", "giants-dashboard": "dashboard.command",
              "giants-search": "sweep.search_command"}[program]  # fmt: skip
    with pytest.raises(SystemExit):
        import_module(f"giants.{module}").main(["--help"])
    named = set(re.findall(r"--[a-z][\w-]+", capsys.readouterr().out.partition("options:")[2]))
    assert set(pressed(f"{program} --")) == named


def test_every_sub_command_and_question_is_offered():
    assert set(COMMANDS) <= set(pressed("giants "))
    assert set(SWEEP_COMMANDS) <= set(pressed("giants-sweep "))
    assert pressed("giants-analyse ") == [*(q.name for q in QUESTIONS), *PAGES]


@pytest.mark.parametrize(("replaced", "printed"), [("usa=re", "usa=retrenchment"), ("re", "retrenchment")])
def test_only_the_part_that_the_shell_replaces_is_printed(monkeypatch, capsys, replaced, printed):
    """Bash splits words at `=`, other shells need not."""
    monkeypatch.setenv("COMP_LINE", "giants usa=retr later")
    monkeypatch.setenv("COMP_POINT", str(len("giants usa=re")))
    monkeypatch.setattr(sys, "argv", ["giants-complete", "giants", replaced, "usa"])
    completion.main()
    assert capsys.readouterr().out == f"{printed}\n"


def test_bash_completes_a_word_with_the_command_of_the_readme(tmp_path):
    script = f"""
giants-complete() {{ {sys.executable} -c 'from giants.completion import main; main()' "$@"; }}
export COMP_LINE='giants usa=retr' COMP_POINT=15
giants-complete giants retr usa
"""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout == "retrenchment\n"


def test_the_users_own_choices_are_listed_by_the_help(tmp_path, monkeypatch, capsys):
    from giants.__main__ import _help

    monkeypatch.chdir(tmp_path)
    _help()
    assert "your own" not in capsys.readouterr().out
    (tmp_path / "conf" / "mexico" / "security").mkdir(parents=True)
    (tmp_path / "conf" / "mexico" / "security" / "mine.yaml").write_text("rule: mine\n")
    _help()
    assert "your own, in ./conf: mexico/security=mine\n" in capsys.readouterr().out
