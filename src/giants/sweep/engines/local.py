"""Supervised local processes: a killed or stuck worker costs the run it was at, never the sweep."""

import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any

from giants.process import one_thread
from giants.sweep.chunk import Chunks, Done
from giants.sweep.engines import worker
from giants.sweep.engines.base import Assignment, StorageError, StrandedError

POLL = 0.2
"""Seconds between two looks at the clock and at the stop sign."""
HOPELESS = 20
"""Deaths of workers in a row, without a finished chunk between them, after which something else must be wrong."""
PRELOAD = ("giants.sweep.engines.worker", "giants.sweep.chunk", "pyarrow.parquet")
MODEL = ("giants.sweep.task", "giants.run")


@dataclass(eq=False)
class _Worker:
    """A process and what it is doing."""

    process: Any
    connection: Connection
    runs: tuple[int, ...] = ()
    at: tuple[int, ...] = ()
    """runs under way side by side"""
    since: float = 0.0
    ready: bool = False
    told_to_stop: bool = False


@dataclass(frozen=True)
class Local:
    """Engine of `workers` processes of this machine; a run longer than `timeout` seconds is ended and recorded."""

    workers: int
    timeout: float | None = None
    preload: Sequence[str] = (*PRELOAD, *MODEL)

    def __call__(self, given: Assignment) -> None:
        """Compute everything that is pending."""
        _Supervisor(self, given).work()


class _Supervisor:
    def __init__(self, engine: Local, given: Assignment) -> None:
        one_thread()
        self.engine, self.given = engine, given
        # A fork server imports the model once and starts workers in milliseconds, without copying this process.
        several = multiprocessing.get_all_start_methods()
        self.context: Any = multiprocessing.get_context("forkserver" if "forkserver" in several else "spawn")
        self.context.set_forkserver_preload(list(engine.preload))
        self.workers: list[_Worker] = []
        self.stillborn = self.deaths = 0

    def work(self) -> None:
        try:
            while self._busy() or (len(self.given.pending) and not self.given.stop.is_set()):
                self._hand_out()
                self._listen()
                self._watch_clock()
        finally:
            self._close()

    def _busy(self) -> bool:
        return any(w.runs for w in self.workers)

    def _hand_out(self) -> None:
        """Start workers as long as there is more to do than hands; give idle ones a chunk; pass the stop sign on."""
        if self.given.stop.is_set():
            for w in self.workers:
                if not w.told_to_stop:
                    self._send(w, None)
                    w.told_to_stop = True
            return
        idle = sum(not w.runs for w in self.workers)
        while len(self.workers) < self.engine.workers and idle < len(self.given.pending):
            self.workers.append(self._start())
            idle += 1
        for w in self.workers:
            if w.ready and not w.runs:
                w.runs, w.at, w.since = self.given.pending.next(), (), time.monotonic()
                if w.runs:
                    self._send(w, w.runs)

    def _start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        arguments = (theirs, str(self.given.folder.path), self.given.task)
        process = self.context.Process(target=worker.main, args=arguments, daemon=True)
        try:
            with main_left_out(self.given.task), _without_interrupts():
                process.start()
        except (OSError, EOFError) as error:  # the latter where the fork server dies while it answers
            raise StrandedError(_unstarted(error)) from None
        finally:
            theirs.close()
        return _Worker(process, ours)

    def _send(self, w: _Worker, message: Any) -> None:
        with suppress(OSError):  # it died; the next look at its connection finds out
            w.connection.send(message)

    def _listen(self) -> None:
        by_connection = {w.connection: w for w in self.workers}
        for connection in wait(list(by_connection), timeout=POLL):
            w = by_connection[connection]  # type: ignore[index]
            try:
                while True:
                    self._hear(w, *w.connection.recv())
                    if not w.connection.poll():
                        break
            except (EOFError, OSError):
                self._bury(w)

    def _hear(self, w: _Worker, kind: str, content: Any) -> None:
        if kind == "at":
            w.at, w.since = content, time.monotonic()
        elif kind == "ready":
            w.ready, self.stillborn = True, 0
        elif kind == "done":
            self._done(w, content)
        elif kind == "storage":
            raise StorageError(content)
        else:
            raise RuntimeError(f"a worker cannot go on:\n{content}")

    def _done(self, w: _Worker, done: Done) -> None:
        self.given.pending.give_back(w.runs[len(done.runs) :])
        w.runs, w.at = (), ()
        self.deaths = 0
        self.given.pending.done(done)
        self.given.report(done)

    def _bury(self, w: _Worker, reason: str = "") -> None:
        """Take a dead worker off the list and decide what becomes of its runs."""
        w.process.join(5)
        code = w.process.exitcode
        self.workers.remove(w)
        w.connection.close()
        if not w.ready:
            self.stillborn += 1
            if self.stillborn > 2 * self.engine.workers:
                raise StrandedError(f"workers end before they are ready ({_ending(code)})")
        if not w.runs:
            return
        self.deaths += 1
        if self.deaths > HOPELESS:
            raise StrandedError(f"{self.deaths} workers in a row ended with nothing done ({_ending(code)})")
        lost = self.given.pending.died(w.runs, w.at, final=bool(reason))
        died = "WorkerDied", f"its worker ended twice during this run ({_ending(code)})"
        self._abort(lost, *(("Timeout", reason) if reason else died))

    def _abort(self, run_id: int | None, kind: str, message: str) -> None:
        if run_id is not None:
            self.deaths = 0
            chunks = Chunks(self.given.folder, self.given.definition, _no_task)
            try:
                self.given.report(chunks.abort(run_id, kind, message))
            except OSError as error:
                raise StorageError(str(error)) from None

    def _watch_clock(self) -> None:
        if self.engine.timeout is None:
            return
        now = time.monotonic()
        for w in [w for w in self.workers if w.at and now - w.since > self.engine.timeout * len(w.at)]:
            w.process.kill()
            self._bury(w, f"it took longer than the {self.engine.timeout:g} seconds allowed")

    def _close(self) -> None:
        for w in self.workers:
            self._send(w, None)
            w.connection.close()
        until = time.monotonic() + 2
        for w in self.workers:
            w.process.join(max(0.0, until - time.monotonic()))
            if w.process.is_alive():
                w.process.kill()
                w.process.join()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: the fork server would end with a traceback before it ignores it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # whose start lets interrupts in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def main_left_out(task: Any) -> Iterator[None]:
    """Keep a process that is started here from importing the user's script again, which would begin the sweep there.

    A task that is defined in that script needs it; the script then needs ``if __name__ == "__main__":``.
    """
    main = sys.modules["__main__"]
    if b"__main__" not in pickle.dumps(task):
        sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _unstarted(error: Exception) -> str:
    place = tempfile.gettempdir()
    if "too long" in str(error):
        return f"workers cannot be reached through {place}, whose path is too long; set TMPDIR to a short one, as /tmp"
    return f"workers cannot be started ({error})"


def _no_task(definition: Any) -> Any:
    return None


def _ending(code: int | None) -> str:
    return f"killed by signal {-code}" if code is not None and code < 0 else f"exit status {code}"


def cores() -> int:
    """Number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
