"""What every command does to its process: one thread for linear algebra, and an end that is told in one line."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from giants.errors import InputError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
INTERRUPTED = 130
"""What a shell reports of a process that Ctrl-C ended (128 + SIGINT)."""
PIPE_CLOSED = 141
"""What a shell reports of a process that a closed pipe ended (128 + SIGPIPE)."""


def one_thread() -> None:
    """Give linear algebra one thread: sums in several differ in their last digits.

    It works on libraries that are not loaded yet, and on child processes.
    """
    os.environ.update(dict.fromkeys(THREADS, "1"))


class Parser(argparse.ArgumentParser):
    """Report a bad command line in one line, without the usage text."""

    def error(self, message: str) -> NoReturn:
        """Raise InputError with the message."""
        raise InputError(message)


def carry_out(name: str, command: Callable[[], int], interrupted: str) -> NoReturn:
    """End the process with the status of `command`, which is called here."""
    sys.exit(status_of(name, command, interrupted))


def status_of(name: str, command: Callable[[], int], interrupted: str) -> int:
    """Return the exit status of `command`, which is called here.

    A user's mistake is one line on standard error and status 2, Ctrl-C says `interrupted` and is status 130, and a
    reader that has gone away (``| head``) ends the command quietly.
    """
    try:
        status = command()
        sys.stdout.flush()
    except InputError as error:
        return say(f"{name}: {interrupted}", INTERRUPTED) if _of_interrupt(error) else say(f"{name}: {error}", 2)
    except KeyboardInterrupt:
        return say(f"{name}: {interrupted}", INTERRUPTED)
    except BrokenPipeError:
        status = PIPE_CLOSED
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                os.dup2(nowhere, stream.fileno())  # what is left in its buffer is for nobody
    return status


def _of_interrupt(error: BaseException | None) -> bool:
    """Return whether an error is what a library made of an interrupt, as Hydra does in the middle of a composition."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def say(line: str, status: int) -> int:
    """Print a line on standard error, if anybody reads it, and return the status that it goes with."""
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)
    return status
