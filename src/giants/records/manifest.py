"""The manifest: what it takes to repeat a run, and how well its markets cleared."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from giants import install
from giants.codes import own_tables
from giants.processor import processor
from giants.records.citations import principal
from giants.symbols import table

PACKAGES = ("mesa", "numpy", "scipy", "pandas", "pyarrow", "hydra-core", "pydantic")


def manifest(
    *,
    seed: int,
    months: int,
    start: str,
    seconds: Mapping[str, float],
    largest_residual: float,
    citations: Sequence[str],
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the manifest of a finished run.

    `seconds` is wall time by phase, `largest_residual` the largest residual of the redundant market in any month (in
    the solver's own unit), `citations` further sources beside the principal ones, `notes` whatever a reader must
    know before believing the numbers (a forced treaty, a table replaced by the user's own).
    """
    commit, dirty = commit_of(Path(__file__).resolve().parents[3])
    return {
        "version": install.version(),
        "commit": commit,
        "uncommitted_changes": dirty,
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in PACKAGES},
        "platform": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "own_tables": own_tables(),
        "seed": seed,
        "start": start,
        "months": months,
        "seconds": {phase: round(float(s), 4) for phase, s in seconds.items()},
        "largest_market_residual": float(largest_residual),
        "notes": list(notes),
        "citations": list(dict.fromkeys([*principal(), *citations])),
    }


def symbol_sources() -> list[str]:
    """Return the sources that the table of symbols names, each once, in its order."""
    return list(dict.fromkeys(str(row["source"]) for row in table() if row["source"]))


@lru_cache(maxsize=8)
def commit_of(root: Path) -> tuple[str | None, bool | None]:
    """Return (commit, dirty) of a source checkout at `root`; (None, None) for an installed package or without git."""
    if not (root / ".git").exists():
        return None, None
    try:
        commit = _git(root, "rev-parse", "HEAD")
        dirty = bool(_git(root, "status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.SubprocessError):
        return None, None
    return commit, dirty


def _git(root: Path, *words: str) -> str:
    # --no-optional-locks: a status that only reads must not contend for the index with the user's own git.
    done = subprocess.run(
        ["git", "--no-optional-locks", "-C", str(root), *words],
        env={name: value for name, value in os.environ.items() if not name.startswith("GIT_")},  # of another checkout
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    return done.stdout.strip()
