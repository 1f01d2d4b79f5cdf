"""The page says everything in both languages, and says nothing that its table lacks."""

import re
from importlib.resources import files
from string import Formatter

import pytest

from giants.compose import offered
from giants.dashboard import levers, score, texts, view
from giants.measures.regimes import REGIMES
from giants.symbols import GOODS


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
    wanted += [f"layer.{layer}" for layer in view.LAYERS] + [f"s.{sector}" for sector in GOODS]
    wanted += [f"regime.{name}" for name in REGIMES] + [f"regime.about.{name}" for name in REGIMES]
    wanted += [f"m.{name}" for outcomes in score.OUTCOMES.values() for name in outcomes]
    assert [key for key in wanted if key not in known] == []


def test_the_page_draws_only_what_it_is_sent(page):
    (head,) = re.findall(r"const HEAD = \[(.*?)\]", page["panels.js"])
    assert set(re.findall(r'"(\w+)"', head)) <= set(view.SHOWN)


def test_the_regimes_of_the_page_stand_in_the_order_of_their_codes(page):
    (listed,) = re.findall(r"const REGIMES = \[(.*?)\]", page["panels.js"])
    assert tuple(re.findall(r'"(\w+)"', listed)) == REGIMES
