"""Computes on a Dask cluster (extra `cluster`): any scheduler that can be reached, or one started here.

Workers need the package and the folder of the sweep under the same path; they write the parts themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from giants.errors import InputError
from giants.sweep.chunk import Chunks, Done, Task
from giants.sweep.engines.base import Assignment, StorageError
from giants.sweep.folder import Folder

AHEAD = 3
"""Chunks in flight per worker: enough that none waits, few enough that a stop is quick."""


@dataclass(frozen=True)
class Cluster:
    """Engine on the scheduler at `address`, waited for `patience` seconds; None starts `workers` processes here."""

    workers: int
    address: str | None = None
    patience: float = 20.0

    def __call__(self, given: Assignment) -> None:
        """Compute everything that is pending."""
        try:
            from distributed import as_completed
        except ImportError:
            raise InputError("engine=dask needs the extra: pip install 'giants[cluster]'") from None
        with self._client() as client:
            underway: dict[Any, tuple[int, ...]] = {}
            finished = as_completed(loop=client.loop)
            while not given.stop.is_set():
                self._submit(given, client, underway, finished)
                if not underway:
                    return
                future = next(finished)
                runs = underway.pop(future)
                self._take(given, future, runs)
            client.cancel(list(underway), force=True)

    def _submit(self, given: Assignment, client: Any, underway: dict[Any, tuple[int, ...]], finished: Any) -> None:
        room = AHEAD * max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)
        while len(underway) < room and (runs := given.pending.next()):
            future = client.submit(compute, str(given.folder.path), runs, given.task, pure=False, retries=0)
            underway[future] = runs
            finished.add(future)

    def _take(self, given: Assignment, future: Any, runs: tuple[int, ...]) -> None:
        """Count a chunk; cut one that kept killing workers into single runs, and record a single one that does."""
        from distributed import KilledWorker

        error = future.exception()
        if error is None:
            done: Done = future.result()
            given.pending.done(done)
            given.report(done)
        elif isinstance(error, KilledWorker) and len(runs) > 1:
            for run in runs:
                given.pending.died((run,), run)
        elif isinstance(error, KilledWorker):
            chunks = Chunks(given.folder, given.definition, lambda definition: lambda job: None)  # type: ignore[arg-type, return-value]
            given.report(chunks.abort(runs[0], "WorkerDied", "every worker that was given this run died"))
        elif isinstance(error, OSError):
            raise StorageError(str(error))
        else:
            raise error

    @contextmanager
    def _client(self) -> Iterator[Any]:
        from distributed import Client, LocalCluster

        if self.address is not None:
            try:
                client = Client(self.address, timeout=self.patience, set_as_default=False)
            except (OSError, ValueError) as error:
                raise InputError(f"address={self.address}: no Dask scheduler answers ({error})") from None
            with client:
                client.wait_for_workers(1, timeout=3 * self.patience)
                yield client
            return
        cluster = LocalCluster(n_workers=self.workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
        with cluster, Client(cluster, set_as_default=False) as client:
            yield client


def compute(path: str, runs: tuple[int, ...], task: Task) -> Done:
    """Compute a chunk in a worker of the cluster."""
    folder = Folder(Path(path))
    return _chunks(path, (folder.path / "manifest.json").stat().st_mtime_ns, task).run(runs)


@lru_cache(maxsize=4)
def _chunks(path: str, written: int, task: Task) -> Chunks:
    folder = Folder(Path(path))
    return Chunks(folder, folder.definition(), task)
