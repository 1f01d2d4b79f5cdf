"""Commands, folders and columns of earlier versions are read under the names of today."""

import copy
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from giants import renames
from giants.branch import branch_settings
from giants.compose import compose, conf_dir
from giants.config import as_tree, default_settings, settings
from giants.errors import InputError
from giants.records import load_run
from giants.records.tables import columns_of
from giants.renames import GONE, RENAMED
from giants.run import is_there, run, write
from giants.sweep.api import sweep
from giants.sweep.axes import sweep_from
from giants.sweep.definition import Definition
from giants.sweep.drive import plan
from giants.sweep.folder import Folder
from giants.sweep.load import load_sweep, read_part
from giants.sweep.task import settings_of
from giants.symbols import BLOCKS, table
from giants.world import World

SYMBOLS = {old: new for old, new in RENAMED.items() if old.startswith("world.")}
CHOICES = {old: new for old, new in RENAMED.items() if "=" in old}
SETTINGS = {old: new for old, new in RENAMED.items() if old not in SYMBOLS and old not in CHOICES}
FACTOR, OLD_FACTOR = "security.conflict.escalation_memory", "security.conflict.heat_memory"


def leaves(tree, path=""):
    if isinstance(tree, dict) and tree:
        return {k: v for key, value in tree.items() for k, v in leaves(value, f"{path}.{key}".lstrip(".")).items()}
    return {path: tree}


def earlier(tree):
    """A configuration with the oldest names of its settings."""
    old = {new: old for old, new in reversed(SETTINGS.items())}
    out = {}
    for path, value in leaves(tree).items():
        start = next((new for new in sorted(old, key=len, reverse=True) if f"{path}.".startswith(f"{new}.")), "")
        *way, last = (old[start] + path[len(start) :] if start else path).split(".")
        at = out
        for part in way:
            at = at.setdefault(part, {})
        at[last] = value
    return out


def earlier_columns(names, kind):
    """Today's columns of a table -> those that an earlier version gave them."""
    known = columns_of(kind)
    old = {}
    for before, now in SYMBOLS.items():
        start, found = before.rpartition(".")[2], now.rpartition(".")[2]
        if start == found or before.count(".") < 2:
            continue
        for name in names:
            was = start + name[len(found) :]
            if name in known and was not in known and (name == found or name.startswith(f"{found}_")):
                old.setdefault(name, was)
    return old | ({FACTOR: OLD_FACTOR} if FACTOR in names else {})


def test_what_an_old_name_stands_for_exists_and_the_old_name_does_not():
    names = {f"world.{row['block']}.{row['name']}" for row in table()} | {f"world.{block}" for block in BLOCKS}
    assert set(SYMBOLS.values()) <= names
    assert not set(SYMBOLS) & names
    paths = leaves(compose())
    sections = {".".join(path.split(".")[:depth]) for path in paths for depth in range(1, 9)}
    sections |= {p.parent.relative_to(conf_dir()).as_posix() for p in conf_dir().rglob("*.yaml")}
    assert set(SETTINGS.values()) <= sections
    assert not set(SETTINGS) & sections
    files = {f"{p.parent.relative_to(conf_dir()).as_posix()}={p.stem}" for p in conf_dir().rglob("*.yaml")}
    assert set(CHOICES.values()) <= files
    assert not set(CHOICES) & files


def test_a_name_is_followed_in_one_step():
    """What was renamed twice says at once what it is today."""
    for new in RENAMED.values():
        assert new not in RENAMED
        assert "=" in new or renames.setting(new) == new


@pytest.mark.parametrize(("old", "new"), SETTINGS.items(), ids=lambda name: name)
def test_an_override_under_an_earlier_name_is_that_of_today(old, new, capsys):
    renames.note.cache_clear()
    assert renames.overrides([f"+{old}.x=1", f"{old}=2"]) == [f"+{new}.x=1", f"{new}=2"]
    assert f"{old} is {new} now" in capsys.readouterr().err


@pytest.fixture(scope="module")
def usual():
    return compose()


@pytest.mark.parametrize("gone", GONE)
def test_a_setting_that_has_gone_is_left_out_with_a_word_on_what_does_its_work(gone, usual, capsys):
    assert gone not in leaves(usual)
    renames.note.cache_clear()
    assert renames.overrides(["seed=3", f"{gone}=1"]) == ["seed=3"]
    assert GONE[gone] in capsys.readouterr().err
    renames.note.cache_clear()
    tree = {}
    at = tree
    for part in gone.split(".")[:-1]:
        at = at.setdefault(part, {"other": 1})
    at[gone.rpartition(".")[2]] = 2
    assert gone not in leaves(renames.settings(tree))
    assert GONE[gone] in capsys.readouterr().err


def test_a_command_under_an_earlier_name_composes_the_same():
    assert compose([f"{OLD_FACTOR}=0.5"]) == compose([f"{FACTOR}=0.5"])


def test_a_choice_under_its_earlier_name_is_that_of_today():
    words = ["name=t", "design=lhs", "design.size=2"]
    old, new = (sweep_from([*words, f"uncertainty={name}"])[1] for name in ("levers", "policy_levers"))
    assert old == new


