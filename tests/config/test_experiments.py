"""Every experiment of conf/experiment runs, says what it asks, and is in the documentation."""

from pathlib import Path

import pytest
import yaml

from giants.compose import conf_dir, with_experiment
from giants.errors import InputError
from giants.sweep.axes import sweep_from
from giants.sweep.chunk import run_one
from giants.sweep.rows import SUCCEEDED
from giants.sweep.task import simulate

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (conf_dir() / "experiment").glob("*.yaml") if path.stem != "none")
QUICK = ("chinese_screening", "coercion", "tariff_shock")
"""Experiments that are small enough to run by default; the others run among the slow tests."""


def tree(name):
    return yaml.safe_load((conf_dir() / "experiment" / f"{name}.yaml").read_text())


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in NAMES])
def test_an_experiment_runs_small(name):
    """Both ends of every axis of values, at one month; of long lists of strategies and postures two members."""
    short = {"mexico": "status_quo,calibrated_autonomy", "usa": "transactional,decoupling"}
    words = [
        f"{key}={short[key]}" for key, value in tree(name)["runs"].items() if key in short and "glob" in str(value)
    ]
    asked, definition = sweep_from([f"experiment={name}", "seed=1", "months=1", *words])
    assert asked.name == name
    assert asked.question.endswith((".", "?", ")"))
    for script in asked.analysis:
        assert (ROOT / "analysis" / script.split()[0]).is_file()
    rows = [run_one(definition.job(i), simulate(definition))[0] for i in (0, definition.size - 1)]
    assert [row.status for row in rows] == [SUCCEEDED] * 2, rows[-1].failure
    assert rows[0].numbers != rows[1].numbers


def test_the_documentation_lists_every_experiment_with_its_question():
    page = " ".join((ROOT / "docs" / "sweeps.md").read_text().split())
    for name in NAMES:
        assert f"`{name}`" in page
        assert tree(name)["question"] in page


def test_one_run_of_an_experiment_is_a_run_with_its_settings():
    words = with_experiment(["experiment=coercion", "mexico=defiance", "usa=maximal_pressure", "seed=4"])
    assert set(words) == {"twins=threats", "mexico=defiance", "usa=maximal_pressure", "seed=4"}
    with pytest.raises(InputError, match="did you mean 'coercion'"):
        with_experiment(["experiment=coertion"])


def test_an_experiment_whose_points_are_drawn_is_left_to_giants_sweep(tmp_path, monkeypatch):
    own = tmp_path / "conf" / "experiment"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("defaults:\n  - override /design: lhs\nruns: {seed: 1}\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="say giants-sweep experiment=mine"):
        with_experiment(["experiment=mine"])
