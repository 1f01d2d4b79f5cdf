"""Cost of a sweep beyond its runs, and real runs per second: pytest benchmarks/bench_sweep.py --benchmark-only.

The peers run the same trivial model (Mesa's batch_run, EMA Workbench, joblib) or the same number of jobs (Hydra's
basic launcher) in the same session, so that ratios hold although the machine may be busy.
"""

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from giants.sweep.definition import Definition
from giants.sweep.drive import Options, compute, opened, plan
from giants.sweep.engines.local import PRELOAD, Local
from giants.sweep.engines.serial import serial
from giants.sweep.rows import Outcome
from giants.sweep.task import simulate

MANY = 10_000
REAL = int(os.environ.get("GIANTS_BENCH_RUNS", "40"))
"""Real runs per measurement; GIANTS_BENCH_RUNS=2000 gives the figure for the record."""
NUMBERS = [f"measure_{i}" for i in range(60)]


def trivial(definition):
    return lambda job: Outcome(dict.fromkeys(NUMBERS, float(job.seed)))


def carry_out(path, definition, task, engine, workers):
    with opened(path) as folder:
        plan(folder, definition, {"code": "benchmark"})
        result = compute(folder, task, engine, Options(workers=workers, quiet=True))
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


@pytest.mark.parametrize("workers", [1, 2])
def test_real_runs(benchmark, tmp_path, workers):
    """120 months each; scaling efficiency is half the ratio of the two rates."""
    from giants.sweep.axes import sweep_from

    words = ["name=real", "mexico=status_quo,calibrated_autonomy", f"seed=range(0,{REAL // 2})"]
    _, definition = sweep_from(words)
    names = (tmp_path / str(i) for i in range(100))
    benchmark.pedantic(
        lambda: carry_out(next(names), definition, simulate, Local(workers), workers), rounds=1, warmup_rounds=0
    )
    benchmark.extra_info["runs_per_second"] = definition.size / benchmark.stats.stats.min


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


def test_mesa_batch_run(benchmark):
    """One process; two would add its start of three seconds."""
    import mesa

    class Trivial(mesa.Model):
        def __init__(self, x=0.0, rng=None):
            super().__init__(rng=rng)
            self.datacollector = mesa.DataCollector(model_reporters={"y": lambda m: float(m.rng.random())})

        def step(self):
            self.datacollector.collect(self)

    runs = 1000
    benchmark.pedantic(
        lambda: mesa.batch_run(
            Trivial, {"x": [0.0]}, rng=list(range(runs)), max_steps=1, number_processes=1, display_progress=False
        ),
        rounds=3,
    )
    benchmark.extra_info["milliseconds_per_run"] = 1e3 * benchmark.stats.stats.min / runs


def test_ema_workbench(benchmark):
    ema = pytest.importorskip("ema_workbench")

    model = ema.Model("trivial", function=lambda x: {"y": float(np.random.default_rng(1).random() + x)})
    model.uncertainties = [ema.RealParameter("x", 0, 1)]
    model.outcomes = [ema.ScalarOutcome("y")]
    runs = 1000

    def perform():
        with ema.SequentialEvaluator(model) as evaluator:
            evaluator.perform_experiments(scenarios=runs)

    benchmark.pedantic(perform, rounds=3)
    benchmark.extra_info["milliseconds_per_run"] = 1e3 * benchmark.stats.stats.min / runs


def test_joblib(benchmark, tmp_path):
    joblib = pytest.importorskip("joblib")
    runs = 10_000
    pool = joblib.Parallel(n_jobs=2)
    benchmark.pedantic(lambda: pool(joblib.delayed(float)(i) for i in range(runs)), rounds=3, warmup_rounds=1)
    benchmark.extra_info["milliseconds_per_run"] = 1e3 * benchmark.stats.stats.min / runs


def test_hydra_multirun(benchmark, tmp_path):
    """Hydra's basic launcher on an application with one key, so that this is the launcher's own cost."""
    (tmp_path / "conf.yaml").write_text("seed: 1\n")
    (tmp_path / "app.py").write_text(
        "import hydra\n"
        "@hydra.main(version_base='1.3', config_path='.', config_name='conf')\n"
        "def main(cfg):\n    return cfg.seed\n"
        "main()\n"
    )

    def launch(jobs):
        began = time.perf_counter()
        words = [sys.executable, "app.py", "-m", f"seed=range(0,{jobs})"]
        subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
        return time.perf_counter() - began

    one = launch(1)
    benchmark.pedantic(launch, args=(21,), rounds=1)
    benchmark.extra_info["milliseconds_per_run"] = 1e3 * (benchmark.stats.stats.min - one) / 20