@pytest.mark.parametrize("read", [compose, lambda words: sweep_from(["name=t", *words])], ids=["run", "sweep"])
def test_a_setting_under_two_names_is_refused(read):
    with pytest.raises(InputError, match=r"given under two names, .* keep one"):
        read([f"{OLD_FACTOR}=0.5", f"{FACTOR}=0.5"])


def test_a_configuration_that_holds_both_names_is_refused(usual):
    tree = copy.deepcopy(usual)
    tree["security"]["conflict"]["heat_memory"] = 0.5
    with pytest.raises(InputError, match=f"{FACTOR}: given under two names"):
        settings(tree)


def test_the_configuration_of_an_earlier_version_gives_the_same_settings():
    chosen = default_settings()
    tree = earlier(as_tree(chosen))
    assert not set(leaves(tree)) & {
        path for path in leaves(as_tree(chosen)) if path.startswith(tuple(SETTINGS.values()))
    }
    assert settings(tree) == chosen


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A run as it is written today, and the same folder as an earlier version wrote it."""
    place = tmp_path_factory.mktemp("runs")
    words = ["months=3", "record=full", f"runs_dir={place}"]
    new, _ = write(run(default_settings([*words, "name=new"])))
    old, _ = write(run(default_settings([*words, "name=old"])))
    (old / "config.yaml").write_text(yaml.safe_dump(earlier(yaml.safe_load((old / "config.yaml").read_text()))))
    numbers = json.loads((old / "summary.json").read_text())
    names = earlier_columns(numbers, "runs")
    (old / "summary.json").write_text(json.dumps({names.get(k, k): v for k, v in numbers.items()}))
    for file in old.glob("*.parquet"):
        content = pq.read_table(file)
        names = earlier_columns(content.column_names, file.stem)
        pq.write_table(content.rename_columns([names.get(name, name) for name in content.column_names]), file)
    return load_run(new), load_run(old)


def test_an_earlier_run_folder_loads_under_todays_names(runs):
    new, old = runs
    assert old.summary == new.summary
    for name in new.tables:
        pd.testing.assert_frame_equal(old.table(name), new.table(name))


def test_an_earlier_run_is_found_by_the_command_of_today_and_goes_on_as_a_branch(runs):
    old = runs[1]
    assert is_there(settings(old.config))
    branched = branch_settings([f"branch={old.path}@2026-09", f"runs_dir={old.path.parent}", "mexico=defiance"])
    write(run(branched))


def test_a_world_saved_under_earlier_names_loads(tmp_path):
    import numpy as np

    world = World()
    old = {new: old for old, new in SYMBOLS.items() if old.count(".") == 2 and not new.startswith("world.base.")}
    arrays = {old.get(f"world.{name}", f"world.{name}").removeprefix("world."): v for name, v in world.arrays().items()}
    np.savez(tmp_path / "w.npz", **arrays)
    assert World.load(tmp_path / "w.npz").arrays().keys() == world.arrays().keys()


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory):
    """A sweep as it is written today, and the same folder as an earlier version wrote it."""
    place = tmp_path_factory.mktemp("sweeps")
    words = [f"runs_dir={place}", "months=2", "record=monthly", f"{FACTOR}=0.8,0.9", "engine=serial", "quiet=true"]
    sweep(["name=new", *words])
    new, old = Folder(place / "new"), Folder(place / "old")
    content = new.definition().content()
    content["trees"] = [earlier(tree) for tree in content["trees"]]
    content["grid"] = {OLD_FACTOR: content["grid"][FACTOR]}
    old.create(Definition.of(content), {k: v for k, v in new.manifest().items() if k not in ("format", "digests")})
    for part in new.scan(2)[2]:
        tables = {name: read_part(new.path / "parts" / name / file, name) for name, file in part.tables.items()}
        whole = {"runs": read_part(part.path, "runs"), **tables}
        for name, kept in whole.items():
            names = earlier_columns(kept.column_names, name)
            whole[name] = kept.rename_columns([names.get(column, column) for column in kept.column_names])
        old.save(whole.pop("runs"), whole)
    return new, old


def test_an_earlier_sweep_loads_under_todays_names(sweeps):
    new, old = sweeps
    for name in ("runs", "measures", "states"):
        pd.testing.assert_frame_equal(load_sweep(old.path, name), load_sweep(new.path, name))
    assert load_sweep(old.path, columns=[FACTOR])[FACTOR].tolist() == [0.8, 0.9]


def test_an_earlier_sweep_is_the_one_that_its_command_asks_for_today(sweeps):
    new, old = sweeps
    assert settings_of(old.definition(), 1) == settings_of(new.definition(), 1)
    assert plan(old, new.definition(), new.manifest())


def test_a_sweep_whose_parts_are_of_two_versions_merges(sweeps, tmp_path):
    new, old = sweeps
    both = [read_part(folder.scan(2)[2][0].path, "runs") for folder in (new, old)]
    assert both[0].schema.names == both[1].schema.names
    assert pa.concat_tables(both).num_rows == 2 * both[0].num_rows
