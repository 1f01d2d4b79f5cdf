"""`giants summary`: what a run said at its end, in another language with the same numbers."""

import re
import sys

import pytest

from giants.__main__ import main
from giants.analysis.translate import translator
from giants.bargaining.log import OUTCOMES
from giants.commands.summary import CELLS, said
from giants.records.lines import LINES

TEXT = """giants: status_quo under tariff_shock, seed 3, 12 months from 2026-08

Income                                               start        mean   last year
  occupied persons                                    60.7        63.8        67.2  million
  agency (- where nothing is contested)                  -           -           -  0..1
Bargaining log
  deal                          USA to MEX            13
"""


def test_every_text_of_the_summary_is_in_the_catalogue():
    say = translator("es")
    texts = [text for line in LINES for text in (line.section, line.label.strip(), line.unit)]
    assert say.lacking([*texts, *OUTCOMES, *(cell for line in TEXT.splitlines() for cell in CELLS.findall(line))]) == []


def test_numbers_stay_where_they_stand_and_units_behind_them():
    lines = said(TEXT, translator("es")).splitlines()
    assert lines[0] == "giants: status_quo en tariff_shock, semilla 3, 12 meses desde 2026-08"
    assert lines[2] == "Ingreso                                             inicio       media  último año"
    assert lines[3] == "  personas ocupadas                                   60.7        63.8        67.2  millones"
    assert lines[4].endswith("-           -           -  0..1")
    assert lines[6] == "  acuerdo                        USA a MEX            13"


def asked(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["giants", "summary", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


def test_the_summary_of_a_run_is_told_in_both_languages(monkeypatch, capsys, tmp_path):
    from giants.config import default_settings
    from giants.run import run, write

    place, text = write(run(default_settings(["months=3", f"runs_dir={tmp_path}"])))
    assert asked(monkeypatch, place) == 0
    assert capsys.readouterr().out == text
    assert asked(monkeypatch, place, "--lang", "es") == 0
    told = capsys.readouterr().out
    assert "Índice de Autonomía Calibrada" in told
    assert re.findall(r"\d[\d.,]*", told) == re.findall(r"\d[\d.,]*", text)
    cells = [cell for line in text.splitlines() for cell in CELLS.findall(line)]
    assert translator("es").lacking(cells) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [([], "required: run"), (["nowhere"], "no run folder nowhere"), (["x", "--lang", "fr"], "--language fr: there is")],
)
def test_what_is_asked_wrongly_is_one_line(monkeypatch, capsys, words, told):
    assert asked(monkeypatch, *words) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert told in lines[0]
