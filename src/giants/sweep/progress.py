"""Progress: a bar on a terminal, a plain line now and then in a log."""

import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO

from giants.sweep.chunk import Done

EVERY = 30.0
"""Seconds between two lines in a log."""


class Progress:
    """Shows runs done, failures, rate and time left."""

    def __init__(self, total: int, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.total, self.done, self.failures = total, 0, 0
        self.stream = stream or sys.stderr
        self.quiet = quiet
        self.began = self.told = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> "Progress":
        if not self.quiet and self.stream.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=self.total, unit="run", file=self.stream, dynamic_ncols=True, smoothing=0.1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done: Done) -> None:
        """Count a chunk."""
        self.done += len(done.runs)
        self.failures += done.unsuccessful
        if self._bar is not None:
            self._bar.set_postfix(failed=self.failures, refresh=False)
            self._bar.update(len(done.runs))
        elif not self.quiet and (time.monotonic() - self.told >= EVERY or self.done >= self.total):
            self.told = time.monotonic()
            with suppress(OSError):  # nobody reads any more, and the work goes on
                print(self.line(), file=self.stream, flush=True)

    def line(self) -> str:
        """Return the state of things as one line."""
        seconds = time.monotonic() - self.began
        rate = self.done / seconds if seconds > 0 else 0.0
        left = duration((self.total - self.done) / rate) if rate else "unknown"
        return f"{self.done:,} of {self.total:,} runs, {self.failures:,} failed, {rate:,.1f} runs/s, {left} left"


def duration(seconds: float) -> str:
    """Return seconds in the unit a person would choose."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    if seconds < 172800:
        return f"{seconds / 3600:.1f} h"
    return f"{seconds / 86400:,.0f} days"
