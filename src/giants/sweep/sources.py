"""Every setting of a run has one source: what fixes, crosses or draws it a second time is refused by name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from giants.errors import InputError
from giants.sweep.rows import FAILURE, FIXED

KEPT = ("name", "runs_dir", "overwrite", "record", "twins")
"""Keys of a run that say what is kept of it and where, not what is computed: one value for a whole sweep."""

RESERVED = (*FIXED, *FAILURE, "status")
"""Columns of the table of runs that no label may take."""


class Source(NamedTuple):
    """What sets one setting or chooses in one group: its key, whether that is a group, and words for it."""

    key: str
    group: bool
    told: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The way to it in the configuration."""
        return tuple(self.key.replace("/", ".").split("."))


def one_source_each(sources: Iterable[Source]) -> None:
    """Raise InputError, naming both, if two sources set the same setting, or one a part of what another sets whole.

    A choice in a group goes together with values of its settings, which stand on top of it.
    """
    owners: dict[tuple[str, ...], Source] = {}
    for source in sources:
        if source.parts in owners:
            raise InputError(f"{source.key}: set by {owners[source.parts].told} and by {source.told}; keep one of them")
        owners[source.parts] = source
    for parts, source in owners.items():
        for depth in range(1, len(parts)):
            whole = owners.get(parts[:depth])
            if whole is not None and not whole.group:
                raise InputError(
                    f"{source.key}: set by {source.told}, and {whole.key}, of which it is a part, by {whole.told}; "
                    "keep one of them"
                )


def may_vary(key: str) -> None:
    """Raise InputError for a key of which a sweep has one value."""
    if key in KEPT:
        raise InputError(f"{key}: says what is kept of a run, not what is computed, so it cannot vary in a sweep")


def label_is_free(column: str, paths: Sequence[str], taken: Iterable[str]) -> None:
    """Raise InputError if the column of a factor would be another column of the table of runs."""
    if (column in RESERVED and column != "seed") or (tuple(paths) != (column,) and column in (*taken, "seed", *KEPT)):
        raise InputError(f"factor {column}: the table of runs has a column of that name; call it otherwise")


def distinct(key: str, values: Iterable[Any]) -> None:
    """Raise InputError if an axis has the same value twice, however it is written."""
    earlier: set[Any] = set()
    for value in values:
        marked = _hashable(value)
        if marked in earlier:
            raise InputError(f"{key}: {value} is listed twice, and its runs would count double")
        earlier.add(marked)


def _hashable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return frozenset((key, _hashable(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return tuple(_hashable(item) for item in value)
    return isinstance(value, bool), value  # true is not 1
