"""The page of a report can be read by everybody: what is not seen is told, and what is seen has contrast."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from giants.analysis import report, report_parts, style, words
from giants.analysis.ensemble import load
from giants.analysis.questions import QUESTIONS
from giants.analysis.translate import translated, translator
from giants.commands.choices import choices, described, groups

LABELLED = ("usa", "china", "latam", "states", "cartels", "firms", "politics", "scenario")


@pytest.fixture(scope="module")
def answers(sweep):
    """Some answers, in English."""
    runs = load(sweep)
    return [q.module().result(runs) for q in QUESTIONS if q.name in ("futures", "trade_offs", "states")]


@pytest.fixture(scope="module", params=["en", "es"])
def page(request, sweep, answers, tmp_path_factory):
    """The page of those answers in a language."""
    told = [translated(answer, request.param) for answer in answers]
    sections = {answer.name: report._section(answer, request.param) for answer in told}
    why = {"metagame": "tiny is no game: sweep experiment=metagame, where at least two sides choose"}
    return report._page(load(sweep), told, sections, why, tmp_path_factory.mktemp("out"), request.param)


def test_headings_follow_one_another_without_a_gap(page):
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_figure_tells_its_title_its_panels_and_its_caption(page):
    alts = re.findall(r'<img alt="([^"]*)"', page)
    assert len(alts) > 3
    assert len(set(alts)) == len(alts)
    assert all(len(alt.split()) > 15 for alt in alts)


def test_every_heading_of_a_table_says_what_it_heads(page):
    heads = re.findall(r"<th\b[^>]*>", page)
    assert heads
    assert set(heads) == {'<th scope="col">'}


def test_links_within_the_page_have_a_place_to_go_to(page):
    assert set(re.findall(r'href="#(\w+)"', page)) <= set(re.findall(r'id="(\w+)"', page))


def test_the_glossary_holds_the_measures_that_the_page_names_and_no_others(page):
    told = page.partition('id="glossary"')[2]
    assert ("homicide_rate" in told, "largest_redundant" in told) == (True, False)


def test_codes_of_tables_are_told_in_words_and_numbers_stay():
    table = pd.DataFrame({"homicide_rate": [0.76], "strategy": ["iron_fist"], "value": ["0.538 (0.501 to 0.575)"]})
    told = report.told(table, str)
    assert list(told) == ["homicides", "strategy", "value"]
    assert list(told.iloc[0]) == [0.76, "iron fist", "0.538 (0.501 to 0.575)"]


def test_tables_of_answers_are_told_in_spanish(answers):
    say = translator("es")
    for answer in answers:
        for key, table in answer.tables.items():
            spelled = [words.spelled(cell) for column in table for cell in (column, *table[column].head(60))]
            lacking = say.lacking(
                [words.words(key or answer.name), *(cell for cell in spelled if isinstance(cell, str))]
            )
            assert lacking == [], answer.name


def test_every_definition_of_the_glossary_is_in_the_catalogue():
    say = translator("es")
    told = [*report_parts.REGIMES.values()]
    for group in ("mexico", *LABELLED, *(g for g in groups() if g.startswith("mexico/"))):
        for name, file in choices(group).items():
            told += [described(group, file), words.choice("strategy" if group == "mexico" else group, name)]
    for measure in words.catalogue().values():
        told += [words.named(measure.name), measure.label, words.unit(measure.name)]
    assert say.lacking(told) == []


@pytest.mark.parametrize("ground", ["#fff", "#f7f5ee", "#f7f7f7"])
def test_text_of_the_page_stands_out_from_what_it_stands_on(ground):
    names = dict(re.findall(r"--(\w+):(#\w+)", report_parts.STYLE))
    inks = [names["ink"], names["faint"], *re.findall(r"[;{]color:(#\w+)", report_parts.STYLE)]
    assert len(inks) > 2
    for ink in inks:
        assert style.contrast(ink, ground) >= style.READ
