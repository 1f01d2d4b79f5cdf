"""A sweep from Python: in a notebook, or in a script that goes on with its results."""

from collections.abc import Sequence
from pathlib import Path

from giants.sweep.drive import Options, Result, compute, opened, plan


def sweep(
    overrides: Sequence[str],
    *,
    retry_failed: bool = False,
    accept_changes: bool = False,
    dry_run: bool = False,
) -> Result:
    """Compute the sweep that `overrides` describe, as `giants-sweep` would, or continue it; return how it stands.

    With `dry_run` nothing is computed or written, and all its runs are missing.  Raises InputError.
    """
    from giants.sweep.axes import sweep_from
    from giants.sweep.engines.choose import engine
    from giants.sweep.engines.local import cores
    from giants.sweep.provenance import manifest
    from giants.sweep.task import simulate

    settings, definition = sweep_from(overrides)
    path = Path(settings.runs_dir) / settings.name
    if dry_run:
        return Result(path, definition.size, 0, 0)
    workers = settings.workers or cores()
    chosen = engine(settings.engine, workers, settings.timeout, settings.address)
    options = Options(workers, settings.chunk, settings.max_failures, retry_failed, accept_changes, settings.quiet)
    with opened(path) as folder:
        command = ["giants-sweep", *overrides]
        plan(folder, definition, manifest(settings, definition, command), accept_changes=accept_changes)
        return compute(folder, simulate, chosen, options)
