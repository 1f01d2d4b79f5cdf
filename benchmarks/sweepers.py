"""The same runs of the model carried out by giants-sweep and by its peers, each run stamped with begin and end.

Run as a script this module is the Hydra application of the comparison; `sweep_table.py` draws the table.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import mesa

from giants.config import Settings, default_settings
from giants.model import Giants
from giants.run import results, run

STRATEGIES = ("status_quo", "calibrated_autonomy")
STAMPS = ("began", "ended", "process")
type Stamps = list[tuple[float, float, int]]
"""Of each run: when it began and ended (seconds since the epoch), and in which process."""


@dataclass(frozen=True)
class Work:
    """What every tool is asked for: both strategies under `seeds` seeds, `months` long, results kept below `place`."""

    seeds: int
    months: int
    place: Path

    @property
    def words(self) -> list[str]:
        """The same as overrides in Hydra's grammar."""
        return [f"mexico={','.join(STRATEGIES)}", f"seed=range(0,{self.seeds})", f"months={self.months}"]


@lru_cache(maxsize=8)
def prepared(mexico: str, months: int) -> Settings:
    """Return settings that are composed once in a process, as a careful user of any of these tools would do."""
    return default_settings([f"mexico={mexico}", f"months={months}", "record=summary"])


def timed(mexico: str, seed: int, months: int) -> dict[str, float]:
    """Compute one run to its summary; return a number of it and its stamps."""
    began = time.time()
    numbers = results(run(prepared(mexico, months).with_seed(int(seed)))).numbers
    return {"index": numbers["index_mean"] or 0.0, "began": began, "ended": time.time(), "process": os.getpid()}


def loop(work: Work, workers: int) -> Stamps:
    """Run one after another in this process: what any tool is measured against."""
    rows = [timed(mexico, seed, work.months) for mexico in STRATEGIES for seed in range(work.seeds)]
    return _stamps(rows)


class Stamped:
    """The task of a real sweep, with the stamps beside its numbers; runs side by side have those of their batch."""

    def __init__(self, definition: Any) -> None:
        from giants.sweep.task import simulate

        self.compute = simulate(definition)

    def __call__(self, job: Any) -> Any:
        return self._stamped(lambda: [self.compute(job)])[0]

    def together(self, jobs: Any) -> Any:
        return self._stamped(lambda: self.compute.together(jobs))

    def _stamped(self, compute: Callable[[], Any]) -> Any:
        began = time.time()
        done = compute()
        stamps = {"began": began, "ended": time.time(), "process": os.getpid()}
        return [replace(one, numbers={**one.numbers, **stamps}) for one in done]


def _swept(work: Work, workers: int, engine: Any) -> Stamps:
    import giants
    from giants.sweep.axes import sweep_from
    from giants.sweep.drive import ComputeOptions, compute, opened, plan

    _, definition = sweep_from(["name=real", *work.words])
    with opened(work.place / "sweep") as folder:
        plan(folder, definition, {"depends": {"giants": "benchmark"}})
        compute(folder, Stamped, engine, ComputeOptions(workers=workers, quiet=True))
    return _stamps(giants.load_sweep(folder.path, columns=STAMPS).to_dict("records"))


def giants_sweep(work: Work, workers: int) -> Stamps:
    """Compute with local processes, as giants-sweep does by default."""
    from giants.sweep.engines.local import PRELOAD, Local

    return _swept(work, workers, Local(workers, preload=(*PRELOAD, "sweepers")))


def giants_dask(work: Work, workers: int) -> Stamps:
    """Compute with engine=dask, on a cluster of this machine."""
    from giants.sweep.engines.cluster import Cluster

    return _swept(work, workers, Cluster(workers))


class TimedGiants(Giants):
    """The model as batch_run expects it; it keeps everything in memory and nothing on disk."""

    def __init__(self, mexico: str = "status_quo", months: int = 12, rng: int = 1) -> None:
        self.began = time.time()
        super().__init__(prepared(mexico, months), rng=int(rng))
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "index": lambda m: float(m.world.measures.index),
                "began": lambda m: m.began,
                "ended": lambda m: time.time(),
                "process": lambda m: os.getpid(),
            }
        )

    def step(self) -> None:
        """One month, then collect."""
        super().step()
        self.datacollector.collect(self)


