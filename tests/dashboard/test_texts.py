"""The page says everything in both languages, and says nothing that its table lacks."""

import re
from importlib.resources import files
from string import Formatter

import pytest

from giants.branch import changed
from giants.compose import offered
from giants.config import settings
from giants.dashboard import choices, levers, score, texts, view
from giants.measures.regimes import REGIMES
from giants.symbols import GOODS, PLANKS


@pytest.fixture(scope="module")
def page():
    static = files("giants.dashboard") / "static"
    return {file.name: file.read_text(encoding="utf-8") for file in static.iterdir()}


def test_each_text_has_the_same_fields_in_both_languages():
    english, spanish = texts.catalogue().values()
    for key, text in english.items():
        fields = [sorted(name for _, name, _, _ in Formatter().parse(one) if name) for one in (text, spanish[key])]
        assert fields[0] == fields[1], key


def test_every_text_that_the_page_names_is_there(page):
    known = texts.catalogue()["en"]
    for name, content in page.items():
        for key in re.findall(r"""(?:\bT\("|data-t=")([\w.]+)"\s*[),> ]""", content):
            assert key in known or (key[-1] == "." and any(one.startswith(key) for one in known)), f"{name}: {key}"


def test_every_choice_measure_layer_sector_and_regime_has_a_name():
    known = texts.catalogue()["en"]
    wanted = [f"choice.{name}" for group in levers.GROUPS for name in offered(group)]
    wanted += [f"group.{group}" for group in levers.GROUPS]
    wanted += [f"layer.{layer}" for layer in choices.LAYERS] + [f"s.{sector}" for sector in GOODS]
    wanted += [f"regime.{name}" for name in REGIMES] + [f"regime.about.{name}" for name in REGIMES]
    wanted += [f"m.{name}" for outcomes in score.OUTCOMES.values() for name in outcomes]
    assert [key for key in wanted if key not in known] == []


def test_every_choice_says_in_spanish_what_it_is():
    told = [choices.about(group, name) for group in levers.GROUPS for name in offered(group)]
    assert [one["en"] for one in told if one["es"] == one["en"]] == []


def test_every_lever_has_a_name_and_says_in_spanish_what_it_rests_on():
    known, tree = texts.catalogue()["en"], choices.defaults()
    groups = [*levers.ACTORS, *(f"mexico/{plank}" for plank in PLANKS)]
    rules = [settings(changed(tree, {group: name})) for group in groups for name in offered(group)]
    found = [*levers.uncertain(tree), *(lever for rule in rules for lever in levers.of_actors(rule))]
    assert len({lever.key for lever in found}) > 100
    assert {lever.key for lever in found if f"lever.{lever.key}" not in known} == set()
    assert {lever.basis for lever in found if texts.said(lever.basis)["es"] == lever.basis} == set()


def test_the_page_draws_only_what_it_is_sent(page):
    (head,) = re.findall(r"const HEAD = \[(.*?)\]", page["panels.js"])
    assert set(re.findall(r'"(\w+)"', head)) <= set(view.SHOWN)


def test_the_regimes_of_the_page_stand_in_the_order_of_their_codes(page):
    (listed,) = re.findall(r"const REGIMES = \[(.*?)\]", page["panels.js"])
    assert tuple(re.findall(r'"(\w+)"', listed)) == REGIMES
