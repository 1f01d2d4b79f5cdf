"""The configuration of plain words, composed from its files as Hydra would, without importing Hydra.

Plain is what most commands say: choices of groups, and values that are numbers, names, dates or paths.  Whatever goes
beyond that, in a word or in a file, is left to Hydra, which also says what is wrong with it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

type Tree = dict[str, Any]
type Find = Callable[[str, str], Path]
"""The file of a choice, by its group and name."""

_WORD = re.compile(r"([A-Za-z_][\w./]*)=(\S+)")
_VALUES: Mapping[str, Callable[[str], Any]] = {
    r"null": lambda text: None,
    r"true|false": lambda text: text == "true",
    r"0|-?[1-9]\d*": int,
    r"-?(0|[1-9]\d*)\.\d+": float,
    r"\d{4}-\d{2}|(?!(?i:null|true|false|inf|nan)$)[A-Za-z_/][\w./-]*": str,
}
"""What a plain value looks like, and what Hydra's grammar makes of it."""
_PACKAGE = re.compile(r"^\s*#\s*@package", re.MULTILINE)
_FLOAT = re.compile(r"[-+]?[0-9]+(?:_[0-9]+)*[eE][-+]?[0-9]+$")
"""A number to Hydra, though a word to YAML."""


class NotPlainError(Exception):
    """Hydra is needed to compose this, or to say what is wrong with it."""


def compose(folder: Path, words: Sequence[str]) -> tuple[Tree, dict[str, str]] | None:
    """Return what Hydra composes of `folder` and `words`, and the choice of each group; None if only Hydra can."""
    from yaml import YAMLError

    choices: dict[str, str] = {}
    try:
        given = dict(_parsed(word) for word in words)
        picked = {key: str(value) for key, value in given.items() if (folder / key).is_dir()}
        tree = composed(lambda group, name: folder / group / f"{name}.yaml", "", "config", picked, choices)
        if len(given) < len(words) or picked.items() - choices.items():
            return None
        for key in given.keys() - picked.keys():
            _set(tree, key.split("."), given[key])
    except (NotPlainError, OSError, ValueError, YAMLError):
        return None
    return tree, choices


def composed(find: Find, group: str, name: str, picked: Mapping[str, str], choices: dict[str, str]) -> Tree:
    """Return one choice of a group: what its defaults list names, in order, and its own values over it.

    `picked` replaces what defaults lists name, and `choices` takes note of what was chosen.  Raises NotPlainError for
    a file that says more.
    """
    own = load(find(group, name))
    listed = [item for item in own.pop("defaults", []) if not (isinstance(item, dict) and _of_hydra(item))]
    if "_self_" in listed[:-1]:
        raise NotPlainError
    tree: Tree = {}
    for item in listed:
        if isinstance(item, str):
            tree = tree if item == "_self_" else _over(tree, composed(find, group, item, {}, {}))
            continue
        ((part, choice),) = item.items()
        other, _, place = part.removeprefix("/").partition("@")
        if part.startswith("/"):  # a choice of another group, at a place of its own
            node = composed(find, other, choice, {}, {})
        elif place or " " in part:
            raise NotPlainError
        else:
            place, inner = part, f"{group}/{part}".lstrip("/")
            choices[inner] = picked.get(inner, choice)
            node = composed(find, inner, choices[inner], picked, choices)
        for key in reversed(place.split(".")):
            node = {key: node}
        tree = _over(tree, node)
    return _over(tree, own)


def load(path: Path) -> Tree:
    """Return a file of settings as Hydra reads it.  Raises NotPlainError for what Hydra would go on to work out."""
    import yaml  # type: ignore[import-untyped]

    text = path.read_text(encoding="utf-8")
    tree = yaml.load(text, _loader()) or {}  # a safe loader
    if not isinstance(tree, dict) or _PACKAGE.search(text):
        raise NotPlainError
    tree.pop("hydra", None)  # what Hydra launches many runs with
    _refuse_marks(tree)
    return tree


def _of_hydra(item: Mapping[str, Any]) -> bool:
    return all(key.startswith("override hydra/") for key in item)


def _refuse_marks(value: Any) -> None:
    """Raise NotPlainError if a value is to be worked out from others, or is missing."""
    if isinstance(value, str) and ("${" in value or value == "???"):
        raise NotPlainError
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_marks(inner)


def _over(below: Tree, above: Tree) -> Tree:
    """Return `above` laid over `below`, mappings into one another."""
    both = dict(below)
    for key, value in above.items():
        old = below.get(key)
        if isinstance(old, dict | list) and isinstance(value, dict | list) and type(old) is not type(value):
            raise NotPlainError
        both[key] = _over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both


def _parsed(word: str) -> tuple[str, Any]:
    matched = _WORD.fullmatch(word)
    if matched:
        for pattern, made in _VALUES.items():
            if re.fullmatch(pattern, matched[2]):
                return matched[1], made(matched[2])
    raise NotPlainError


def _set(tree: Tree, path: Sequence[str], value: Any) -> None:
    """Set a value that is there and is no list or mapping; Hydra says what is wrong with others."""
    *way, last = path
    at: Any = tree
    for key in way:
        at = at.get(key) if isinstance(at, dict) else None
    if not isinstance(at, dict) or last not in at or isinstance(at[last], dict | list):
        raise NotPlainError
    at[last] = value


@cache
def _loader() -> Any:
    """Return a safe loader of YAML that takes for a number and for a date what Hydra's takes for one."""
    import yaml

    class PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Refuses a key that is given twice."""

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            """Return the mapping of a node."""
            keys = [key.value for key, _ in node.value]
            if len({*keys}) < len(keys):
                raise NotPlainError
            return super().construct_mapping(node, deep=deep)

    PlainLoader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789"))
    PlainLoader.yaml_implicit_resolvers = {
        key: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for key, resolvers in PlainLoader.yaml_implicit_resolvers.items()
    }
    return PlainLoader
