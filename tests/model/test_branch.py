"""Branches of finished runs: what they repeat, what they may change, and what is refused."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest

from giants.branch import branch_settings
from giants.config import default_settings
from giants.errors import InputError
from giants.records.store import load_run
from giants.run import run, write

MONTHS, AT = 20, 12  # the branch month is 2027-08


@pytest.fixture(scope="module")
def parent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    words = [f"months={MONTHS}", "seed=3", "name=parent", f"runs_dir={folder}", "states.exceptions.SIN=strained"]
    write(run(default_settings([*words, "trade.theta_short=0.9"])))
    return folder / "parent"


def branch(parent, *words, month="2027-08"):
    finished = run(branch_settings([f"branch={parent}@{month}", *words]))
    path, _ = write(finished)
    return load_run(path)


def compare(one, other, months):
    """Assert that two runs recorded the same in `months`, but for the mark of a branch."""
    for name in one.tables:
        pair = []
        for kept in (one, other):
            table = kept.table(name)
            table = table[table["month"].isin(months)].drop(columns="parent", errors="ignore").reset_index(drop=True)
            # slots of groups that fill later differ in their labels, so categories are compared by position
            pair.append(table.assign(**{c: table[c].cat.codes for c in table.select_dtypes("category")}))
        pd.testing.assert_frame_equal(*pair, check_exact=True)


def test_a_branch_that_changes_nothing_is_its_parent(parent):
    same = branch(parent, "name=same")
    compare(load_run(parent), same, range(MONTHS))
    assert same.config["trade"]["theta_short"] == 0.9
    assert "SIN" in same.config["states"]["exceptions"]


def test_the_months_before_a_branch_are_its_parents_and_marked(parent):
    other = branch(parent, "name=other", "mexico=defiance", "usa=maximal_pressure", "months=24")
    compare(load_run(parent), other, range(AT))
    for name in other.tables:
        table = other.table(name)
        np.testing.assert_array_equal(table["parent"], table["month"] < AT)
    mine, theirs = other.measures, load_run(parent).measures
    assert len(mine) == 24
    assert mine["index"].iloc[-1] != theirs["index"].iloc[-1]
    assert other.manifest["branch"]["month"] == "2027-08"
    assert other.config["mexico"]["name"] == "defiance"


def test_another_seed_is_another_luck_after_the_branch_only(parent):
    other = branch(parent, "name=luck", "seed=4")
    compare(load_run(parent), other, range(AT))
    assert (other.measures["homicide_rate"].iloc[AT:] != load_run(parent).measures["homicide_rate"].iloc[AT:]).all()


def test_a_branch_of_a_branch_goes_on_from_it_and_can_begin_before_it(parent):
    first = branch(parent, "name=first", "mexico=defiance")
    second = branch(first.path, "name=second", "mexico/security=iron_fist", month="2027-12")
    compare(first, second, range(AT + 4))
    early = branch(first.path, "name=early", "threats=false", month="2027-02")
    compare(load_run(parent), early, range(6))
    assert early.config["mexico"]["name"] == "defiance"


def test_a_coarser_record_of_a_branch_keeps_the_same_months(parent):
    coarse = branch(parent, "name=coarse", "record=yearly")
    np.testing.assert_array_equal(coarse.measures["index"], load_run(parent).measures["index"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["trade.theta_short=2"], "trade.theta_short: a branch keeps what its parent has"),
        (["start=2026-01"], "start: a branch keeps what its parent has"),
        (["mexico=nobody"], "mexico: there is no choice 'nobody'"),
        (["mexico/police=x"], "mexico/police: there is no such group"),
        (["mexico.security.nothing.prevention=1"], "mexico.security.nothing: there is no such setting"),
        (["usa.nothing=1"], "usa.nothing: unknown key"),
        (["seed=1,2"], "seed=1,2: give one value"),
        ([f"months={AT}"], f"months={AT}: counted from the start"),
        (["states.exceptions.QQQ=strained"], "states.exceptions.QQQ"),
    ],
)
def test_what_a_branch_may_not_change_is_refused_by_name(parent, words, says):
    with pytest.raises(InputError) as error:
        branch_settings([f"branch={parent}@2027-08", *words])
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("month", ["2026-08", "2028-05", "2020-01", "August", ""])
def test_a_month_outside_the_parents_run_is_refused(parent, month):
    with pytest.raises(InputError, match=r"month|branch="):
        branch_settings([f"branch={parent}@{month}"])


def test_a_branch_can_begin_in_the_month_after_its_parents_end(parent):
    longer = branch(parent, "name=longer", "months=22", month="2028-04")
    np.testing.assert_array_equal(longer.measures["index"].head(MONTHS), load_run(parent).measures["index"])
    assert len(longer.measures) == 22


def damaged(parent, tmp_path, change):
    """Return settings of a branch whose parent is then changed."""
    copy = tmp_path / "copy"
    shutil.copytree(parent, copy)
    settings = branch_settings([f"branch={copy}@2027-08", "name=of-damaged"])
    change(copy)
    return copy, settings


def test_a_parent_that_has_changed_is_refused(parent, tmp_path):
    def edit(copy):
        file = copy / "config.yaml"
        file.write_text(file.read_text().replace("seed: 3", "seed: 4"))

    copy, settings = damaged(parent, tmp_path, edit)
    with pytest.raises(InputError, match="its digest differs"):
        run(settings)
    with pytest.raises(InputError, match="does not repeat what it recorded"):
        run(branch_settings([f"branch={copy}@2027-08", "name=of-damaged"]))


def test_a_parent_that_other_code_made_is_refused(parent, tmp_path):
    def age(copy):
        file = copy / "manifest.json"
        manifest = json.loads(file.read_text())
        manifest["depends"]["giants"] = "0.0.1 (of yesterday)"
        file.write_text(json.dumps(manifest))

    _, settings = damaged(parent, tmp_path, age)
    with pytest.raises(InputError, match=r"other code made that run \(giants 0\.0\.1"):
        run(settings)
