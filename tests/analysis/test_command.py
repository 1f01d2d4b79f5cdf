"""`giants-analyse`: one tuple of questions drives the command, the scripts, the report and the page."""

from inspect import signature
from pathlib import Path

import pytest

from giants.analysis import report
from giants.analysis.command import main, parser
from giants.analysis.questions import PAGES, QUESTIONS, REPORT

ROOT = Path(__file__).resolve().parents[2]
APART = {
    "effects",
    "politics",
    "record",
    "episodes",
    "closure",
    "counterfactual",
    "calibrate_bargaining",
    "calibrate_homicides",
    "calibrate_security",
    "rules",
}
"""Scripts that read no runs and draw nothing."""


def ended(words, capsys):
    """Return exit status, what was printed, and the lines on standard error."""
    with pytest.raises(SystemExit) as end:
        main(words)
    told = capsys.readouterr()
    return end.value.code, told.out, told.err.splitlines()


def test_scripts_questions_folders_and_the_page_have_the_same_names():
    names = [q.name for q in QUESTIONS]
    assert {path.stem for path in (ROOT / "analysis").glob("*.py")} - APART == {*names, REPORT}
    package = ROOT / "src" / "giants" / "analysis"
    assert {path.parent.name for path in package.glob("*/figures.py")} <= set(names)
    page = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
    assert [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")] == [*names, REPORT]
    assert {q.name for q in (*report.SECTIONS, *report.BESIDE)} == set(names)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_options_are_parameters_of_the_result_and_help_states_the_question(question):
    module = question.module()
    cli = parser(question, module)
    options = {action.dest for action in cli._actions} - {
        "help",
        "path",
        "out",
        "size",
        "formats",
        "export",
        "lang",
        "list",
    }
    assert options <= set(signature(module.result).parameters)
    told = cli.format_help()
    assert question.asks in told
    assert f"giants-analyse {question.name}" in told


def test_without_a_name_the_questions_are_listed_in_a_line_each(capsys):
    status, out, err = ended([], capsys)
    assert (status, err) == (0, [])
    assert [line.split()[0] for line in out.splitlines()[1:]] == [*(q.name for q in QUESTIONS), *PAGES]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["autonom", "runs/first"], "there is no question 'autonom'; did you mean 'autonomy'?"),
        (["autonomy", "nowhere"], "there is no folder nowhere"),
        (["autonomy"], "required: PATH"),
        (["compare", "nowhere", "--measure"], "expected one argument"),
        (["pathways", "nowhere", "--signpost", "bad"], "'bad' is no signpost; write e.g."),
        (["hindcast", "--seeds", "0"], "--seeds 0: at least one"),
        (["report", "nowhere"], "there is no folder nowhere"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(words, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, err = ended(words, capsys)
    assert (status, out, len(err)) == (2, "", 1)
    assert err[0].startswith("giants-analyse: ")
    assert told in err[0]


def test_the_command_does_what_the_script_does(script, sweep, tmp_path, capsys):
    assert script("trade_offs")([str(sweep), "--out", str(tmp_path / "a"), "--size", "small"]) == 0
    by_script = capsys.readouterr().out.splitlines()
    status, out, _ = ended(["trade_offs", str(sweep), "--out", str(tmp_path / "b"), "--size", "small"], capsys)
    assert status == 0
    assert out.splitlines()[:-1] == by_script[:-1]
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    assert (tmp_path / "a" / "trade_offs.csv").read_bytes() == (tmp_path / "b" / "trade_offs.csv").read_bytes()
