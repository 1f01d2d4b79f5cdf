"""The unit of work: compute a few runs one after another, and write them as one part."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from giants.sweep import rows
from giants.sweep.definition import Definition, Job
from giants.sweep.folder import Folder, Part

type Compute = Callable[[Job], rows.Outcome]
type Task = Callable[[Definition], Compute]
"""Makes what computes runs, once in each process; a function of a module, so that it can be sent to workers."""


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

    def run(self, runs: Sequence[int], go_on: Callable[[int | None], bool] = lambda run_id: True) -> Done:
        """Compute `runs` and write them; if `go_on(run)` says no before one of them, write those before it.

        `go_on(None)` tells that the runs are computed and are being written, whatever it answers.
        A run that raises becomes a row of its own.  Raises OSError if the part cannot be written.
        """
        began = time.perf_counter()
        ended: list[rows.Row] = []
        tables: dict[str, list[Any]] = {}
        for run_id in runs:
            if not go_on(run_id):
                break
            row, extra = run_one(self.definition.job(run_id), self.compute)
            ended.append(row)
            for name, table in extra.items():
                tables.setdefault(name, []).append(_with_run_id(table, run_id))
        go_on(None)
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


def run_one(job: Job, compute: Compute) -> tuple[rows.Row, Mapping[str, Any]]:
    """Compute one run; whatever it raises, short of an interrupt, becomes its row."""
    try:
        outcome = compute(job)
    except Exception as error:
        return rows.failed(job, error), {}
    return rows.Row(job, rows.SUCCEEDED, outcome.numbers), outcome.tables


def _with_run_id(table: Any, run_id: int) -> Any:
    return table.add_column(0, "run_id", pa.array([run_id] * table.num_rows, pa.int64()))
