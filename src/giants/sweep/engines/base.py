"""What an engine is given, and what it tells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from giants.sweep.chunk import Done, Task
from giants.sweep.definition import Definition
from giants.sweep.folder import Folder
from giants.sweep.pending import Pending


@dataclass(frozen=True)
class Assignment:
    """A sweep to compute.  When `stop` is set, an engine writes what is under way and returns."""

    folder: Folder
    definition: Definition
    task: Task
    pending: Pending
    report: Callable[[Done], None]
    stop: Event = field(default_factory=Event)


class StorageError(RuntimeError):
    """Results cannot be written; nothing that was written before is lost."""


class StrandedError(RuntimeError):
    """Nobody is left to compute; nothing that was written before is lost."""


class Engine(Protocol):
    """Computes everything that is pending."""

    def __call__(self, given: Assignment) -> None:
        """Return when nothing is pending or `given.stop` is set.  Raises StorageError or StrandedError."""
