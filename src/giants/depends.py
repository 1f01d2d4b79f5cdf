"""What the numbers of a run depend on beside its settings: code, tables, numerical libraries, the past, plug-ins."""

import hashlib
import inspect
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from giants import install
from giants.codes import own_tables
from giants.config import PLUGINS, as_tree
from giants.load import actors

NUMERICAL = ("numpy", "scipy")
"""Packages whose versions can move the last digits of a result."""
READ = (".py", ".csv")
"""Kinds of files of the package that results depend on."""


def depends(plugins: Sequence[str] = ()) -> dict[str, str]:
    """Return what results depend on, by name; two runs of the same settings compare where all of it is equal.

    `past` is the strategies of the configuration files that the months before the start are stepped with.  Commits
    miss what is not committed, so code and tables are known by a digest of their bytes.
    """
    own = {f"table {name}": known for name, known in own_tables().items()}
    return {**_depends(tuple(plugins)), **own}


@lru_cache(maxsize=8)
def _depends(plugins: tuple[str, ...]) -> dict[str, str]:
    return {
        "giants": f"{install.version()} ({_code(Path(__file__).resolve().parent)})",
        **{name: metadata.version(name) for name in NUMERICAL},
        "past": _digest(json.dumps([[a.since, a.name, as_tree(a.rules)] for a in actors()], sort_keys=True).encode()),
        **{f"plug-in {name}": _plugin(name) for name in plugins},
    }


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what differs between two answers of `depends`, each as 'numpy 2.1.0, now 2.2.0'."""
    names = dict.fromkeys([*before, *now])
    return [
        f"{name} {before.get(name, 'absent')}, now {now.get(name, 'absent')}"
        for name in names
        if before.get(name) != now.get(name)
    ]


def _code(package: Path) -> str:
    # The sweep machinery decides what is computed and where it is kept, and the others read it: not what comes out.
    apart = {package / name for name in ("sweep", "evidence", "analysis", "dashboard")}
    files = [
        path
        for path in sorted(package.rglob("*"))
        if path.suffix in READ and not apart & {*path.parents} and path.parent != package / "__pycache__"
    ]
    parts = [path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() for path in files]
    return _digest(b"".join(hashlib.sha256(part).digest() for part in parts))


def _plugin(name: str) -> str:
    """Return the version of the package that offers a plug-in, with a digest of the files of its rules."""
    found = next((point for point in metadata.entry_points(group=PLUGINS) if point.name == name), None)
    if found is None:
        return "absent"
    files = sorted({inspect.getfile(rule) for rules in found.load().values() for rule in rules})
    version = found.dist.version if found.dist else "of no package"
    return f"{version} ({_digest(b''.join(Path(file).read_bytes() for file in files))})"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
