"""A search finds the known front of a problem with a closed form, continues where it stopped, and respects limits."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sweep_tasks as tasks
import yaml

from giants.errors import InputError
from giants.sweep.axes import search_from
from giants.sweep.choice import largest_regret, strategy
from giants.sweep.definition import Definition
from giants.sweep.design import Uncertainty
from giants.sweep.engines.base import StorageError
from giants.sweep.factors import Constraint, Factor
from giants.sweep.search import Candidates, SearchSettings, dominated, search, verdict

pytest.importorskip("pymoo", reason="the extra search is not installed")

LEVERS = {
    "effort": Factor("uniform", "test", low=-2.0, high=4.0),
    "waste": Factor("uniform", "test", low=0.0, high=1.0),
}


def settings(place, generations=25, constraints=(), quiet=True):
    return SearchSettings(
        name="s", runs_dir=str(place), runs={}, uncertainty=Uncertainty(LEVERS, constraints),
        aims={"near_zero": "minimise", "near_two": "maximise"}, population=24, generations=generations,
        algorithm_seed=1, fresh_seeds=3, workers=1, quiet=quiet,
    )  # fmt: skip


BASE = Definition(labels=[{"mexico": "a"}], trees=[{}], seeds=[1, 2])


class Serial:
    """Computes here; after `lasts` generations the disk is full."""

    workers = 1

    def __init__(self, lasts=1000):
        self.lasts = lasts

    def __call__(self, given):
        self.lasts -= 1
        if self.lasts < 0:
            raise StorageError("No space left on device")
        tasks.serial(given)


def carry_out(place, engine=None, **changes):
    path, told = search(settings(place, **changes), BASE, tasks.schaffer, engine or Serial(), {"giants": "code"})
    assert "on fresh seeds" in told
    return pd.read_csv(path)


def test_schaffers_front_is_found(tmp_path):
    """Schaffer (1985): x**2 against (x - 2)**2 has the front 0 <= x <= 2; waste worsens both."""
    front = carry_out(tmp_path)
    assert len(front) > 10
    assert front["effort"].between(-0.05, 2.05).all()
    assert front["waste"].max() < 0.15
    np.testing.assert_allclose(front["near_zero"], front["effort"] ** 2 + front["waste"], atol=1e-9)
    np.testing.assert_allclose(front["near_two_fresh"], front["near_two"], atol=1e-9)
    assert front["effort"].max() - front["effort"].min() > 1.5


def test_an_interrupted_search_continues_to_the_same_front(tmp_path):
    whole = carry_out(tmp_path / "whole", generations=6)
    with pytest.raises(InputError, match="the same command continues"):
        carry_out(tmp_path / "cut", Serial(lasts=3), generations=6)
    assert 3 <= len(list((tmp_path / "cut" / "s").glob("generation-*"))) < 6
    assert carry_out(tmp_path / "cut", generations=6).equals(whole)


def test_more_generations_continue_a_search_that_ended(tmp_path):
    carry_out(tmp_path / "s", generations=3)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "s" / "s").glob("generation-*/parts/runs/*")}
    longer = carry_out(tmp_path / "s", generations=5)
    assert before == {p: p.stat().st_mtime_ns for p in before}, "what was there is not computed again"
    assert longer.equals(carry_out(tmp_path / "at_once", generations=5))


def test_the_best_so_far_is_never_lost_again(tmp_path, capsys):
    carry_out(tmp_path, generations=8, quiet=False)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("generation")]
    told = np.array([[float(part.split()[-1]) for part in line.split(":")[1].split(",")] for line in lines])
    assert len(told) == 8
    assert "best so far near_zero" in lines[0]
    assert (np.diff(told, axis=0) * [1, -1] <= 0).all()  # the first aim is minimised, the second maximised
    assert (told[-1] != told[0]).any()


KILLED = """
import sys, time, test_sweep_search as search
class Slow(search.Serial):
    def __call__(self, given):
        time.sleep(0.1)
        super().__call__(given)
