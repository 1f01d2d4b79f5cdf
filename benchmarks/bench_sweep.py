"""Cost of a sweep beyond the months of its runs: pytest benchmarks/bench_sweep.py --benchmark-only.

Real runs, beside other tools: sweep_table.py.
"""

import importlib
import sys
from pathlib import Path

import pytest

from giants.sweep.definition import Definition
from giants.sweep.drive import ComputeOptions, compute, opened, plan
from giants.sweep.engines.local import PRELOAD, Local
from giants.sweep.engines.serial import serial
from giants.sweep.rows import Outcome

MANY = 10_000
NUMBERS = [f"measure_{i}" for i in range(60)]


def trivial(definition):
    return lambda job: Outcome(dict.fromkeys(NUMBERS, float(job.seed)))


def carry_out(path, definition, task, engine, workers):
    with opened(path) as folder:
        plan(folder, definition, {"depends": {"giants": "benchmark"}})
        result = compute(folder, task, engine, ComputeOptions(workers=workers, quiet=True))
    assert result.exit_status == 0
    return result


def seeds(n):
    return Definition(labels=[{"mexico": "a"}], trees=[{}], seeds=list(range(n)))


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_ten_thousand_trivial_runs(benchmark, tmp_path, workers):
    """Zero workers: in this process."""
    sys.path.insert(0, str(Path(__file__).parent))
    task = importlib.import_module("bench_sweep").trivial  # under a name that workers can import
    engine = Local(workers, preload=(*PRELOAD, "bench_sweep")) if workers else serial
    names = (tmp_path / str(i) for i in range(100))
    benchmark.pedantic(
        lambda: carry_out(next(names), seeds(MANY), task, engine, max(workers, 1)),
        rounds=3,
    )
    benchmark.extra_info["milliseconds_per_run"] = 1e3 * benchmark.stats.stats.min / MANY


def test_one_value_of_a_configuration(benchmark):
    """Applying a point of 34 factors to settings that are composed already, against Hydra's tenth of a second."""
    from giants.config import settings
    from giants.sweep.axes import sweep_from
    from giants.sweep.task import applied

    _, definition = sweep_from(["name=t", "uncertainty=core", "design=lhs", "design.size=50"])
    base = settings(definition.trees[0])
    jobs = [definition.job(i) for i in range(50)]
    benchmark(lambda: [applied(base, job, definition) for job in jobs])
    benchmark.extra_info["milliseconds_per_run"] = 1e3 * benchmark.stats.stats.min / 50


def test_a_run_beside_its_steps(benchmark, monkeypatch):
    """What a run of a sweep costs beside its 120 months: setting up, recording, summing up."""
    from giants.config import default_settings
    from giants.model import Giants
    from giants.sweep.task import outcome

    settings = default_settings(["months=120", "record=summary"])
    outcome(settings)  # the past is stepped once per process
    monkeypatch.setattr(Giants, "step", lambda model: model.world.calendar.month.__iadd__(1))
    benchmark.pedantic(outcome, args=(settings,), rounds=20)
    benchmark.extra_info["milliseconds_per_run"] = 1e3 * benchmark.stats.stats.min
