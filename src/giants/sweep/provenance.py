"""What it takes to compute a sweep again: code, packages, platform, command."""

import hashlib
import os
import platform
import shlex
import socket
import time
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from giants.codes import own_tables
from giants.config import as_tree
from giants.records.manifest import PACKAGES, commit_of
from giants.sweep.definition import Definition
from giants.sweep.settings import SweepSettings

READ = (".py", ".csv")
"""Kinds of files of the package that results depend on."""


def code() -> str:
    """Return the version of the package with a digest of its code and tables: commits miss what is not committed.

    Tables of the user's own are named with their digests.
    """
    own = "".join(f", {name} {digest}" for name, digest in own_tables().items())
    return f"{metadata.version('giants')} ({_code_digest(Path(__file__).resolve().parents[1])}{own})"


@lru_cache(maxsize=2)
def _code_digest(package: Path) -> str:
    total = hashlib.sha256()
    # The sweep machinery and the commands decide what is computed and where it is kept, not what comes out.
    apart = {package / "sweep", package / "analysis", package / "viz"}
    for path in sorted(package.rglob("*")):
        if path.suffix in READ and not apart & {*path.parents} and path.parent != package / "__pycache__":
            total.update(path.relative_to(package).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


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
        "code": code(),
        "commit": commit,
        "uncommitted_changes": dirty,
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in PACKAGES},
        "platform": f"{platform.system()} {platform.machine()}",
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