search.carry_out(search.Path(sys.argv[1]), Slow(), generations=6)
"""


@pytest.mark.slow
def test_a_search_that_is_killed_continues_to_the_same_front(tmp_path, support):
    paths = os.pathsep.join([str(support), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", KILLED, str(tmp_path / "killed")]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths}, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while len(list((tmp_path / "killed" / "s").glob("generation-*"))) < 3:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert not (tmp_path / "killed" / "s" / "front.csv").exists()
    assert carry_out(tmp_path / "killed", generations=6).equals(carry_out(tmp_path / "whole", generations=6))


def test_the_front_is_judged_again_on_fresh_seeds():
    """Hand-made: the first two beat each other, the third is beaten by both; one order is kept, one reversed."""
    fresh = np.array([[1.0, 3.0], [2.0, 2.0], [2.5, 3.5]])
    assert dominated(fresh).tolist() == [False, False, True]
    told = verdict({"kept": "minimise", "luck": "minimise"}, np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 0.5]]), fresh)
    assert "1 to 2.5        1.00" in told
    assert "2 to 3.5       -1.00" in told


def test_a_search_whose_runs_all_fail_says_why(tmp_path):
    runs = pd.DataFrame({"point_id": [0], "status": ["FAILED"], "failure_message": ["no market"]})
    with pytest.raises(InputError, match="every run fails, the first with no market"):
        Candidates(settings(tmp_path), BASE).objectives(runs)


def test_constraints_hold_on_the_front(tmp_path):
    rule = Constraint({"effort": 1.0}, at_least=1.0)
    front = carry_out(tmp_path, generations=8, constraints=(rule,))
    assert (front["effort"] >= 1.0).all()


def test_a_candidate_without_results_is_worse_than_any(tmp_path):
    runs = pd.DataFrame(
        {"point_id": [0, 0, 1], "status": ["SUCCEEDED", "FAILED", "FAILED"], "near_zero": [1.0, None, None]}
    ).assign(near_two=[3.0, None, None])
    worth = Candidates(settings(tmp_path), BASE).objectives(runs)
    np.testing.assert_allclose(worth[0], [1.0, -3.0])
    assert (worth[1] > 1e8).all()


def test_the_configured_search_fits_the_model():
    asked, base = search_from(["name=t", "population=8", "scenario=baseline_2026", "months=2"])
    assert base.shape == (2, 1, 2)
    assert asked.population == 8
    worth = Candidates(asked, base).definition(np.full((3, 9), 0.5))
    assert worth.size == 2 * 3 * 2
    with pytest.raises(InputError, match="odd"):
        search_from(["name=t", "population=9"])


def test_the_largest_regret_is_taken_over_aims_and_seeds_in_shares_of_their_ranges():
    runs = pd.DataFrame(
        {
            "point_id": [0, 0, 1, 1, 2, 2],
            "seed": [7, 8] * 3,
            "status": "SUCCEEDED",
            "index": [0.4, 0.6, 0.5, 0.5, 0.9, 0.1],
            "homicides": [10.0, 10.0, 20.0, 20.0, 15.0, 15.0],
        }
    )
    found = largest_regret(runs, {"homicides": "minimise"})
    np.testing.assert_allclose(found, [0.0, 1.0, 0.5])
    both = largest_regret(runs.assign(index=[0.4, 0.6, 0.5, 0.5, 0.7, 0.7]), {"index": "maximise"})
    np.testing.assert_allclose(both, [1.5, 1.0, 0.0])  # of a range of .2 between means


def test_a_candidate_becomes_a_strategy_that_runs():
    text = strategy(
        "calibrated_autonomy", {"mexico.security.kingpin": 1.23456, "mexico.region.region": 0.4}, ["Found."]
    )
    tree = yaml.safe_load(text)
    assert text.startswith("# Found.\n")
    assert tree["security"] == {"kingpin": 1.235}
    assert tree["defaults"][-1] == "_self_"
    assert tree["name"] == "searched"
