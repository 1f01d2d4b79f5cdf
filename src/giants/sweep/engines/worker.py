"""The worker's side of the local engine."""

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def main(connection: Any, path: str, task: Any) -> None:
    """Compute the chunks that arrive, until told to stop or until the supervisor is gone."""
    # Ctrl-C reaches the whole group of processes; what to do about it is the supervisor's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_supervisor, daemon=True).start()
    from giants.sweep.chunk import Chunks
    from giants.sweep.folder import Folder

    try:
        try:
            folder = Folder(Path(path))
            chunks = Chunks(folder, folder.definition(), task)
        except Exception:
            connection.send(("fatal", traceback.format_exc()))
            return
        connection.send(("ready", None))
        _serve(connection, chunks.run)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(1)  # the supervisor is gone: what is under way belongs to whoever takes the sweep up again


def _end_with_supervisor() -> None:
    """End this process when the supervisor is gone, even in a run that never ends."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        supervisor.join()
        os._exit(1)


def _serve(connection: Any, run: Callable[..., Any]) -> None:
    stopping = False

    def go_on(batch: Sequence[int]) -> bool:
        nonlocal stopping
        if connection.poll():
            stopping = connection.recv() is None or stopping
        if not stopping:
            connection.send(("at", tuple(batch)))
        return not stopping

    while not stopping:
        runs = connection.recv()
        if runs is None:
            return
        try:
            connection.send(("done", run(runs, go_on)))
            if not gc.get_freeze_count():
                gc.freeze()  # all that is loaded and shared by now stays: going through it again costs 2% of each run
        except BrokenPipeError:
            raise
        except OSError as error:
            connection.send(("storage", str(error)))
        except Exception:
            connection.send(("fatal", traceback.format_exc()))
