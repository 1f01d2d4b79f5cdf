"""Exceptions to the rule of a population: which rows a key of `states.exceptions.SIN=strained` names."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from giants import tables
from giants.errors import InputError
from giants.schema import nearest
from giants.security.group_tables import load_groups
from giants.symbols import ECONOMIES, MEX, SECTORS, STATES, Array


def rows(population: str) -> dict[str, int]:
    """Return the row of every letter code of a state, or of every id and short name of a group of 2020."""
    if population == "states":
        table = tables.read("states/states.csv", text=("state_code", "abbr"))
        return {letters: STATES.index(code) for code, letters in zip(table["state_code"], table["abbr"], strict=True)}
    groups = load_groups()
    return {key: k for keys in (groups.ids, groups.names[: len(groups.ids)]) for k, key in enumerate(keys)}


def check(population: str, exceptions: Mapping[str, Any]) -> None:
    """Raise InputError for a key that names nobody, or the same row as another."""
    if not exceptions:
        return
    homes = [code for n, code in enumerate(ECONOMIES) if n != MEX]  # multinational firms are foreign
    known = [*homes, *SECTORS] if population == "firms" else rows(population)
    for key in exceptions:
        if key not in known:
            raise InputError(f"{population}.exceptions.{key}: unknown key{nearest(str(key), known)}")
    if isinstance(known, dict) and len({known[key] for key in exceptions}) < len(exceptions):
        raise InputError(f"{population}.exceptions: two of {', '.join(exceptions)} are the same row; keep one of them")


def by_name(population: str, exceptions: Mapping[str, Any]) -> dict[int, Any]:
    """Return the rule of every state or group that has one of its own, by row."""
    known = rows(population) if exceptions else {}
    return {known[key]: rule for key, rule in exceptions.items()}


def of_firms(exceptions: Mapping[str, Any], home: Array, sector: Array) -> dict[int, Any]:
    """Return the rule of every firm that has one of its own, by row; `home` and `sector` (f,) are theirs.

    A firm follows the exception of its sector before that of its home.
    """
    result: dict[int, Any] = {}
    for codes, row in ((ECONOMIES, home), (SECTORS, sector)):
        for code in filter(exceptions.__contains__, codes):
            result |= dict.fromkeys(np.flatnonzero(row == codes.index(code)).tolist(), exceptions[code])
    return result
