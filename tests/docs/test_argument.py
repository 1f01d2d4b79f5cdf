"""Every arrow of the argument leads to an equation, a test and a measured effect that exist."""

import csv
import re
from pathlib import Path

import pytest

from giants.config import default_settings
from giants.records.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "argument"


def rows(name):
    return list(csv.DictReader((FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


ARROWS = rows("arrows")


def test_every_arrow_joins_two_things_of_the_map_and_every_thing_is_joined():
    named = {row["name"] for row in rows("nodes")}
    assert {arrow[end] for arrow in ARROWS for end in ("from", "to")} == named


def test_every_arrow_has_an_equation_on_its_page():
    headings = set(re.findall(r"^### `(.+)`$", (ROOT / "docs/equations.md").read_text("utf-8"), flags=re.MULTILINE))
    assert {arrow["equation"] for arrow in ARROWS} - headings == set()


@pytest.mark.parametrize("test", sorted({arrow["test"] for arrow in ARROWS}))
def test_every_test_that_an_arrow_names_exists(test):
    file, _, name = test.partition("::")
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_switch_composes():
    for words in sorted({arrow[key] for arrow in ARROWS for key in ("under", "change")}):
        assert default_settings(words.split())


def test_every_outcome_is_recorded_and_what_is_measured_is_an_arrow():
    recorded = {column.name for column in TABLES[0].columns}
    assert {arrow["outcome"] for arrow in ARROWS} - recorded == set()
    measured = {(row["from"], row["to"], row["outcome"]): row for row in rows("measured")}
    assert set(measured) <= {(arrow["from"], arrow["to"], arrow["outcome"]) for arrow in ARROWS}
    assert all(float(row["error"]) >= 0 for row in measured.values())  # nan is refused too
