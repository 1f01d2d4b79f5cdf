"""Exceptions to a population's rule: named by file, saved whole, repeated, and refused in one line."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from giants.config import as_tree, choice, default_settings, settings
from giants.errors import InputError
from giants.exceptions import by_name, of_firms
from giants.model import Giants
from giants.run import folder, run, write
from giants.sweep.axes import _runs, composer, sweep_from
from giants.sweep.replace import replaced
from giants.sweep.task import settings_of
from giants.symbols import CHN, SECTORS, STATES, USA

SINALOA = STATES.index("25")
AUTOS = SECTORS.index("AUT")


@pytest.mark.parametrize(
    "words", ["states.exceptions.SIN=strained", "+states.exceptions.SIN=strained", "states.exceptions={SIN: strained}"]
)
def test_an_exception_names_a_choice_of_its_group(words):
    made = default_settings([words])
    assert made.exceptions.states == {"SIN": choice("states", "strained")}
    assert made.states == default_settings().states
    model = Giants(made)
    assert [s.i for s in model.states if s.rule != made.states] == [SINALOA]


def test_groups_go_by_short_name_or_id():
    held = choice("cartels", "territorial")
    made = default_settings(["cartels.exceptions={CJNG: territorial, N10013: territorial}"])
    assert by_name("cartels", made.exceptions.cartels) == {0: held, 1: held}
    labels = Giants(made).group_labels()
    assert labels[:2] == ("CJNG", "Sinaloa")


def test_firms_go_by_home_or_sector_and_their_sector_comes_first():
    made = default_settings(["firms.exceptions={AUT: footloose, CHN: {caution: 0.9}}"])
    home, sector = np.array([CHN, CHN, USA, USA]), np.array([0, AUTOS, AUTOS, 0])
    quick, slow = made.exceptions.firms["AUT"], made.exceptions.firms["CHN"]
    assert quick == choice("firms", "footloose")
    assert of_firms(made.exceptions.firms, home, sector) == {0: slow, 1: quick, 2: quick}


def test_single_settings_change_the_populations_own_rule():
    made = default_settings(["states=strained", "states.loss=0.2", "states.exceptions.SIN.incentives=0.7"])
    assert made.exceptions.states["SIN"] == replace(made.states, incentives=0.7)
    assert made.states.loss == 0.2


def test_null_is_no_exception():
    assert default_settings(["states.exceptions.SIN=null"]) == default_settings()


def test_a_choice_of_the_users_own_folder_can_be_named(tmp_path, monkeypatch):
    (tmp_path / "conf" / "states").mkdir(parents=True)
    (tmp_path / "conf" / "states" / "lax.yaml").write_text(
        "rule: strained\nloss: 0.9\nincentives: 0.0\nresistance: 0.1\n"
    )
    monkeypatch.chdir(tmp_path)
    assert default_settings(["states.exceptions.SIN=lax"]).exceptions.states["SIN"].loss == 0.9


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("states.exceptions.SIM=strained", ["states.exceptions.SIM", "did you mean 'SIN'"]),
        ("states.exceptions.SIN=straind", ["states.exceptions.SIN", "no choice 'straind'", "did you mean 'strained'"]),
        ("states.exceptions.SIN=../cartels/adaptive", ["states.exceptions.SIN", "is a path", "a member of its group"]),
        ("states.exceptions.SIN=adaptive", ["states.exceptions.SIN", "no choice 'adaptive'"]),
        ("states.exceptions.SIN=3", ["states.exceptions.SIN", "expected a rule"]),
        ("states.exceptions=3", ["states.exceptions", "expected keys and values"]),
        ("states.exceptions.SIN.incentives=7", ["states.exceptions.SIN.incentives", "less than or equal to 1"]),
        ("states.exceptions.SIN.incentivs=1", ["states.exceptions.SIN.incentivs", "did you mean 'incentives'"]),
        ("cartels.exceptions.CJNJ=territorial", ["cartels.exceptions.CJNJ", "did you mean 'CJNG'"]),
        ("cartels.exceptions={CJNG: adaptive, N10025: territorial}", ["CJNG, N10025", "same row"]),
        ("firms.exceptions.AUTO=footloose", ["firms.exceptions.AUTO", "did you mean 'AUT'"]),
        ("firms.exceptions.MEX=footloose", ["firms.exceptions.MEX", "unknown key"]),
    ],
)
def test_a_wrong_exception_is_one_line_with_the_nearest_name(word, parts):
    with pytest.raises(InputError) as error:
        default_settings([word])
    assert "\n" not in str(error.value)
    for part in parts:
        assert part in str(error.value)


def test_a_run_with_exceptions_is_repeated_from_its_saved_configuration(tmp_path):
    words = [
        "states.exceptions.SIN=strained",
        "cartels.exceptions.CJNG=territorial",
        "firms.exceptions.CHN.caution=0.9",
    ]
    first = run(default_settings([*words, "months=3", f"runs_dir={tmp_path}"]))
    path, _ = write(first)
    saved = yaml.safe_load((path / "config.yaml").read_text())
    assert saved["states"]["exceptions"]["SIN"] == {"rule": "strained", **as_tree(choice("states", "strained"))}
    again = settings(saved)
    assert again == first.settings
    assert folder(again) == path
    for name, table in run(again).frames().items():
        assert table.equals(first.frames()[name]), name
    assert first.manifest["notes"] == []


def test_a_run_without_exceptions_is_saved_without_the_key():
    tree = as_tree(default_settings())
    assert "exceptions" not in tree
    assert "exceptions" not in tree["states"]


def test_the_first_months_of_a_run_feel_the_exception():
    usual, other = (run(default_settings(["months=2", *words])) for words in ([], ["states.exceptions.SIN=strained"]))
    one, two = (finished.frames()["states"] for finished in (usual, other))
    assert not one.equals(two)


@pytest.mark.parametrize("word", ["states.exceptions.SIN=strained,null", "+states.exceptions.SIN=strained,null"])
def test_an_exception_can_be_an_axis_of_a_sweep(word):
    _, definition = sweep_from(["name=x", word, "seed=1,2", "months=2"])
    assert [label["states.exceptions.SIN"] for label in definition.labels] == ["strained", "null"]
    rules = [settings_of(definition, run_id).exceptions.states for run_id in range(4)]
    strained = {"SIN": choice("states", "strained")}
    assert sorted(map(bool, rules)) == [False, False, True, True]
    assert all(rule in ({}, strained) for rule in rules)


def test_single_settings_of_an_exception_can_be_replaced_by_path():
    made = replaced(default_settings(["states.exceptions.SIN=strained"]), {"states.exceptions.SIN.loss": 0.1})
    assert made.exceptions.states["SIN"] == replace(choice("states", "strained"), loss=0.1)
    for path, words in (
        ("states.exceptions.SIN.loss", "states.exceptions.SIN.loss: input should be less than"),
        ("states.exceptions.SIM.loss", "states.exceptions.SIM: unknown key; did you mean 'SIN'"),
    ):
        with pytest.raises(InputError, match=words):
            replaced(made, {path: 7.0})


@pytest.mark.parametrize("word", ["states.exceptions.SIN=strained", "+states.exceptions.SIN=strained"])
def test_a_word_replaces_the_usual_exception_of_an_experiment(word):
    with composer() as hydra:
        assert _runs(hydra, {"states.exceptions.SIN": "strained,null"}, [word]) == [word]
