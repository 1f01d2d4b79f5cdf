"""Turn plain mappings into frozen, checked parameter classes, and every mistake into one clear line."""

import dataclasses
import difflib
import json
import types
import typing
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from giants.errors import InputError


def build[T](cls: type[T], values: Mapping[str, Any], where: str) -> T:
    """Return `cls` (a dataclass whose annotations carry ranges) built from `values`.

    Types are strict, ranges are those of the annotations, and unknown or missing keys are errors.  `where` is the
    dotted path of `values`, for the message.  Raises InputError: path, value, what is allowed, nearest valid key.
    """
    _check_keys(cls, values, where)
    try:
        made: T = _adapter(cls).validate_json(json.dumps(values), strict=True)  # type: ignore[arg-type]
    except ValidationError as error:
        raise InputError(_first(error, where)) from None
    return made


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Return ' (did you mean X?)' for the closest of `allowed`, or the list of all of them."""
    allowed = list(allowed)
    if not allowed:
        return "; there is none"
    close = difflib.get_close_matches(name, allowed, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(allowed)}"


@lru_cache(maxsize=256)
def _adapter(cls: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


@lru_cache(maxsize=256)
def _hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _check_keys(cls: type[Any], values: Any, where: str) -> None:
    if not isinstance(values, Mapping):
        raise InputError(f"{where}: expected keys and values, not {values!r}")
    fields = {f.name: f for f in dataclasses.fields(cls)}
    for key, value in values.items():
        if key not in fields:
            raise InputError(f"{where}.{key}: unknown key{nearest(str(key), fields)}")
        for part, item in _parts(_hints(cls)[key], value):  # type: ignore[arg-type]
            _check_keys(part, item, f"{where}.{key}")
    for key, f in fields.items():
        if key not in values and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
            raise InputError(f"{where}.{key}: missing, and it has no default".lstrip("."))


def _parts(hint: Any, value: Any) -> Iterable[tuple[type[Any], Any]]:
    """Yield (dataclass, value) for every nested parameter class that `value` should hold."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint, value
    elif isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = [a for a in typing.get_args(hint) if dataclasses.is_dataclass(a)]
        if inner and value is not None:
            yield inner[0], value  # type: ignore[misc]
    elif typing.get_origin(hint) is tuple and isinstance(value, list | tuple):
        for item in value:
            yield from _parts(typing.get_args(hint)[0], item)
    elif typing.get_origin(hint) in (dict, Mapping) and isinstance(value, Mapping):
        for item in value.values():
            yield from _parts(typing.get_args(hint)[1], item)


def _first(error: ValidationError, where: str) -> str:
    first = error.errors()[0]
    path = ".".join([where, *(str(part) for part in first["loc"])]).strip(".")
    value = first.get("input")
    given = f" (given: {value!r})" if not isinstance(value, dict) else ""
    message = first["msg"].removeprefix("Value error, ")
    return f"{path}: {message[0].lower()}{message[1:]}{given}"
