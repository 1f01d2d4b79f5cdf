"""Carry a sweep through: plan or take up its folder, compute what is missing, and say how it stands."""

import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, TextIO

import numpy as np

from giants.depends import differences
from giants.errors import InputError
from giants.sweep import lock
from giants.sweep.chunk import Task, at_once
from giants.sweep.compact import compact
from giants.sweep.definition import Definition
from giants.sweep.engines.base import Assignment, Engine, StorageError, StrandedError
from giants.sweep.folder import BAD, MISSING, OK, Folder
from giants.sweep.pending import Pending
from giants.sweep.progress import Progress
from giants.sweep.provenance import packages


@dataclass(frozen=True)
class ComputeOptions:
    """How to compute, as apart from what: none of these changes a result.

    `chunk` fixes the number of runs per part, by default about a second of work.  `shard` = (i, n) computes every
    n-th block of the runs.  A sweep stops once more than `max_failures` runs have failed.
    """

    workers: int = 1
    chunk: int | None = None
    max_failures: int | None = None
    retry_failed: bool = False
    quiet: bool = False
    shard: tuple[int, int] | None = None


@dataclass(frozen=True)
class SweepStatus:
    """How a sweep stands."""

    path: Path
    size: int
    succeeded: int
    failed: int
    signal: int | None = None
    stopped: str = ""

    @property
    def missing(self) -> int:
        """Runs still to be computed."""
        return self.size - self.succeeded - self.failed

    @property
    def exit_status(self) -> int:
        """0 if every run succeeded, 1 if some failed or are missing, 128 + signal if interrupted."""
        if self.signal:
            return 128 + self.signal
        return 0 if self.succeeded == self.size and not self.stopped else 1

    def __str__(self) -> str:
        text = f"{self.path}: {self.size:,} runs, {self.succeeded:,} succeeded, {self.failed:,} failed"
        return text + (f", {self.missing:,} missing" if self.missing else "")


def plan(folder: Folder, definition: Definition, manifest: Mapping[str, Any], *, accept_changes: bool = False) -> bool:
    """Write the folder of a sweep, or check that the one that is there is the same; return whether it was there.

    Call it under the lock.  Raises InputError for another sweep, another version of the code, or a folder of
    something else.
    """
    if not folder.planned:
        foreign = [p.name for p in folder.path.iterdir() if p.name not in (lock.NAME, "definition.json")]
        if [name for name in foreign if not name.startswith(".tmp-")]:
            raise InputError(f"{folder.path} is in use and is not a sweep; choose another name")
        try:
            folder.create(definition, manifest)
        except OSError as error:
            raise InputError(f"cannot write in {folder.path}: {error.strerror}") from None
        return False
    before = folder.manifest()
    ours, theirs = definition.digests(), before["digests"]
    if ours != theirs:  # it may be the same under earlier names
        theirs = folder.definition().digests()
    changed = [key for key in ours if ours[key] != theirs.get(key)]
    if changed:
        raise InputError(
            f"{folder.path} holds another sweep (it differs in: {', '.join(changed)}); choose another name, or "
            f"continue the old one with giants-sweep resume {folder.path}"
        )
    check_needs(folder, manifest["depends"], accept_changes)
    return True


def check_needs(folder: Folder, now: Mapping[str, str], accept_changes: bool) -> None:
    """Refuse to mix results that do not compare in one sweep (see `giants.depends`), unless told to.

    What is accepted stands in the history of the sweep; packages that results do not depend on are only mentioned.
    """
    before = folder.manifest()
    changed = differences(before.get("depends", {}), now)
    if changed and not accept_changes:
        raise InputError(
            f"{folder.path} was begun with other code, data or numerical packages ({'; '.join(changed)}): results "
            "would not compare; choose another name, or say --accept-changes"
        )
    if changed:
        folder.note(event="changes accepted", time=_now(), changes=changed)
    others = {name: version for name, version in packages().items() if name not in now}
    there = {name: version for name, version in before.get("packages", {}).items() if name in others}
    if there and (moved := differences(there, {name: others[name] for name in there})):
        print(f"{folder.path} was begun with other packages ({'; '.join(moved)}); going on", file=sys.stderr)


@contextmanager
def opened(path: Path, shard: tuple[int, int] | None = None) -> Iterator[Folder]:
    """Make sure of the folder and hold its lock.  Raises InputError if that is not possible."""
    if path.exists() and not path.is_dir():
        raise InputError(f"{path} is not a folder; choose another name")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write below {path.parent}: {error.strerror}") from None
    Folder(path).refuse_links()
    if shard is None:
        with lock.hold(path) as stale:
            if stale:
                print(f"{stale}; continuing where it left off", file=sys.stderr)
            yield Folder(path)
    else:
        name = f"shard-{shard[0]}-of-{shard[1]}.lock"
        with lock.hold(path, shared=True), lock.hold(path, name=name):
            yield Folder(path)


