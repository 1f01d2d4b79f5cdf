"""Computes on a Dask cluster (extra `cluster`): any scheduler that can be reached, or one started here.

Workers need the package and the folder of the sweep under the same path; they write the parts themselves.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from giants.errors import InputError
from giants.install import need
from giants.sweep.chunk import Chunks, Done, Task
from giants.sweep.engines.base import Assignment, StorageError, StrandedError
from giants.sweep.folder import Folder

POLL, LOOK = 0.02, 2.0
"""Seconds between two looks at what is done, and at who is there."""
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
        need("cluster", "engine=dask", "distributed")
        from distributed import as_completed

        with self._client() as client:
            underway: dict[Any, tuple[int, ...]] = {}
            finished = as_completed(loop=client.loop)
            while not given.stop.is_set():
                self._submit(given, client, underway, finished)
                if not underway:
                    return
                if not self._ready(given, client, finished):
                    break
                future = next(finished)
                runs = underway.pop(future)
                if not self._take(given, future, runs):
                    underway[future] = runs
                    finished.add(future)
            client.cancel(list(underway), force=True)

    def _ready(self, given: Assignment, client: Any, finished: Any) -> bool:
        """Wait until a chunk is done; False if asked to stop.  Raises StrandedError if no worker comes back in time.

        The scheduler gives the chunks of lost workers to those that are left, or that come later.
        """
        looked = alive = time.monotonic()
        while not finished.has_ready():
            time.sleep(POLL)  # and no wait of the event: a signal that sets it then would wait for itself
            if given.stop.is_set():
                return False
            if time.monotonic() - looked < LOOK:
                continue
            looked = time.monotonic()
            alive = looked if _workers(client) else alive
            if looked - alive > 3 * self.patience:
                raise StrandedError(f"the Dask cluster has no worker left, and none came in {looked - alive:.0f} s")
        return True

    def _submit(self, given: Assignment, client: Any, underway: dict[Any, tuple[int, ...]], finished: Any) -> None:
        room = AHEAD * max(_workers(client), 1)
        while len(underway) < room and (runs := given.pending.next()):
            future = client.submit(compute, str(given.folder.path), runs, given.task, pure=False, retries=0)
            underway[future] = runs
            finished.add(future)

    def _take(self, given: Assignment, future: Any, runs: tuple[int, ...]) -> bool:
        """Count a chunk; cut one that kept killing workers into single runs, and record a single one that does.

        False if what it answered was lost with its worker, so that it is computed again.
        """
        from distributed import KilledWorker

        try:
            error = future.exception(timeout=LOOK)
            done: Done | None = None if error else future.result(timeout=LOOK)
        except TimeoutError:
            return False
        if done is not None:
            given.pending.done(done)
            given.report(done)
        elif isinstance(error, KilledWorker) and len(runs) > 1:
            for run in runs:
                given.pending.died((run,), (run,))
        elif isinstance(error, KilledWorker):
            chunks = Chunks(given.folder, given.definition, lambda definition: lambda job: None)  # type: ignore[arg-type, return-value]
            given.report(chunks.abort(runs[0], "WorkerDied", "every worker that was given this run died"))
        elif isinstance(error, OSError):
            raise StorageError(str(error))
        else:
            raise error
        return True

    @contextmanager
    def _client(self) -> Iterator[Any]:
        from distributed import Client, LocalCluster

        if self.address is not None:
            try:
                client = Client(self.address, timeout=self.patience, set_as_default=False)
            except (OSError, ValueError) as error:
                raise InputError(f"address={self.address}: no Dask scheduler answers ({error})") from None
            with client:
                try:
                    client.wait_for_workers(1, timeout=3 * self.patience)
                except TimeoutError:
                    raise InputError(
                        f"address={self.address}: the scheduler has no worker, and none came in {3 * self.patience:g} s"
                    ) from None
                yield client
            return
        try:
            cluster = LocalCluster(
                n_workers=self.workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
            )
        except Exception as error:  # whatever Dask makes of a worker that dies at its start
            raise StrandedError(f"the Dask cluster did not start ({' '.join(str(error).split())})") from None
        with cluster, Client(cluster, set_as_default=False) as client:
            yield client


def _workers(client: Any) -> int:
    """Return how many workers the scheduler has; none if it does not answer."""
    try:
        return len(client.scheduler_info(n_workers=-1)["workers"])
    except (OSError, ValueError):
        return 0


def compute(path: str, runs: tuple[int, ...], task: Task) -> Done:
    """Compute a chunk in a worker of the cluster."""
    folder = Folder(Path(path))
    return _chunks(path, (folder.path / "manifest.json").stat().st_mtime_ns, task).run(runs)


@lru_cache(maxsize=4)
def _chunks(path: str, written: int, task: Task) -> Chunks:
    folder = Folder(Path(path))
    return Chunks(folder, folder.definition(), task)
