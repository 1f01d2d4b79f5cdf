"""Set single settings by dotted path, checked like a configuration file, at microseconds a value."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from giants.bargaining.rules import BargainingSettings
from giants.compose import POPULATIONS
from giants.config import RunSettings, Settings
from giants.errors import InputError
from giants.schema import checked, nearest


def replaced(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """Return `settings` with `values` by dotted path; items of a tuple or mapping are named by index or key.

    The type and range of every changed field and the conditions among the fields of each class that holds one are
    checked again.  Raises InputError naming the path, the value and what is allowed.
    """
    tree: dict[str, Any] = {}
    for path, value in values.items():
        parts = _inner(path)
        at = tree
        for part in parts[:-1]:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                raise InputError(f"{path}: a part of it is set as a whole too; keep one of them")
        if parts[-1] in at:
            raise InputError(f"{path}: set twice")
        at[parts[-1]] = _Leaf(value)
    changed = _apply(settings, tree, "")
    assert isinstance(changed, Settings)
    return changed


def has(settings: Settings, path: str) -> bool:
    """Say whether `settings` have the dotted `path`."""
    at: Any = settings
    for part in _inner(path):
        if is_dataclass(at) and part in {f.name for f in fields(at)}:
            at = getattr(at, part)
        elif isinstance(at, Mapping) and part in at:
            at = at[part]
        elif isinstance(at, tuple) and part in map(str, range(len(at))):
            at = at[int(part)]
        else:
            return False
    return not is_dataclass(at)


def _inner(path: str) -> list[str]:
    """Return the way to a setting in the typed tree, where classes hold what stands flat in the configuration."""
    parts = path.split(".")
    if parts[0] == "run" or parts[:2] == ["bargaining", "parameters"]:  # names of classes, not of the configuration
        raise InputError(f"{path}: unknown key; say {path.replace('parameters.', '').removeprefix('run.')}")
    if parts[0] in RunSettings.__dataclass_fields__:
        return ["run", *parts]
    if parts[0] == "bargaining" and len(parts) > 1 and parts[1] not in BargainingSettings.__dataclass_fields__:
        return ["bargaining", "parameters", *parts[1:]]
    if parts[0] in POPULATIONS and parts[1:2] == ["exceptions"]:
        return ["exceptions", parts[0], *parts[2:]]
    return parts


class _Leaf:
    """A value to set, apart from the mappings that lead to it."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def _apply(at: Any, tree: Mapping[str, Any], where: str) -> Any:
    """Return `at` with the leaves of `tree` set, rebuilt from the inside out."""
    if is_dataclass(at) and not isinstance(at, type):
        return _in_dataclass(at, tree, where)
    if isinstance(at, Mapping):
        unknown = [key for key in tree if key not in at]
        if unknown:
            raise InputError(f"{_join(where, unknown[0])}: unknown key{nearest(unknown[0], map(str, at))}")
        return {**at, **{key: _item(at[key], item, _join(where, key)) for key, item in tree.items()}}
    if isinstance(at, tuple):
        items = list(at)
        for key, item in tree.items():
            if key not in map(str, range(len(items))):
                raise InputError(f"{_join(where, key)}: no such item; there are {len(items)}, from 0")
            items[int(key)] = _item(items[int(key)], item, _join(where, key))
        return tuple(items)
    raise InputError(f"{_join(where, next(iter(tree)))}: {where} is one value and has no parts")


def _in_dataclass(at: Any, tree: Mapping[str, Any], where: str) -> Any:
    names = at.__dataclass_fields__
    new: dict[str, Any] = {}
    for key, item in tree.items():
        path = _join(where, key)
        if key not in names:
            raise InputError(f"{path}: unknown key{nearest(key, sorted(names))}")
        new[key] = _item(getattr(at, key), item, path)
        if isinstance(item, _Leaf) or not _holds_classes(new[key]):  # what holds classes was checked inside
            new[key] = _checked(type(at), key, new[key], path)
    try:
        return replace(at, **new)
    except ValueError as error:  # a condition among several fields
        raise InputError(str(error) if isinstance(error, InputError) else f"{where}: {error}") from None


def _holds_classes(value: Any) -> bool:
    if isinstance(value, Mapping | tuple):
        return any(map(is_dataclass, value.values() if isinstance(value, Mapping) else value))
    return is_dataclass(value)


def _item(old: Any, item: Any, path: str) -> Any:
    if not isinstance(item, _Leaf):
        return _apply(old, item, path)
    if is_dataclass(old):
        raise InputError(f"{path}: holds several settings; name one of {', '.join(f.name for f in fields(old))}")
    return item.value


def _checked(cls: type[Any], name: str, value: Any, path: str) -> Any:
    adapter = _adapter(cls, name)  # type: ignore[arg-type]
    if adapter is None:
        return value
    return checked(adapter, value, path)


@lru_cache(maxsize=4096)
def _adapter(cls: type[Any], name: str) -> TypeAdapter[Any] | None:
    hint = get_type_hints(cls, include_extras=True)[name]
    return None if hint is Any else TypeAdapter(hint)


def _join(where: str, key: str) -> str:
    path = f"{where}.{key}" if where else key
    path = re.sub(r"^exceptions\.(\w+)", r"\1.exceptions", path)
    return path.removeprefix("run.").replace("bargaining.parameters.", "bargaining.", 1)
