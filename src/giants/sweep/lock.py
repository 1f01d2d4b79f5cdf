"""One writer per sweep folder: an advisory lock that the kernel releases however its holder ends."""

import errno
import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from giants.errors import InputError

NAME = "sweep.lock"


@contextmanager
def hold(folder: Path, *, shared: bool = False, name: str = NAME) -> Iterator[str | None]:
    """Hold the lock of `folder`; shards hold it `shared`, everything else alone.

    Yields a line about an earlier holder that ended without releasing it (killed, or power was lost), or None.
    Raises InputError if another process holds it, or if the folder cannot be written or locked.
    """
    path = folder / name
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise InputError(f"cannot write in {folder}: {error.strerror}") from None
    try:
        _take(descriptor, path, shared)
        yield None if shared else _stale(descriptor)
        if not shared:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path, shared: bool) -> None:
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(f"{path.parent} is being written by {_holder(descriptor)}; wait for it or stop it") from None
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS):
            raise InputError(
                f"the file system of {path.parent} cannot lock files ({error.strerror}); choose another runs_dir"
            ) from None
        raise


def _holder(descriptor: int) -> str:
    told = _read(descriptor)
    return f"process {told['pid']} on {told['host']} since {told['since']}" if told else "other processes (shards)"


def _stale(descriptor: int) -> str | None:
    """Write who holds the lock now; return what the file still said of an earlier holder."""
    before = _read(descriptor)
    since = time.strftime("%Y-%m-%d %H:%M:%S %z")
    now = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since})
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, now.encode(), 0)
    except OSError as error:
        raise InputError(f"cannot write the lock of the sweep: {error.strerror}") from None
    if before is None:
        return None
    return f"process {before['pid']} on {before['host']} (since {before['since']}) ended without finishing"


def _read(descriptor: int) -> dict[str, str] | None:
    try:
        told = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        return None
    return told if isinstance(told, dict) and {"pid", "host", "since"} <= set(told) else None
