"""Computes in this process: for debugging, and where processes cannot be started."""

from giants.sweep.chunk import Chunks
from giants.sweep.engines.base import Assignment, StorageError


def serial(given: Assignment) -> None:
    """Compute chunk after chunk."""
    chunks = Chunks(given.folder, given.definition, given.task)
    while not given.stop.is_set():
        runs = given.pending.next()
        if not runs:
            return
        try:
            done = chunks.run(runs, lambda batch: not given.stop.is_set())
        except OSError as error:
            raise StorageError(str(error)) from None
        given.pending.give_back(runs[len(done.runs) :])
        given.pending.done(done)
        given.report(done)
