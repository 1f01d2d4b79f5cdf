"""`giants list`: what can be chosen, read from the files of the configuration and of the rules, running neither."""

import ast
import re
from pathlib import Path
from textwrap import shorten
from typing import Any

from giants.compose import conf_dir, folders
from giants.errors import InputError
from giants.schema import nearest

WIDTH = 120
"""Characters of a line."""
_TOLD = ("rationale", "about", "question")
"""Settings that say in words what a file is for."""


def listed(words: list[str]) -> int:
    """Print every group with its choices, or each choice of one group with what it says of itself.

    Raises InputError for a group that is not there.
    """
    if len(words) > 1:
        raise InputError(f"list: takes one group, not {len(words)} words")
    known = groups()
    if not words:
        width = max(map(len, known))
        print("\n".join(f"{group:<{width}}  {', '.join(choices(group))}" for group in known))
        print("\ngiants list GROUP says what each of them is; a group is set by GROUP=NAME")
        return 0
    group = words[0].strip("/")
    if group not in known:
        raise InputError(f"list: there is no group {group!r}{nearest(group, known)}")
    files = choices(group)
    width = max(map(len, files))
    for name, file in files.items():
        print(f"{name:<{width}}  {shorten(described(group, file), WIDTH - width - 2, placeholder=' ...')}")
    return 0


def groups() -> list[str]:
    """Return every group of the configuration, a strategy's planks after the strategies."""
    found = {
        file.parent.relative_to(folder).as_posix()
        for folder in folders()
        for file in folder.rglob("*.yaml")
        if file.parent != folder
    }
    return sorted(found)


def choices(group: str) -> dict[str, Path]:
    """Return the files of a group by name; a bundled one comes before the user's own of the same name."""
    files = [file for folder in reversed(folders()) for file in (folder / group).glob("*.yaml")]
    return dict(sorted({file.stem: file for file in files}.items()))


def settings() -> list[str]:
    """Return the settings of a run that belong to no group."""
    from yaml import safe_load

    tree = safe_load((conf_dir() / "config.yaml").read_text(encoding="utf-8"))
    return [key for key in tree if key not in ("defaults", "hydra")]


def described(group: str, file: Path) -> str:
    """Return the first sentence that a choice says of itself: in a setting, in its rule's file, or at its head."""
    from yaml import YAMLError, safe_load

    text = file.read_text(encoding="utf-8")
    try:
        tree: Any = safe_load(text)
    except YAMLError:
        return "(cannot be read as YAML)"
    tree = tree if isinstance(tree, dict) else {}
    told = next((str(tree[key]) for key in _TOLD if tree.get(key)), "")
    return _first_sentence(told or _of_rule(group, tree.get("rule")) or _at_head(text))


def _of_rule(group: str, rule: Any) -> str:
    """Return what the file of a bundled rule says of itself, nothing if there is no such file."""
    package = Path(__file__).resolve().parents[1]
    part = group.removeprefix("bargaining/")
    folders = (package / "policies" / group, package / "bargaining" / f"{part}s", package / "bargaining" / part)
    for file in (folder / f"{rule}.py" for folder in folders):
        if file.is_file():
            return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return ""


def _at_head(text: str) -> str:
    """Return the comment at the head of a configuration file, as one line."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if "@package" not in line:
            lines.append(line.lstrip("# "))
    return " ".join(lines)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!])\s", " ".join(text.split()), maxsplit=1)[0]
