"""Settings as a run folder or a sweep kept them, read by a version that has more of them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from giants.compose import chosen, compose, conf_dir
from giants.config import Settings, settings
from giants.errors import MissingSettingError, UnknownSettingError
from giants.renames import MOST, note, value_at

GROUPS = (
    (re.compile(r"politics\.postures\.[^.]+"), "usa"),
    (re.compile(r"politics\.successor"), "mexico"),
    (re.compile(r"(states|cartels|firms)\.exceptions\.[^.]+"), r"\1"),
)
"""Where rules stand that are choices of a group of another name."""


def saved_settings(tree: Mapping[str, Any], where: object) -> Settings:
    """Return checked settings from the configuration that `where` kept.

    What an earlier version did not have yet is as by default today, and what today's has no more is left out, both with
    a note.  Raises InputError for what is wrong, or missing without a default.
    """
    added: list[str] = []
    gone: list[str] = []
    whole = dict(tree)
    while True:
        try:
            found = settings(whole)
        except MissingSettingError as error:
            if error.path in added or (value := _usual(whole, error.path)) is None:
                raise
            added.append(error.path)
            whole = _with(whole, error.path.split("."), value)
        except UnknownSettingError as error:
            if error.path in gone:
                raise
            gone.append(error.path)
            whole = _without(whole, error.path.split("."))
        else:
            break
    _note(f"{where} is of a version without", added, "as by default today")
    _note(f"{where} is of a version with", gone, "left out today")
    return found


def _note(before: str, paths: list[str], after: str) -> None:
    if paths:
        more = f" and {len(paths) - MOST} more" if len(paths) > MOST else ""
        note(f"{before} {', '.join(paths[:MOST])}{more}; {after}")


def _usual(tree: Mapping[str, Any], path: str) -> Any:
    """Return today's value of a setting: of the choice with the same rule, else of the default configuration."""
    *way, last = path.split(".")
    for depth in range(len(way), 0, -1):
        part = value_at(tree, way[:depth])
        if isinstance(part, Mapping) and "rule" in part:
            return value_at(_choice(".".join(way[:depth]), part["rule"]), [*way[depth:], last])
    return value_at(_default(), [*way, last])


def _choice(path: str, rule: Any) -> Mapping[str, Any]:
    """Return today's choice with this rule of the group whose rule stands at `path`."""
    for pattern, group in GROUPS:
        path = pattern.sub(group, path)
    group = path.replace(".", "/")
    files = sorted((conf_dir() / group).glob("*.yaml"), key=lambda file: file.stem != rule)
    return next((tree for file in files if (tree := chosen(group, file.stem)).get("rule") == rule), {})


def _with(tree: Mapping[str, Any], way: list[str], value: Any) -> dict[str, Any]:
    first, *rest = way
    return {**tree, first: _with(tree.get(first) or {}, rest, value) if rest else value}


def _without(tree: Any, way: list[str]) -> Any:
    first, *rest = way
    if not isinstance(tree, Mapping) or first not in tree:
        return tree
    return {k: _without(v, rest) if k == first else v for k, v in tree.items() if rest or k != first}


@cache
def _default() -> dict[str, Any]:
    return compose()
