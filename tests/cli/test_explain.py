"""`giants explain`: what it says of an episode is what the run recorded, and what is asked wrongly is one line."""

import sys

import numpy as np
import pytest

from giants.__main__ import main
from giants.branch import branch_settings
from giants.config import default_settings
from giants.explain.log import read
from giants.explain.page import explained
from giants.explain.without import begins, without
from giants.run import run, write

ASKS = ("[{month: 2026-10, sender: USA, issue: migration_control, instrument: section_301, size: 0.25, deadline: 3}, "
        "{month: 2026-09, sender: USA, issue: none}, {month: 2026-08, sender: USA, issue: none}]")  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    (folder / "answers.csv").write_text("month,sender,answer\n2026-11,USA,concede\n", encoding="utf-8")
    words = [f"scenario.demands={ASKS}", f"answers={folder / 'answers.csv'}", "months=12", f"runs_dir={folder}"]
    return write(run(default_settings([*words, "name=one"])))[0]


@pytest.fixture(scope="module")
def log(place):
    return read(str(place))


def giants(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["giants", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


def the_demand(log):
    return next(line for line in log.lines if line.event.given and line.event.outcome == "threat")


def test_the_sentences_are_those_that_the_run_wrote(log):
    assert [line.text for line in log.lines] == log.run.events["text"].tolist()
    assert [line.episode for line in log.lines] == log.run.events["episode"].tolist()


def test_an_explanation_tells_the_demand_its_payoffs_and_its_course_as_they_were_recorded(log):
    line = the_demand(log)
    e, text = line.event, "\n".join(explained(log, line.episode))
    assert f"2026-10  {line.text}" in text
    assert "Asked: migration." in text
    assert f"asked for {e.asked:.2f}" in text
    assert "a 25% tariff under Section 301" in text
    assert f"carried out with probability {e.belief:.2f} if resisted" in text
    rows = {row.split("  ")[1]: row.split()[-2:] for row in text.splitlines() if row.startswith("  ")}
    assert rows["all that was asked is granted"] == [f"{-100 * e.cost_asked:+.3f}", f"{100 * e.worth_asked:+.3f}"]
    assert rows["carried out"][0] == f"{-100 * e.loss_target:+.3f}"
    assert rows["what was granted"] == rows["all that was asked is granted"], "the answer given was to concede all"
    assert "Without it: the same run and luck" in text


def test_the_run_without_a_threat_has_the_same_past_and_not_the_threat(log):
    line = the_demand(log)
    other = without(log, line)
    assert other.months == (11,)
    recorded = log.run.measures
    for name, pairs in other.measures.items():
        assert pairs[0][0] == recorded[name].iloc[11]
    here, there = other.position[0]
    assert here > there + 0.01, "nobody asked for it there"
    assert not any("(The demand was given.)" in text for text in other.instead)


def test_an_episode_that_begins_without_a_threat_has_no_other_run(log):
    assert begins([line for line in log.lines if line.event.outcome == "deal"]) is None


def test_the_command_lists_episodes_and_explains_one_or_those_of_a_month(monkeypatch, capfd, place, log):
    number = the_demand(log).episode
    assert giants(monkeypatch, "explain", place) == 0
    assert f"{number:>4}  2026-10  The United States" in capfd.readouterr().out
    assert giants(monkeypatch, "explain", place, "--month", "2026-11") == 0
    of_month = capfd.readouterr().out
    assert giants(monkeypatch, "explain", place, "--episode", number) == 0
    assert capfd.readouterr().out in of_month


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["nowhere"], "there is no run folder nowhere"),
        (["{place}", "--month", "2026-09"], "--month 2026-09: nothing happened in that month"),
        (["{place}", "--month", "March"], "--month March: is no month; write it as 2029-03"),
        (["{place}", "--episode", "99"], "--episode 99: the run in"),
        (["{place}", "--episode", "one"], "explain: argument --episode: invalid int value: 'one'"),
        (["{place}", "--weeks", "3"], "explain: unrecognized arguments: --weeks 3"),
        (["{place}", "--language", "klingon"], "language: there is no catalogue 'klingon'; known are english"),
        ([], "explain: the following arguments are required: run"),
    ],
)
def test_what_is_asked_wrongly_is_one_line_and_status_2(monkeypatch, capfd, place, words, line):
    assert giants(monkeypatch, "explain", *(word.format(place=place) for word in words)) == 2
    told = capfd.readouterr()
    assert told.err.startswith(f"giants: {line}")
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_a_run_without_a_log_is_refused(monkeypatch, capfd, tmp_path):
    path, _ = write(run(default_settings(["months=1", "record=summary", f"runs_dir={tmp_path}", "name=bare"])))
    assert giants(monkeypatch, "explain", path) == 2
    assert "kept no log; runs with record=yearly, monthly or full do" in capfd.readouterr().err


def test_what_a_branch_took_from_its_parent_is_explained_there(place, tmp_path):
    words = [f"branch={place}@2027-01", "mexico=defiance", f"runs_dir={tmp_path}", "name=turned"]
    log = read(str(write(run(branch_settings(words)))[0]))
    text = "\n".join(explained(log, the_demand(log).episode))
    assert f"cannot be told: that month is of the run's parent; explain it there: giants explain {place}" in text
    assert np.all(log.run.measures["parent"].iloc[:5])
