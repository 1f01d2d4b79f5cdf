"""The unit of work: compute a few runs, those of one arena side by side, and write them as one part."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
import pyarrow as pa

from giants.sweep import rows
from giants.sweep.definition import Definition, Job
from giants.sweep.folder import Folder, Part

type Compute = Callable[[Job], rows.Outcome]
type Task = Callable[[Definition], Compute]
"""Makes what computes runs, once in each process; a function of a module, so that it can be sent to workers."""


AT_ONCE = {"summary": 64, "yearly": 48, "monthly": 32, "full": 8}
"""Runs that are computed side by side by what they record: more save little, and a worker stays below 600 MB."""


@runtime_checkable
class Together(Protocol):
    """A `Compute` that can also compute runs of one arena side by side, each as it is alone."""

    def together(self, jobs: Sequence[Job]) -> Sequence[rows.Outcome]:
        """Return the outcome of each of `jobs`, which are of one arena; it raises if one of them fails."""


class Done(NamedTuple):
    """A chunk that has been written: its runs, how many did not succeed, and seconds of work."""

    runs: tuple[int, ...]
    unsuccessful: int
    seconds: float


class Chunks:
    """Computes chunks in one process."""

    def __init__(self, folder: Folder, definition: Definition, task: Task) -> None:
        self.folder, self.definition = folder, definition
        self.compute = task(definition)
        self.types = rows.label_types(definition)

    def run(self, runs: Sequence[int], go_on: Callable[[Sequence[int]], bool] = lambda batch: True) -> Done:
        """Compute `runs` and write them; if `go_on(batch)` says no before some of them, write those before them.

        `go_on(())` tells that the runs are computed and are being written, whatever it answers.
        A run that raises becomes a row of its own.  Raises OSError if the part cannot be written.
        """
        began = time.perf_counter()
        ended: list[rows.Row] = []
        tables: dict[str, list[Any]] = {}
        for jobs in batches(self.definition, runs, isinstance(self.compute, Together)):
            if not go_on([job.run_id for job in jobs]):
                break
            for row, extra in run_together(jobs, self.compute):
                ended.append(row)
                for name, table in extra.items():
                    tables.setdefault(name, []).append(_with_run_id(table, row.job.run_id))
        go_on(())
        self.write(ended, tables)
        bad = sum(row.status != rows.SUCCEEDED for row in ended)
        return Done(tuple(row.job.run_id for row in ended), bad, time.perf_counter() - began)

    def abort(self, run_id: int, kind: str, message: str) -> Done:
        """Write the row of a run that cannot be computed because it ends its process."""
        self.write([rows.aborted(self.definition.job(run_id), kind, message)], {})
        return Done((run_id,), 1, 0.0)

    def write(self, ended: Sequence[rows.Row], tables: Mapping[str, Sequence[Any]]) -> Part | None:
        """Write rows and tables as one part."""
        if not ended:
            return None
        merged = {name: pa.concat_tables(several).unify_dictionaries() for name, several in tables.items()}
        return self.folder.save(rows.table(ended, self.definition, self.types), merged)


def at_once(definition: Definition) -> int:
    """Return how many runs are computed side by side at most."""
    return min(AT_ONCE[tree.get("record", "summary")] for tree in definition.trees)


def batches(definition: Definition, runs: Sequence[int], together: bool) -> Iterator[list[Job]]:
    """Yield the jobs of `runs` in order: neighbours of one arena in even batches, or one by one."""
    largest = at_once(definition)
    arena = definition.arena(np.array(runs, dtype=int)).tolist() if together else runs
    for _, kin in groupby(zip(arena, runs, strict=True), key=itemgetter(0)):
        several = [definition.job(run_id) for _, run_id in kin]
        count = -(-len(several) // largest)
        for i in range(count):
            yield several[len(several) * i // count : len(several) * (i + 1) // count]


def run_together(jobs: Sequence[Job], compute: Compute) -> list[tuple[rows.Row, Mapping[str, Any]]]:
    """Compute runs side by side; where one raises, each half of them is computed, and in the end that one alone."""
    if len(jobs) == 1:
        return [run_one(jobs[0], compute)]
    assert isinstance(compute, Together)
    with suppress(Exception):
        outcomes = compute.together(jobs)
        return [(_succeeded(job, one), one.tables) for job, one in zip(jobs, outcomes, strict=True)]
    half = len(jobs) // 2
    return [*run_together(jobs[:half], compute), *run_together(jobs[half:], compute)]


def run_one(job: Job, compute: Compute) -> tuple[rows.Row, Mapping[str, Any]]:
    """Compute one run; whatever it raises, short of an interrupt, becomes its row."""
    try:
        outcome = compute(job)
    except Exception as error:
        return rows.failed(job, error), {}
    return _succeeded(job, outcome), outcome.tables


def _succeeded(job: Job, outcome: rows.Outcome) -> rows.Row:
    return rows.Row(job, rows.SUCCEEDED, outcome.numbers)


def _with_run_id(table: Any, run_id: int) -> Any:
    return table.add_column(0, "run_id", pa.array([run_id] * table.num_rows, pa.int64()))
