"""Every rule, one contract: configured by its file, frozen, in bounds, deterministic, blind to what is not its own."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.compose import conf_dir
from giants.policies import RULES, rule_name
from giants.policies.base import CartelViews, FirmViews, StateViews
from giants.schema import build
from giants.symbols import LAUNDERING

CASES = [(group, rule) for group, rules in RULES.items() for rule in rules]
NAMES = [f"{group}={rule_name(rule)}" for group, rule in CASES]
POPULATIONS = {"states": StateViews, "cartels": CartelViews, "firms": FirmViews}
UP_TO_FIVE = {"kingpin", "us_salience", "us_aid", "us_treatment", "china_push", "police", "local_social_effort"}
UP_TO_FIVE |= {"cartel_move", "cartel_fight", "cartel_focus", "firm_hazard"}


def configured(group, rule):
    path = conf_dir() / group / f"{rule_name(rule)}.yaml"
    tree = yaml.safe_load(path.read_text())
    assert tree.pop("rule") == rule_name(rule)
    return build(rule, tree, group)


def columns(kind, rng, rows):
    scale = {"homicide_rate": 80, "groups": 20, "members": 3e4, "states": 23, "size": 5, "rivals": 3}
    values = {f.name: scale.get(f.name, 1) * rng.random(rows) for f in dataclasses.fields(kind)}
    for column in values.values():
        column.flags.writeable = False
    return kind(**values)


def a_view(view, group, rng, rows=7):
    return columns(POPULATIONS[group], rng, rows) if group in POPULATIONS else view(rng)


@pytest.mark.parametrize(("group", "rule"), CASES, ids=NAMES)
def test_a_rule_is_frozen_and_its_file_gives_every_field(group, rule):
    made = configured(group, rule)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, dataclasses.fields(made)[0].name, 0)


@pytest.mark.parametrize(("group", "rule"), CASES, ids=NAMES)
def test_actions_are_finite_and_in_bounds_for_any_view(group, rule, view):
    made = configured(group, rule)
    for seed in range(20):
        action = made.decide(a_view(view, group, np.random.default_rng(seed)))
        for f in dataclasses.fields(action):
            values = np.asarray(getattr(action, f.name))
            top = 5.0 if f.name in UP_TO_FIVE else 1.0
            assert np.all(np.isfinite(values)), f.name
            assert np.all(values >= 0.0), f.name
            assert np.all(values <= top), f.name


@pytest.mark.parametrize(("group", "rule"), CASES, ids=NAMES)
def test_the_same_view_gives_the_same_action(group, rule, view):
    made = configured(group, rule)
    one, two = (made.decide(a_view(view, group, np.random.default_rng(5))) for _ in range(2))
    for f in dataclasses.fields(one):
        np.testing.assert_array_equal(getattr(one, f.name), getattr(two, f.name))


@pytest.mark.parametrize(("group", "rule"), [c for c in CASES if c[0] in POPULATIONS])
def test_row_i_of_a_population_depends_on_row_i_only(group, rule):
    made = configured(group, rule)
    kind = POPULATIONS[group]
    whole = columns(kind, np.random.default_rng(1), 9)
    for row in range(9):
        alone = kind(**{f.name: getattr(whole, f.name)[row : row + 1] for f in dataclasses.fields(kind)})
        all_rows, one_row = made.decide(whole), made.decide(alone)
        for f in dataclasses.fields(one_row):
            np.testing.assert_allclose(getattr(all_rows, f.name)[row], getattr(one_row, f.name)[0])


@pytest.mark.parametrize(("group", "rule"), [c for c in CASES if c[0] == "cartels"])
def test_laundering_channels_are_shares_of_one(group, rule, view):
    mix = configured(group, rule).decide(a_view(view, group, np.random.default_rng(2))).cartel_launder
    assert mix.shape[-1] == len(LAUNDERING)
    np.testing.assert_allclose(mix.sum(-1), 1.0)


def test_classes_files_and_configuration_name_the_same_rules():
    package = Path(__import__("giants.policies", fromlist=["x"]).__file__).parent
    helpers = {"__init__", "base", "gains", "interest", "lines", "strategy", "unilateral_measures"}
    for group, rules in RULES.items():
        names = {rule_name(rule) for rule in rules}
        assert {p.stem for p in (package / group).glob("*.py")} - helpers == names
        assert {p.stem for p in (conf_dir() / group).glob("*.yaml")} == names


def test_iron_fist_presses_harder_where_there_is_more_violence(view):
    rule = configured("mexico/security", next(r for r in RULES["mexico/security"] if rule_name(r) == "iron_fist"))
    rng = np.random.default_rng(3)
    calm, violent = (rule.decide(view(rng, homicide_rate=rate)) for rate in (10.0, 60.0))
    assert violent.kingpin > calm.kingpin
    assert violent.enforcement > calm.enforcement


def test_a_transactional_washington_weighs_drugs_by_deaths(view):
    rule = configured("usa", next(r for r in RULES["usa"] if rule_name(r) == "transactional"))
    rng = np.random.default_rng(3)
    few, many = (rule.decide(view(rng, overdose_deaths=d)).us_salience[0] for d in (38_000.0, 152_000.0))
    assert many / few == pytest.approx(4.0**0.5)


def test_accommodation_never_retaliates_and_defiance_always_does(view):
    rng = np.random.default_rng(4)
    rules = {rule_name(r): configured("mexico/diplomacy", r) for r in RULES["mexico/diplomacy"]}
    assert rules["accommodate"].decide(view(rng)).retaliation.sum() == 0.0
    assert rules["defy"].decide(view(rng)).retaliation.min() > 0.0
