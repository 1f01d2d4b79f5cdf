"""A configuration kept by a version that had fewer settings is read with today's defaults for the others."""

import copy

import pytest
import yaml

from giants import saved
from giants.branch import branch_settings
from giants.config import as_tree, default_settings, settings
from giants.errors import InputError, MissingSettingError
from giants.explain.log import read
from giants.run import run, write
from giants.saved import saved_settings

LATER = (
    "politics.survival",
    "politics.postures.coercive.openness",
    "politics.successor.security.kingpin",
    "bargaining.start_rate",
    "bargaining.common_agency",
    "trade.wage_half_life",
    "security.market",
    "usa.unilateral_measures.arms_control",
    "mexico.security.kingpin",
    "states.exceptions.SIN.loss",
    "twins",
)


def without(tree, *paths):
    """The configuration of a version that did not have the settings `paths` yet."""
    tree = copy.deepcopy(tree)
    for path in paths:
        *way, last = path.split(".")
        at = tree
        for part in way:
            at = at[part]
        del at[last]
    return tree


@pytest.fixture(scope="module")
def usual():
    return as_tree(default_settings(["politics=alternating", "mexico=defiance", "states.exceptions.SIN=strained"]))


@pytest.fixture(autouse=True)
def _every_note_is_said():
    saved.note.cache_clear()


@pytest.mark.parametrize("path", LATER)
def test_a_setting_that_came_later_is_as_todays_choice_has_it(path, usual, capsys):
    tree = without(usual, path)
    with pytest.raises(MissingSettingError, match=path):
        settings(tree)
    assert saved_settings(tree, "runs/old") == settings(usual)
    assert f"runs/old is of a version without {path}" in capsys.readouterr().err


def test_many_settings_that_came_later_are_told_in_one_line(usual, capsys):
    assert saved_settings(without(usual, *LATER), "runs/old") == settings(usual)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"and {len(LATER) - 3} more" in said


def test_what_is_no_setting_any_more_is_left_out_with_a_note(usual, capsys):
    tree = usual | {"usa": usual["usa"] | {"charm": 1.0}, "trade": usual["trade"] | {"generosity": 0.75}, "x": 1}
    assert saved_settings(tree, "runs/old") == settings(usual)
    assert "runs/old is of a version with x, usa.charm, trade.generosity; left out" in capsys.readouterr().err


def test_what_no_default_has_is_still_refused(usual):
    tree = usual | {"mexico": usual["mexico"] | {"triggers": [{"plank": "security"}]}}
    with pytest.raises(InputError, match=r"^mexico\.triggers\.0\.signpost: missing"):
        saved_settings(tree, "runs/old")


def test_a_run_of_an_earlier_version_is_explained_and_branched(tmp_path):
    folder, _ = write(run(default_settings(["months=2", "record=monthly", f"runs_dir={tmp_path}", "name=old"])))
    file = folder / "config.yaml"
    whole = read(str(folder)).settings
    earlier = without(yaml.safe_load(file.read_text()), "politics.survival", "usa.unilateral_measures.arms_control")
    file.write_text(yaml.safe_dump(earlier))
    assert read(str(folder)).settings == whole
    branched = branch_settings([f"branch={folder}@2026-09", f"runs_dir={tmp_path}", "mexico=defiance"])
    assert branched.politics == whole.politics
