"""What an analysis says rests on the design that was planned: its order, its factors, and what of it is missing."""

import zlib

import numpy as np
import pytest

from giants.analysis import load
from giants.analysis.sensitivity import figures as sensitivity
from giants.errors import InputError
from giants.sweep.axes import sweep_from
from giants.sweep.drive import ComputeOptions, compute, opened, plan
from giants.sweep.engines.serial import serial
from giants.sweep.provenance import manifest
from giants.sweep.rows import Outcome

THREE = """factors:
  trade.content_cost: {kind: uniform, low: 0.0, high: 0.5, source: test}
  trade.theta_short: {kind: uniform, low: 0.5, high: 2.0, source: test}
  usa: {kind: choice, values: [transactional, cooperative], source: test}
  bargaining.horizon: {kind: choice, values: [12, 24], weights: [1, 0], source: "test: never varies"}
"""


def additive(job, label):
    """Variances of the parts are as 16 : 1 : 4, once the ranges are counted."""
    return (
        8 * job.values["trade.content_cost"] / 0.5
        + 2 * (job.values["trade.theta_short"] - 0.5) / 1.5
        + ((label["usa"] == "cooperative") * 4 / np.sqrt(3))
    )


SHARES = {"trade.content_cost": 16 / 21, "trade.theta_short": 1 / 21, "usa": 4 / 21, "bargaining.horizon": 0.0}


@pytest.fixture
def swept(tmp_path, monkeypatch):
    """Return a function that carries out a sweep of made-up numbers, whole or one shard of it, and loads it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf" / "uncertainty").mkdir(parents=True)
    (tmp_path / "conf" / "uncertainty" / "three.yaml").write_text(THREE)

    def make(*words, f=additive, fails=(), shard=None):
        asked, definition = sweep_from(["name=s", "uncertainty=three", "seed=1", *words])

        def task(definition):
            def run(job):
                if job.point_id in fails:
                    raise ZeroDivisionError("made to fail")
                return Outcome({"index_last12": float(f(job, definition.labels[job.composition]))})

            return run

        with opened(tmp_path / "runs" / "s") as folder:
            plan(folder, definition, manifest(asked, definition, words))
            compute(folder, task, serial, ComputeOptions(quiet=True, shard=shard))
        return load(tmp_path / "runs" / "s")

    return make


def total(result, index="ST"):
    main = result.tables[""]
    return main[main["index"] == index].set_index("factor")["value"]


SALTELLI = ("design=saltelli", "design.size=128")


def test_choices_and_constants_stay_in_a_saltelli_design(swept):
    runs = swept(*SALTELLI)
    assert runs.choices == ("usa",)
    result = sensitivity.result(runs)
    assert "Sobol indices of 128 base points." in result.sentences
    got = total(result)
    assert set(got.index) == set(SHARES)
    for factor, share in SHARES.items():
        assert got[factor] == pytest.approx(share, abs=0.06), factor
    assert "5 points of 4" not in runs.caption
    assert "4 uncertainties" in runs.caption


def test_half_of_a_saltelli_design_gives_the_indices_of_its_whole_base_points(swept):
    runs = swept(*SALTELLI, shard=(0, 2))
    assert runs.missing == 384
    result = sensitivity.result(runs)
    assert any("64 of 128 base points; 384 lost points took the others with them" in s for s in result.sentences)
    assert total(result)["trade.content_cost"] == pytest.approx(SHARES["trade.content_cost"], abs=0.1)
    assert "384 of 768 not computed yet" in runs.caption
    assert runs.gaps.startswith("Of 768 planned runs 384 are not computed yet")


@pytest.mark.parametrize(("design", "unit", "block"), [(SALTELLI, "base points", 6), (
    ("design=morris", "design.size=40"), "trajectories", 5)])  # fmt: skip
def test_a_point_that_failed_takes_its_block_along(swept, design, unit, block):
    runs = swept(*design, fails=(0, 1, 7 * block + 2))
    n = 128 if unit == "base points" else 40
    result = sensitivity.result(runs)
    assert any(f"{n - 2} of {n} {unit}; 3 lost points" in s for s in result.sentences)
    assert "3 failed and left out" in runs.caption
    got = total(result, "ST" if unit == "base points" else "mu*")
    if unit == "trajectories":  # slopes over the unit range of each factor, but for a choice, which is a step
        assert got["trade.content_cost"] == pytest.approx(8.0)
        assert got["trade.theta_short"] == pytest.approx(2.0)
        assert got["bargaining.horizon"] == 0.0


def test_too_few_whole_blocks_are_refused(swept):
    runs = swept(*SALTELLI, fails=range(2, 768, 6))
    with pytest.raises(InputError, match=r"0 of 128 base points are whole"):
        sensitivity.result(runs)


@pytest.mark.parametrize(
    ("design", "method", "message"),
    [
        (("design=lhs", "design.size=40"), "morris", "design=lhs allows emulator only"),
        (("design=lhs", "design.size=40"), "saltelli", "design=lhs allows emulator only"),
        (("design=morris", "design.size=10"), "emulator", "design=morris allows morris only"),
        (("design=oat", "design.levels=12"), "", "moves one factor at a time"),
    ],
)
def test_a_method_that_the_design_does_not_allow_is_refused(swept, design, method, message):
    with pytest.raises(InputError, match=message):
        sensitivity.result(swept(*design), method=method)


@pytest.mark.slow
def test_strategies_and_futures_are_averaged_on_purpose_only(swept):
    def of_strategy(job, label):
        return additive(job, label) if label["mexico"] == "status_quo" else -additive(job, label)

    words = ("mexico=status_quo,defiance", "scenario=baseline_2026,tariff_shock", *SALTELLI)
    runs = swept(*words, f=of_strategy)
    with pytest.raises(InputError, match=r"differ in strategy \(status_quo, defiance\): say --strategy NAME"):
        sensitivity.result(runs)
    with pytest.raises(InputError, match="say --where scenario=VALUE, or --average"):
        sensitivity.result(runs, strategy="defiance")
    result = sensitivity.result(runs, strategy="defiance", where={"scenario": "tariff_shock"})
    assert total(result)["trade.content_cost"] == pytest.approx(SHARES["trade.content_cost"], abs=0.06)
    assert "under defiance, tariff shock" in result.question
    with pytest.raises(InputError, match="nothing drives it"):
        sensitivity.result(runs, average=True)
    with pytest.raises(InputError, match="no scenario 'nowhere' here"):
        sensitivity.result(runs, where={"scenario": "nowhere"})


def test_an_emulator_that_foretells_nothing_is_not_drawn(swept):
    def noise(job, label):
        return zlib.crc32(repr(sorted(job.values.items())).encode()) / 2**32

    result = sensitivity.result(swept("design=lhs", "design.size=60", f=noise))
    assert "index" not in result.tables[""] or set(result.tables[""]["method"]) == {"PAWN"}
    assert any("its indices are not shown" in s for s in result.sentences)
    assert result.figures[""](7.2) is not None


def test_a_sweep_whose_points_are_not_those_of_its_design_is_refused(swept):
    runs = swept(*SALTELLI)
    runs.manifest["design"]["seed"] += 1
    with pytest.raises(InputError, match="has other values than its design gives"):
        sensitivity.result(runs)
