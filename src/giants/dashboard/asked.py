"""What a request of the page holds, checked: a side, keys and values, whole numbers within a range, chairs."""

from collections.abc import Mapping
from typing import Any

from giants.errors import InputError
from giants.schema import short

type Asked = Mapping[str, Any]
SIDES = ("left", "right")


def side_of(asked: Asked, key: str = "side") -> str:
    """Return the name of a side.  Raises InputError for any other."""
    if asked.get(key) not in SIDES:
        raise InputError(f"{key}: {' or '.join(SIDES)} is needed")
    return str(asked[key])


def mapping(asked: Asked, key: str) -> Mapping[str, Any]:
    """Return keys and values, none where nothing is given.  Raises InputError for anything else."""
    found = asked.get(key) or {}
    if not isinstance(found, Mapping):
        raise InputError(f"{key}: keys and values are needed")
    return found


def whole(asked: Asked, key: str, low: int, high: int) -> int:
    """Return a whole number within a range.  Raises InputError for anything else."""
    value = asked.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{key}: a whole number from {low} to {high} is needed, not {short(repr(value))}")
    return value
