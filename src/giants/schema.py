"""Turn plain mappings into frozen, checked parameter classes, and every mistake into one clear line."""

import dataclasses
import difflib
import json
import math
import types
import typing
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import core_schema

from giants.errors import InputError, MissingSettingError, UnknownSettingError


class ByCode(dict[str, float]):
    """Numbers by code, in the order of the axis; never changed, so that they can be hashed as what is built of them."""

    def __hash__(self) -> int:  # type: ignore[override]
        """Hash the pairs."""
        return hash(tuple(self.items()))

    @property
    def array(self) -> NDArray[np.float64]:
        """The numbers along their axis."""
        return np.array(list(self.values()), dtype=float)


@dataclasses.dataclass(frozen=True)
class Codes:
    """Annotation of a `ByCode` field: one number of kind `item` for each of `codes`, and for nothing else."""

    codes: tuple[str, ...]
    item: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Check the codes, then each number, and put them in the order of the axis."""
        numbers = handler.generate_schema(dict[str, self.item])  # type: ignore[name-defined]
        ordered = core_schema.no_info_after_validator_function(self._ordered, numbers)
        return core_schema.no_info_before_validator_function(self._complete, ordered)

    def _complete(self, given: Any) -> Any:
        if not isinstance(given, Mapping):
            raise ValueError(f"expected a number for each code, as in {{{self.codes[0]}: ..., {self.codes[-1]}: ...}}")
        unknown = [str(code) for code in given if code not in self.codes]
        if unknown:
            raise ValueError(f"unknown code {unknown[0]!r}{nearest(unknown[0], self.codes)}")
        missing = [code for code in self.codes if code not in given]
        if missing:
            raise ValueError(f"no number for {', '.join(missing)}")
        return given

    def _ordered(self, numbers: dict[str, float]) -> ByCode:
        return ByCode({code: numbers[code] for code in self.codes})


def build[T](cls: type[T], values: Mapping[str, Any], where: str) -> T:
    """Return `cls` (a dataclass whose annotations carry ranges) built from `values`.

    Types are strict, ranges are those of the annotations, numbers are finite, and unknown or missing keys are errors.
    `where` is the dotted path of `values`, for the message.  Raises InputError: path, value, what is allowed, nearest
    valid key.
    """
    _check_keys(cls, values, where)
    built: T = checked(_adapter(cls), values, where)  # type: ignore[arg-type]
    return built


def checked(adapter: TypeAdapter[Any], value: Any, where: str) -> Any:
    """Return `value` as `adapter` reads it from a configuration file.  Raises InputError naming `where` and value."""
    try:
        # JSON is what configuration files are checked as; it turns lists into tuples and whole numbers into floats.
        return adapter.validate_json(json.dumps(plain(value, where)), strict=True)
    except ValidationError as error:
        raise InputError(_first(error, where)) from None


def plain(value: Any, where: str) -> Any:
    """Return `value` in mappings, lists, texts and finite numbers.  Raises InputError naming the first that is none.

    No setting takes nan or infinity: one that has no bound is left out or null.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item, f"{where}.{key}".lstrip(".")) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{where}.{i}") for i, item in enumerate(value)]
    number = value.item() if isinstance(value, np.generic) else value
    if not isinstance(number, int | float):
        raise InputError(f"{where}: {short(repr(value))} is neither number, text, list nor mapping")
    if not math.isfinite(number):
        raise InputError(f"{where}: input should be a finite number (given: {number!r})")
    return number


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Return ' (did you mean X?)' for the closest of `allowed`, or the list of all of them."""
    allowed = [str(item) for item in allowed]
    if not allowed:
        return "; there is none"
    close = difflib.get_close_matches(name[:200], allowed, n=1, cutoff=0.5)  # its time grows with the square
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(allowed)}"


def short(value: Any, most: int = 80) -> str:
    """Return `value` as text for a message, cut down to `most` characters."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= most else f"{text[: most - 20]}... ({len(text):,} characters)"


@lru_cache(maxsize=256)
def _adapter(cls: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


@lru_cache(maxsize=256)
def _hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _check_keys(cls: type[Any], values: Any, where: str) -> None:
    if not isinstance(values, Mapping):
        raise InputError(f"{where}: expected keys and values, not {short(repr(values))}")
    fields = {f.name: f for f in dataclasses.fields(cls)}
    for key, value in values.items():
        if key not in fields:
            raise UnknownSettingError(f"{where}.{short(str(key))}", f"unknown key{nearest(str(key), fields)}")
        for part, item in _parts(_hints(cls)[key], value):  # type: ignore[arg-type]
            _check_keys(part, item, f"{where}.{key}")
    for key, f in fields.items():
        if key not in values and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
            raise MissingSettingError(f"{where}.{key}".lstrip("."), "missing, and it has no default")


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
    given = f" (given: {short(repr(value))})" if not isinstance(value, dict) else ""
    message = first["msg"].removeprefix("Value error, ")
    return f"{path}: {message[0].lower()}{message[1:]}{given}"
