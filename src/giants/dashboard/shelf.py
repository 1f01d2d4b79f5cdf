"""Runs and sweeps below the folder of runs, by the names that are offered to the page; no path comes from there."""

from pathlib import Path
from typing import Any

from giants.errors import InputError

MOST = 200
"""Runs and sweeps that are offered, the newest first."""


def offered(runs: Path) -> dict[str, list[str]]:
    """Return the names of run folders and of sweeps below `runs`."""
    if not runs.is_dir():
        return {"runs": [], "sweeps": []}
    folders = [path for path in runs.iterdir() if path.is_dir() and not path.is_symlink()]
    newest = sorted(folders, key=_changed, reverse=True)
    return {
        "runs": [path.name for path in newest if (path / "summary.json").is_file()][:MOST],
        "sweeps": [path.name for path in newest if (path / "definition.json").is_file()][:MOST],
    }


def _changed(path: Path) -> float:
    """Return when a folder was last changed, the beginning of time for one that has just been renamed or removed."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def run_folder(runs: Path, name: Any) -> Path:
    """Return the folder of a run that is offered.  Raises InputError for any other name."""
    if name not in offered(runs)["runs"]:
        raise InputError("there is no such run")
    return runs / str(name)


def sweep_folder(runs: Path, name: Any) -> Path:
    """Return the folder of a sweep that is offered.  Raises InputError for any other name."""
    if name not in offered(runs)["sweeps"]:
        raise InputError("there is no such sweep")
    return runs / str(name)
