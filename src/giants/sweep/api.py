"""A sweep from Python: in a notebook, or in a script that goes on with its results."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from giants.errors import InputError
from giants.sweep.axes import sweep_from
from giants.sweep.definition import Definition
from giants.sweep.drive import ComputeOptions, SweepStatus, compute, opened, plan
from giants.sweep.engines.base import Engine
from giants.sweep.engines.choose import engine
from giants.sweep.engines.local import cores
from giants.sweep.estimate import Estimate, estimate
from giants.sweep.folder import Folder
from giants.sweep.provenance import manifest
from giants.sweep.settings import SweepSettings
from giants.sweep.task import simulate


def sweep(
    overrides: Sequence[str],
    *,
    retry_failed: bool = False,
    accept_changes: bool = False,
    dry_run: bool = False,
) -> SweepStatus:
    """Compute the sweep that `overrides` describe, as `giants-sweep` would, or continue it; return how it stands.

    With `dry_run` nothing is computed or written, and all its runs are missing.  Raises InputError.
    """
    asked = ask(overrides)
    if dry_run:
        return SweepStatus(asked.path, asked.definition.size, 0, 0)
    with opened(asked.path) as folder:
        asked.plan(folder, accept_changes=accept_changes)
        return asked.compute(folder, retry_failed=retry_failed)


@dataclass(frozen=True)
class Asked:
    """A sweep that was asked for, every part of it checked and nothing written yet."""

    overrides: tuple[str, ...]
    settings: SweepSettings
    definition: Definition
    workers: int
    engine: Engine

    @property
    def path(self) -> Path:
        """Its folder."""
        return Path(self.settings.runs_dir) / self.settings.name

    def estimate(self) -> Estimate:
        """Compute its first run and say what all of them will take.  Raises InputError if that run fails."""
        return estimate(self.definition, simulate, self.workers)

    def plan(self, folder: Folder, *, accept_changes: bool = False) -> bool:
        """Write its folder, or check that the one there is the same; return whether it was.  Raises InputError."""
        told = manifest(self.settings, self.definition, ["giants-sweep", *self.overrides])
        return plan(folder, self.definition, told, accept_changes=accept_changes)

    def compute(self, folder: Folder, *, retry_failed: bool = False) -> SweepStatus:
        """Compute the runs of its planned folder that are missing."""
        s = self.settings
        options = ComputeOptions(self.workers, s.chunk, s.max_failures, retry_failed, quiet=s.quiet)
        return compute(folder, simulate, self.engine, options)


def ask(overrides: Sequence[str]) -> Asked:
    """Return the sweep that `overrides` in Hydra's grammar ask for.  Raises InputError."""
    if isinstance(overrides, str):
        raise InputError(f"overrides: expected a list of words, not the one text {overrides!r}")
    settings, definition = sweep_from(overrides)
    workers = settings.workers or cores()
    chosen = engine(settings.engine, workers, settings.timeout, settings.address)
    return Asked(tuple(overrides), settings, definition, workers, chosen)
