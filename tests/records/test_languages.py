"""Catalogues of other languages say everything that the English one says, with the same fields."""

from string import Formatter

import pytest

from giants import codes, tables
from giants.config import default_settings
from giants.records.words import SHORT, words

OTHERS = sorted(path.stem for path in (codes.BUNDLED / "words").glob("*.csv") if path.stem != "english")


def rows(language):
    return tables.read(f"words/{language}.csv", text=("kind", "code", "text")).fillna("")


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_a_row_for_every_row_of_the_english_one(language):
    own, theirs = rows("english"), rows(language)
    assert set(zip(own["kind"], own["code"], strict=True)) <= set(zip(theirs["kind"], theirs["code"], strict=True))
    for key, part in theirs[theirs["kind"] != "demand"].groupby(["kind", "code"]):
        like = own[(own["kind"] == key[0]) & (own["code"] == key[1])]
        assert [fields(t) for t in part["text"]] == [fields(t) for t in like["text"]], key


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_says_the_demand_of_every_issue(language):
    said = rows(language)
    assert set(default_settings().issues) <= set(said.loc[said["kind"] == "demand", "code"])


def test_names_that_follow_a_preposition_in_spanish_begin_with_no_el():
    """Or "de {tool}" would say "de el", which Spanish contracts."""
    said = rows("spanish")
    after = said[said["kind"].isin(["economy", "instrument", "partly"])]
    assert not after["text"].str.startswith("el ").any()


def test_a_language_goes_by_its_name_and_by_its_code():
    assert {code: words(code).say("economy", "MEX") for code in SHORT} == {"en": "Mexico", "es": "México"}
