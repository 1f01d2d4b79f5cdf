"""What it takes to compute a sweep again: code, packages, platform, command."""

import os
import platform
import shlex
import socket
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from giants.config import as_tree
from giants.depends import depends
from giants.processor import processor
from giants.records.manifest import PACKAGES, commit_of
from giants.sweep.definition import Definition
from giants.sweep.settings import SweepSettings


def needs(definition: Definition) -> dict[str, str]:
    """Return what the runs of a sweep depend on beside its definition."""
    return depends(sorted({str(name) for tree in definition.trees for name in tree.get("plugins") or ()}))


def packages() -> dict[str, str]:
    """Return the versions of Python and of the packages that a sweep is computed with."""
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in PACKAGES}}


def manifest(asked: SweepSettings, definition: Definition, command: Sequence[str]) -> dict[str, Any]:
    """Return the manifest of a sweep that is about to begin."""
    commit, dirty = commit_of(Path(__file__).resolve().parents[3])
    first = definition.trees[0]
    return {
        "name": asked.name,
        "about": asked.about,
        "question": asked.question,
        "analysis": list(asked.analysis),
        "command": shlex.join(command),
        "created": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "host": socket.gethostname(),
        "user_cores": os.cpu_count(),
        "depends": needs(definition),
        "commit": commit,
        "uncommitted_changes": dirty,
        "packages": packages(),
        "platform": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "runs": definition.size,
        "scenarios": definition.size // len(definition.seeds),
        "replications": len(definition.seeds),
        "compositions": len(definition.trees),
        "points": definition.points.count,
        "labels": list(definition.label_names()),
        "months": first.get("months"),
        "record": first.get("record"),
        "design": as_tree(asked.design),
        "uncertainty": as_tree(asked.uncertainty),
        "seeds": "each replication has one seed, the same for all scenarios",
    }
