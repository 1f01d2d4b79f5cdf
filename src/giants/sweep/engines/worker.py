"""The worker's side of the local engine."""

import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def one_thread() -> None:
    """Ask linear algebra for one thread; it works on libraries that are not loaded yet, and on child processes."""
    for name in THREADS:
        os.environ.setdefault(name, "1")


def main(connection: Any, path: str, task: Any) -> None:
    """Compute the chunks that arrive, until told to stop or until the supervisor is gone."""
    # Ctrl-C reaches the whole group of processes; what to do about it is the supervisor's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from giants.sweep.chunk import Chunks
    from giants.sweep.folder import Folder

    try:
        folder = Folder(Path(path))
        chunks = Chunks(folder, folder.definition(), task)
    except Exception:
        connection.send(("fatal", traceback.format_exc()))
        return
    connection.send(("ready", None))
    try:
        _serve(connection, chunks.run)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(1)  # the supervisor is gone: what is under way belongs to whoever takes the sweep up again


def _serve(connection: Any, run: Callable[..., Any]) -> None:
    stopping = False

    def go_on(run_id: int | None) -> bool:
        nonlocal stopping
        if connection.poll():
            stopping = connection.recv() is None or stopping
        if not stopping:
            connection.send(("at", run_id))
        return not stopping

    while not stopping:
        runs = connection.recv()
        if runs is None:
            return
        try:
            connection.send(("done", run(runs, go_on)))
        except BrokenPipeError:
            raise
        except OSError as error:
            connection.send(("storage", str(error)))
        except Exception:
            connection.send(("fatal", traceback.format_exc()))
