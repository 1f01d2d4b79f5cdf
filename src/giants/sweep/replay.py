"""Compute one run of a sweep again, and compare."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from giants.config import Settings
from giants.errors import InputError
from giants.processor import alike, tolerance
from giants.sweep.folder import Folder
from giants.sweep.load import load_sweep
from giants.sweep.replace import replaced
from giants.sweep.rows import FAILURE, FIXED, SUCCEEDED
from giants.sweep.task import outcome, settings_of

MINE = ("name", "runs_dir", "overwrite", "record")
"""What may differ between a run and its replay without changing a number."""


def replay_settings(path: Path, run_id: int, overrides: Sequence[str] = ()) -> Settings:
    """Return the settings of run `run_id` of a sweep, to be written in a run folder below it."""
    recorded = settings_of(Folder(path).definition(), run_id)
    level = "monthly" if recorded.run.record == "summary" else recorded.run.record
    words = dict(override.partition("=")[::2] for override in overrides)
    name = f"run-{run_id}" + (f"-{words['record']}" if "record" in words else "")  # levels do not share a folder
    run = replace(recorded.run, name=name, runs_dir=str(path / "replays"), overwrite=False, record=level)
    wrong = [key for key in words if key not in MINE]
    if wrong:
        raise InputError(f"{wrong[0]}: a replay computes the same run; only {', '.join(MINE)} may change")
    return replaced(replace(recorded, run=run), {k: v == "true" if k == "overwrite" else v for k, v in words.items()})


def replayed(path: Path, run_id: int, overrides: Sequence[str] = ()) -> tuple[Path, str, bool]:
    """Compute a run again and write its folder; return the folder, a verdict, and whether the numbers are the same.

    A run that failed raises again what it raised.
    """
    from giants.run import is_there, run, write

    again = replay_settings(path, run_id, overrides)
    is_there(again)  # whatever else stands in its place is told before the work
    stored = load_sweep(path)
    row = stored[stored["run_id"] == run_id]
    finished = run(again)
    folder, _ = write(finished)
    if row.empty or row["status"].iloc[0] != SUCCEEDED:
        return folder, f"run {run_id}: the sweep has no result to compare with", True
    # The summary is that of the record level of the sweep: a coarser one would average over fewer months.
    level = settings_of(Folder(path).definition(), run_id).run.record
    numbers = outcome(run(replace(again, run=replace(again.run, record=level)))).numbers
    labels, within = {*FIXED, *FAILURE, "status"}, tolerance(Folder(path).manifest())
    different = [
        name
        for name, value in numbers.items()
        if name not in labels and not alike(_number(value), _number(row[name].iloc[0] if name in row else None), within)
    ]
    if different:
        return folder, f"run {run_id}: {len(different)} numbers differ, first {different[0]}", False
    how = f" to {within:g}: another type of processor computed the sweep" if within else ""
    return folder, f"run {run_id}: all {len(numbers)} numbers are the same{how}", True


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
