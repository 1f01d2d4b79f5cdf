"""What a sweep will take, measured on one of its runs."""

import time
from dataclasses import dataclass

import numpy as np

from giants.errors import InputError
from giants.sweep.chunk import Task, Together, at_once, batches, run_together
from giants.sweep.definition import Definition
from giants.sweep.pending import SECONDS
from giants.sweep.progress import duration
from giants.sweep.rows import SUCCEEDED

TIMED, SHARE = 4, 1 / 128
"""Runs side by side that are timed, or this share of a large sweep up to a batch: more would cost too much of it."""
NEAR = 4096
"""First runs of a sweep among which those of one arena are looked for."""
HEADER = 160
"""Bytes that a part spends on each column, until the parts of a finished sweep are merged."""


@dataclass(frozen=True)
class Estimate:
    """Seconds and bytes of one run, and of all."""

    runs: int
    workers: int
    seconds: float
    size: int
    timed: int = 1
    """runs side by side that were timed"""
    at_once: int = 1
    """runs side by side in the sweep"""

    def __str__(self) -> str:
        total = duration(self.runs * self.seconds / self.workers)
        disk = self.runs * self.size
        scale, unit = next((s, u) for s, u in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")) if disk >= s or u == "kB")
        room = f"{disk / scale:,.1f} {unit}"
        how = f"timed once on {self.timed} runs side by side" if self.timed > 1 else "timed once on one run"
        how += f"; the sweep takes {self.at_once} at once" if self.at_once > self.timed else ""
        return (
            f"{self.runs:,} runs of {self.seconds:.2f} s: about {total} with {self.workers} worker"
            f"{'s' * (self.workers > 1)}, at most {room} on disk ({how})"
        )


def estimate(definition: Definition, task: Task, workers: int) -> Estimate:
    """Compute the first run, which pays for start-up, then the first batch of runs, and measure it.

    Raises InputError if one fails, with the reason, since then others would too.
    """
    compute = task(definition)
    first = np.arange(min(NEAR, definition.size))
    arena = definition.arena(first)
    kin = first[arena == arena[0]][: at_once(definition)].tolist()
    count = max(TIMED, int(SHARE * definition.size))
    batch = next(batches(definition, kin[:count], isinstance(compute, Together)))
    ended = []
    for several in (batch[:1], batch):
        began = time.perf_counter()
        ended = run_together(several, compute)
        seconds = (time.perf_counter() - began) / len(several)
        for row, _ in ended:
            if row.status != SUCCEEDED:
                raise InputError(f"the first run fails, so nothing is estimated: {row.failure[1]}: {row.failure[2]}")
    row, tables = ended[0]
    per_part = max(1, int(SECONDS / seconds))
    size = (8 + HEADER // per_part) * len(row.numbers) + 100 + sum(int(table.nbytes) for table in tables.values())
    return Estimate(definition.size, workers, seconds, size, len(batch), len(kin))
