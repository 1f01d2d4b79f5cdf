"""Trivial tasks, in a module that worker processes can import; as a script, a sweep that can be killed."""

import io
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

import pyarrow as pa

from giants.sweep.definition import Definition
from giants.sweep.design import Points
from giants.sweep.drive import ComputeOptions, compute, opened, plan
from giants.sweep.engines.cluster import Cluster
from giants.sweep.engines.local import PRELOAD, Local
from giants.sweep.engines.serial import serial
from giants.sweep.folder import Folder
from giants.sweep.load import load_sweep
from giants.sweep.rows import Outcome

CODE = {"giants": "test code"}


def definition(seeds=25, points=4):
    return Definition(
        labels=[{"mexico": "a", "scenario": "x"}, {"mexico": "b", "scenario": "x"}],
        trees=[{"level": 1.0}, {"level": 2.0}],
        seeds=list(range(100, 100 + seeds)),
        grid={"trade.elasticity": [3.0, 5.0]},
        points=Points.of({"society.trust": [i / points for i in range(points)]}),
    )


def numbers(job, level):
    value = level * job.values["trade.elasticity"] + job.values["society.trust"] + 1e-3 * job.seed
    return {"income": value, "violence": value**0.5, "share": None if job.seed % 7 == 0 else 1 / value}


def plain(definition):
    return lambda job: Outcome(numbers(job, definition.trees[job.composition]["level"]))


def unsteady(definition):
    """A few runs raise."""
    good = plain(definition)

    def compute(job):
        if job.run_id % 13 == 5:
            raise ZeroDivisionError(f"run {job.run_id} divides by zero")
        return good(job)

    return compute


def tabled(definition):
    """Runs with a second table."""
    good = plain(definition)

    def compute(job):
        month = pa.array(range(3))
        place = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), pa.array(["09", "25"]))
        table = pa.table({"month": month, "state": place, "homicides": [float(job.seed)] * 3})
        return Outcome(good(job).numbers, {"states": table})

    return compute


def deadly(definition, run_id=17):
    """One run kills its process each time."""
    good = plain(definition)

    def compute(job):
        if job.run_id == run_id:
            os.kill(os.getpid(), signal.SIGKILL)
        return good(job)

    return compute


def stuck(definition, run_id=17):
    """One run never ends."""
    good = plain(definition)

    def compute(job):
        if job.run_id == run_id:
            time.sleep(600)
        return good(job)

    return compute


class Batches:
    """What `task` computes, runs of one scenario side by side."""

    def __init__(self, task, log=None):
        self.task, self.log = task, log

    def __call__(self, definition):
        return _Batches(self.task(definition), self.log)


class _Batches:
    def __init__(self, compute, log):
        self.compute, self.log = compute, log

    def __call__(self, job):
        return self.compute(job)

    def together(self, jobs):
        assert len({job.scenario_id for job in jobs}) == 1
        if self.log is not None:
            self.log.append(len(jobs))
        return [self.compute(job) for job in jobs]


def slow(definition, seconds=0.004, log=None):
    """Runs that take a moment and note that they were computed."""
    good = plain(definition)

    def compute(job):
        time.sleep(seconds)
        if log:
            descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(descriptor, f"{job.run_id}\n".encode())
            os.close(descriptor)
        return good(job)

    return compute


def schaffer(definition):
    """Two aims with a known front, the second with its sign turned."""

    def compute(job):
        x, waste = job.values.get("effort", 4.0), job.values.get("waste", 1.0)
        return Outcome({"near_zero": x**2 + waste, "near_two": -((x - 2) ** 2) - waste})

    return compute


def no_start(definition):
    raise ImportError("no such model")


def local(workers, timeout=None):
    return Local(workers, timeout, preload=(*PRELOAD, "sweep_tasks"))


def carry_out(path, definition, task=plain, engine=None, stream=None, **options):
    """Compute a sweep, and return (result, sorted table as bytes, sorted table)."""
    with opened(Path(path), options.get("shard")) as folder:
        if "shard" not in options:
            plan(folder, definition, {"depends": CODE}, accept_changes=options.pop("accept_changes", False))
        result = compute(folder, task, engine or serial, ComputeOptions(**options), stream or io.StringIO())
    return (result, *table(path))


def prepare(path, definition):
    with opened(Path(path)) as folder:
        plan(folder, definition, {"depends": CODE})
    return Folder(Path(path))


def table(path):
    try:
        frame = load_sweep(path)
    except ValueError:
        return b"", None
    columns = sorted(frame.columns)  # a part of failed runs alone, if it comes first, moves the numbers back
    return frame[columns].to_csv(index=False, float_format=lambda x: x.hex()).encode(), frame


def main(path, kind, log):
    """Carry out the sweep of the fault tests: `kind` is serial, dask, the number of workers, or i/n for a shard."""
    task = partial(slow, log=log)
    print("ready", flush=True)
    if "/" in kind:
        i, n = map(int, kind.split("/"))
        result, *_ = carry_out(path, definition(), task, serial, sys.stderr, chunk=7, shard=(i, n))
    elif kind == "dask":
        result, *_ = carry_out(path, definition(), task, Cluster(2), sys.stderr, workers=2, chunk=7)
        print(result.stopped, file=sys.stderr)
    else:
        engine = serial if kind == "serial" else local(int(kind))
        workers = 1 if kind == "serial" else int(kind)
        result, *_ = carry_out(path, definition(), task, engine, sys.stderr, workers=workers, chunk=7)
    sys.exit(result.exit_status)


if __name__ == "__main__":
    main(*sys.argv[1:])