def mesa_batch_run(work: Work, workers: int) -> Stamps:
    """Mesa's batch_run."""
    rows = mesa.batch_run(
        TimedGiants,
        {"mexico": list(STRATEGIES), "months": [work.months]},
        rng=list(range(work.seeds)),
        max_steps=work.months,
        number_processes=workers,
        display_progress=False,
    )
    return _stamps(rows)


def ema_workbench(work: Work, workers: int) -> Stamps:
    """The EMA Workbench, sequential or with its pool of processes; it keeps the outcomes in memory."""
    import ema_workbench as ema

    model = ema.Model("giants", function=timed)
    model.uncertainties = [ema.IntegerParameter("seed", 0, max(work.seeds, 2))]
    model.levers = [ema.CategoricalParameter("mexico", STRATEGIES)]
    model.constants = [ema.Constant("months", work.months)]
    model.outcomes = [ema.ScalarOutcome(name) for name in ("index", *STAMPS)]
    seeds = [ema.Sample(str(seed), seed=seed) for seed in range(work.seeds)]
    strategies = [ema.Sample(mexico, mexico=mexico) for mexico in STRATEGIES]
    pool = ema.SequentialEvaluator(model) if workers == 1 else ema.MultiprocessingEvaluator(model, n_processes=workers)
    with pool as evaluator:
        _, found = evaluator.perform_experiments(scenarios=seeds, policies=strategies)
    return list(zip(*(found[name] for name in STAMPS), strict=True))


def hydra_basic(work: Work, workers: int) -> Stamps:
    """Hydra's basic launcher: one job after another."""
    return _multirun(work, [])


def hydra_joblib(work: Work, workers: int) -> Stamps:
    """Hydra's joblib launcher (package hydra-joblib-launcher)."""
    import hydra_plugins.hydra_joblib_launcher  # noqa: F401  (absent: the table says so)

    return _multirun(work, ["hydra/launcher=joblib", f"hydra.launcher.n_jobs={workers}"])


def _multirun(work: Work, words: Sequence[str]) -> Stamps:
    stamps = work.place / "stamps.jsonl"
    command = [sys.executable, __file__, "-m", *work.words, "record=summary", *words]
    done = subprocess.run(
        command, cwd=work.place, env={**os.environ, "STAMPS": str(stamps)}, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return _stamps([json.loads(line) for line in stamps.read_text().splitlines()])


def _stamps(rows: Sequence[Mapping[str, Any]]) -> Stamps:
    return [(row["began"], row["ended"], int(row["process"])) for row in rows]


TOOLS: dict[str, tuple[Callable[[Work, int], Stamps], tuple[int, ...]]] = {
    "a loop in Python": (loop, (1,)),
    "giants-sweep": (giants_sweep, (1, 2)),
    "giants-sweep engine=dask": (giants_dask, (2,)),
    "Mesa batch_run": (mesa_batch_run, (1, 2)),
    "EMA Workbench": (ema_workbench, (1, 2)),
    "Hydra, basic launcher": (hydra_basic, (1,)),
    "Hydra, joblib launcher": (hydra_joblib, (1, 2)),
}
"""Each tool with the numbers of workers that it is measured with."""


def application(tree: Any) -> None:
    """One Hydra job: check what Hydra composed, compute, and keep the result, which Hydra itself does not."""
    from omegaconf import OmegaConf

    from giants.config import settings

    checked = settings(OmegaConf.to_container(tree, resolve=True))  # type: ignore[arg-type]
    began = time.time()
    numbers = results(run(checked)).numbers
    row = {**numbers, "began": began, "ended": time.time(), "process": os.getpid()}
    with open(os.environ["STAMPS"], "a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    import hydra

    from giants.compose import conf_dir

    hydra.main(version_base="1.3", config_path=str(conf_dir()), config_name="config")(application)()
