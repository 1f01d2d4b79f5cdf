"""One writer per sweep folder: an advisory lock that the kernel releases however its holder ends."""

import errno
import json
import os
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from giants.errors import InputError

NAME = "sweep.lock"
LOOKS = 10
"""At who holds a lock, a hundredth of a second apart."""


@contextmanager
def hold(folder: Path, *, shared: bool = False, name: str = NAME) -> Iterator[str | None]:
    """Hold the lock of `folder`; shards hold it `shared`, everything else alone.

    The folder itself is locked beside the file, so that a file that somebody removes lets nobody in.  Where the system
    has no such locks (Windows), the file only says who writes.  Yields a line about an earlier holder that ended
    without releasing it (killed, or power was lost), or None.  Raises InputError if another process holds it, or if
    the folder cannot be written or locked.
    """
    path = folder / name
    try:
        descriptor = open_own(path, os.O_RDWR)
    except OSError as error:
        raise InputError(f"cannot write in {folder}: {error.strerror}") from None
    try:
        with _locked_folder(folder, descriptor, shared, name == NAME):
            _take(descriptor, descriptor, path, shared)
            yield None if shared else _stale(descriptor)
            if not shared:
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def open_own(path: Path, flags: int) -> int:
    """Open (or create) a file to write, and never what a link leads to.  Raises InputError or OSError."""
    careful = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))
    descriptor = os.open(path, flags | os.O_CREAT | careful, 0o644)
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_nlink <= 1:
        return descriptor
    os.close(descriptor)
    raise InputError(f"{path} is a link, or no plain file, and is not written to; remove it")


@contextmanager
def _locked_folder(folder: Path, descriptor: int, shared: bool, needed: bool) -> Iterator[None]:
    try:
        whole = os.open(folder, os.O_RDONLY) if needed else None
    except PermissionError:  # Windows opens no folders
        whole = None
    if whole is None:
        yield
        return
    try:
        with suppress(OSError):  # some network file systems lock files only; the file is there for them
            _take(whole, descriptor, folder / NAME, shared)
        yield
    finally:
        os.close(whole)


def _take(locked: int, told: int, path: Path, shared: bool) -> None:
    """Lock the descriptor `locked`; `told` is where a holder says who it is."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(locked, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(f"{path.parent} is being written by {_holder(told)}; wait for it or stop it") from None
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS):
            raise InputError(
                f"the file system of {path.parent} cannot lock files ({error.strerror}); choose another runs_dir"
            ) from None
        raise


def _holder(descriptor: int) -> str:
    for _ in range(LOOKS):  # who has just got the lock has yet to write so
        if owner := _read(descriptor):
            break
        time.sleep(0.01)
    return f"process {owner['pid']} on {owner['host']} since {owner['since']}" if owner else "other processes (shards)"


def _stale(descriptor: int) -> str | None:
    """Write who holds the lock now; return what the file still said of an earlier holder."""
    before = _read(descriptor)
    since = time.strftime("%Y-%m-%d %H:%M:%S %z")
    now = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since})
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, now.encode())
    except OSError as error:
        raise InputError(f"cannot write the lock of the sweep: {error.strerror}") from None
    if before is None:
        return None
    return f"process {before['pid']} on {before['host']} (since {before['since']}) ended without finishing"


def _read(descriptor: int) -> dict[str, str] | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        content = json.loads(os.read(descriptor, 4096))
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or not {"pid", "host", "since"} <= set(content):
        return None
    return content if all(str(value).isprintable() and len(str(value)) < 256 for value in content.values()) else None