def compute(
    folder: Folder, task: Task, engine: Engine, options: ComputeOptions, stream: TextIO | None = None
) -> SweepStatus:
    """Compute the missing runs of a planned sweep.  Call it under the lock."""
    definition = folder.definition()
    state, damaged, sound = folder.scan(definition.size)
    stream = stream or sys.stderr
    if options.shard is None:
        _tidy(folder, damaged, sound, stream)
        if options.retry_failed and folder.forget_failures(sound):
            state, _, _ = folder.scan(definition.size)
    missing = np.flatnonzero(state == MISSING)
    if options.shard:
        missing = in_shard(missing, definition.size, options.shard)
    if not options.quiet and missing.size < definition.size and options.shard is None:
        print(f"{definition.size - missing.size:,} runs are there, {missing.size:,} to do", file=stream)
    stop, told = Event(), Told()
    stopped = ""
    with Progress(int(missing.size), stream, quiet=options.quiet) as progress:

        def report(done: Any) -> None:
            progress(done)
            if options.max_failures is not None and progress.failures > options.max_failures:
                stop.set()

        queue = missing[np.argsort(definition.arena(missing), kind="stable")].tolist()
        pending = Pending(
            queue,
            options.workers,
            options.chunk,
            arena=lambda run: int(definition.arena(np.array([run]))[0]),
            at_once=at_once(definition),
        )
        folder.note(event="start", time=_now(), missing=int(missing.size), workers=options.workers)
        try:
            with interruptible(stop, told, stream):
                engine(Assignment(folder, definition, task, pending, report, stop))
        except StorageError as error:
            stopped = f"results can no longer be written ({error}); everything before is kept. {_how(folder.path)}"
        except StrandedError as error:
            stopped = f"{error}; everything before is kept. {_how(folder.path)}"
    if not stopped and stop.is_set() and not told.signal:
        stopped = f"stopped after {progress.failures} failed runs. {_how(folder.path)}"
    result = _settled(folder, options, stream, told.signal, stopped)
    folder.note(event="end", time=_now(), missing=result.missing, failed=result.failed, signal=told.signal)
    return result


def _settled(
    folder: Folder, options: ComputeOptions, stream: TextIO, signal_number: int | None, stopped: str
) -> SweepStatus:
    """Return how a sweep stands; merge its parts if it is complete and this process has the folder to itself."""
    result = status(folder, signal_number=signal_number, stopped=stopped)
    if result.missing == 0 and options.shard is None:
        try:
            compact(folder, folder.scan(result.size)[2])
        except (OSError, ValueError, TypeError, KeyError) as error:
            # The results are there; they only take more room than they might, or somebody made parts that do not fit.
            print(f"parts are left small: {' '.join(str(error).split())}", file=stream)
    return result


def status(folder: Folder, *, signal_number: int | None = None, stopped: str = "") -> SweepStatus:
    """Return how a sweep stands, without writing anything."""
    size = folder.definition().size
    state, _, _ = folder.scan(size)
    return SweepStatus(folder.path, size, int((state == OK).sum()), int((state == BAD).sum()), signal_number, stopped)


def in_shard(runs: Any, size: int, shard: tuple[int, int]) -> Any:
    """Return those of `runs` that belong to shard i of n: contiguous stretches of the whole sweep."""
    i, n = shard
    return runs[(runs >= size * i // n) & (runs < size * (i + 1) // n)]


@dataclass
class Told:
    """The signal that asked us to stop, if any."""

    signal: int | None = None


@contextmanager
def interruptible(stop: Event, told: Told, stream: TextIO) -> Iterator[None]:
    """Turn the first Ctrl-C (or SIGTERM) into a request to stop; a second one interrupts at once."""

    def ask(number: int, frame: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        told.signal = number
        stop.set()
        print("\nstopping: writing the runs that are done (once more to stop at once)", file=stream, flush=True)

    try:
        before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    except ValueError:  # not in the main thread: whoever runs us there handles signals
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tidy(folder: Folder, damaged: Any, sound: Any, stream: TextIO) -> None:
    try:
        count = folder.repair(damaged, sound)
    except OSError as error:
        raise InputError(f"cannot write in {folder.path}: {error.strerror}") from None
    if count:
        print(f"{count} damaged parts are set aside (*.damaged); their runs are computed again", file=stream)


def _how(path: Path) -> str:
    return f"Continue with: giants-sweep resume {path}"


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")
