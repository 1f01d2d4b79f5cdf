"""The log as a story: every event has a sentence, in every language that has a catalogue."""

import re
from itertools import product

import pytest

from giants import codes
from giants.bargaining.log import OUTCOMES
from giants.bargaining.signals import FORMS
from giants.config import default_settings
from giants.errors import InputError
from giants.policies.strategy import SIGNPOSTS, Trigger
from giants.records.schema import Event
from giants.records.story import Story
from giants.records.words import ANY, ENGLISH, words
from giants.symbols import ECONOMIES, ISSUES, PLANKS

LANGUAGES = sorted(path.stem for path in (codes.BUNDLED / "words").glob("*.csv"))
SETTINGS = default_settings()
DEMANDS = {name: issue.demand for name, issue in SETTINGS.issues.items()}
CODES = rf"  |\bnan\b|\b({'|'.join(ECONOMIES)})\b|,,|, \."
THREAT = Event(3, "bargaining", "USA", "MEX", "energy_market_access", "cars_232", 0.25, 0.2, "threat", "statement", 1,
               full=0.6, asked=0.5, granted=0.1, asked_share=0.8, belief=0.5, loss_target=0.01)  # fmt: skip


def told(*events, language=ENGLISH):
    story = Story("2026-08", words(language, DEMANDS))
    return [story.tell(event) for event in events]


def course(*outcomes):
    return [THREAT._replace(month=3 + k, outcome=outcome) for k, outcome in enumerate(outcomes)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_words_for_every_code(language):
    texts = words(language).texts
    wanted = {("economy", code) for code in ECONOMIES} | {("matter", code) for code in ISSUES}
    wanted |= {("instrument", code) for code in SETTINGS.instruments}
    wanted |= {("threat", form) for form in FORMS} | {("climbed", form) for form in FORMS}
    wanted |= {(kind, code) for kind, code in words(ENGLISH).texts if kind != "demand"}
    if language != ENGLISH:
        wanted |= {("demand", code) for code in ISSUES}
    assert sorted(wanted - texts.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_of_every_instrument_and_form_is_one_sentence_without_codes(outcome, language):
    for form, share in product(FORMS, (0.05, 0.3, 0.9)):
        for instrument, tool in SETTINGS.instruments.items():
            how = {"instrument": instrument, "size": tool.sizes[0], "form": form, "value": share, "asked_share": share}
            before = THREAT._replace(belief=share, **how)
            (_, _), (_, text) = told(before, before._replace(month=5, outcome=outcome), language=language)
            assert re.fullmatch(r"[A-Z][^{}_]*[^ {}_]\.", text), text
            assert not re.search(CODES, text), text


@pytest.mark.parametrize("outcome", ["passed", "left behind"])
@pytest.mark.parametrize("side", ["above", "below"])
def test_signposts_are_told_by_name(outcome, side):
    for sign in SIGNPOSTS:
        for plank in PLANKS:
            trigger = Trigger(sign, side, 0.15, plank, None)
            ((number, text),) = told(Event(3, "signpost", "MEX", "", issue=str(trigger), outcome=outcome))
            assert number == 0
            assert "0.15" in text
            assert re.fullmatch(r"[A-Z][^{}_]*[^ {}_]\.", text), text


def test_an_episode_keeps_its_number_until_it_ends_and_treaties_have_none():
    events = course("threat", "extended", "imposed", "lifted", "renewed", "threat", "unratified", "deal", "caught")
    assert [number for number, _ in told(*events)] == [1, 1, 1, 1, 0, 2, 2, 2, 3]


def test_senders_have_episodes_of_their_own():
    mexico = THREAT._replace(actor="MEX", other="USA")
    events = [THREAT, mexico, THREAT._replace(outcome="deal"), mexico._replace(outcome="deal")]
    assert [number for number, _ in told(*events)] == [1, 2, 1, 2]


def test_no_deal_that_grants_a_small_part_of_the_full_demand_is_told_as_a_large_one():
    forces = THREAT._replace(issue="foreign_forces", full=1.0, asked=0.05, granted=0.05, value=0.05, asked_share=0.05)
    (_, asked), (_, text) = told(forces, forces._replace(outcome="deal"))
    assert "as a first step, to accept US forces on its soil" in asked
    assert text.startswith("Mexico made the United States a small concession on US forces in Mexico")


def test_a_deal_after_an_imposition_ends_it_and_says_how_long_it_stood():
    texts = [text for _, text in told(*course("threat", "imposed", "deal"))]
    assert "25% tariff on cars, after a month" in texts[2]
    assert "avoided" not in texts[2]


def test_what_a_target_believes_is_told_when_it_changes():
    texts = [text for _, text in told(THREAT, THREAT, THREAT._replace(belief=0.9))]
    assert ["thought" in text or "did not doubt" in text for text in texts] == [True, False, True]


def test_the_same_demand_is_told_in_other_words_the_next_time():
    one, two = (text for _, text in told(THREAT, THREAT))
    assert " again asked " in two or " again called on " in two
    assert " again " not in one
    assert one[:50] != two[:50]


def test_who_has_granted_something_is_not_told_to_have_conceded_nothing():
    *_, (_, dropped) = told(*course("threat", "pocketed", "withdrawn"))
    assert dropped.endswith("content with what Mexico had granted.")
    *_, (_, lifted) = told(*course("threat", "pocketed", "imposed", "lifted"))
    assert "for nothing" not in lifted
    *_, (_, lifted) = told(*course("threat", "imposed", "lifted"))
    assert "for nothing in return" in lifted


def test_what_was_given_is_told_to_be_given():
    (_, asked), (_, answered) = told(THREAT._replace(given=True), THREAT._replace(outcome="deal", given=True))
    assert asked.endswith(" (The demand was given.)")
    assert answered.endswith(" (The answer was given.)")


def test_a_second_language_needs_a_catalogue_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "words").mkdir()
    english = (codes.BUNDLED / "words" / "english.csv").read_text(encoding="utf-8")
    (tmp_path / "words" / "english.csv").write_text(english, encoding="utf-8")
    other = english.replace("Mexico", "México").replace("and conceded nothing", "sin ceder nada")
    (tmp_path / "words" / "spanish.csv").write_text(f"{other}demand,energy_market_access,abrir\n", encoding="utf-8")
    monkeypatch.setattr(codes, "BUNDLED", tmp_path)
    ((_, text),) = told(THREAT, language="spanish")
    assert "México to abrir" in text


def test_a_language_without_a_catalogue_and_a_template_with_a_mistake_are_refused(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="language: there is no catalogue 'klingon'; known are english"):
        words("klingon")
    (tmp_path / "words").mkdir()
    file = tmp_path / "words" / "english.csv"
    monkeypatch.setattr(codes, "BUNDLED", tmp_path)
    file.write_text(f"kind,code,text\nthreat,{ANY},{{sendr}} asks\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"words/english.csv, row 2, column 'text': unknown field \{sendr\}; did you"):
        words()
