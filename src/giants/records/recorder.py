"""Keep what each month leaves behind, in preallocated buffers of symbols; columns are made once, at the end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

import numpy as np

from giants.batch import shared
from giants.records.schema import ALTERNATIVE, COLUMNS, SYMBOLS, Axis, Column, Event, Level, Table, known_level
from giants.records.story import Story
from giants.records.words import words
from giants.symbols import Array
from giants.world import World

_KINDS: Mapping[type, type] = {int: np.int64, float: np.float64, bool: np.bool_, str: object}


class _Buffer:
    """What the columns of one table are made of, month by month: its numbers in one array, other symbols in their own.

    A column that names no symbols is made each month and kept as it is.
    """

    def __init__(self, table: Table, every: int, months: int) -> None:
        self.table, self.every = table, every
        self.rows = 0
        self.month = np.zeros(max(months // every + 2, 2), dtype=np.int64)
        symbols = dict.fromkeys(symbol for column in table.columns for symbol in column.reads)
        self.numbers = {name: attrgetter(name) for name in symbols if not SYMBOLS[name]["axes"]}
        self.whole: dict[str, Callable[[World], Any]] = {n: attrgetter(n) for n in symbols if n not in self.numbers}
        self.whole |= {column.name: column.get for column in table.columns if not column.reads}
        self.arrays: list[Array] = []

    def keep(self, month: int, w: World) -> None:
        values = [np.array([read(w) for read in self.numbers.values()]), *(read(w) for read in self.whole.values())]
        if not self.arrays:
            self.arrays = [np.zeros((self.month.size, *value.shape), value.dtype) for value in values]
        elif self.rows == self.month.size:
            self.month, *self.arrays = (np.concatenate([a, np.zeros_like(a)]) for a in (self.month, *self.arrays))
        for array, value in zip(self.arrays, values, strict=True):
            array[self.rows] = value
        self.month[self.rows] = month
        self.rows += 1

    def row(self, k: int) -> "_Buffer":
        """Return what was kept of World `k` of a stack."""
        one = copy(self)
        numbers, *whole = self.arrays
        one.arrays = [numbers[..., k] if self.numbers else numbers, *(values[:, k] for values in whole)]
        return one

    def values(self) -> list[Array]:
        """Return each column over the rows kept, (months, *axes).  Raises ValueError for a column of another shape."""
        numbers, *whole = (np.ascontiguousarray(array[: self.rows]) for array in self.arrays)
        kept = dict(zip(self.whole, whole, strict=True))
        for name, values in zip(self.numbers, numbers.T.copy(), strict=True):
            kept[name] = values.astype(SYMBOLS[name]["dtype"], copy=False)
        w = _months_of({name: values for name, values in kept.items() if name in SYMBOLS})
        made = [column.get(w) if column.reads else kept[column.name] for column in self.table.columns]
        return [self._checked(*pair) for pair in zip(self.table.columns, made, strict=True)]

    def _checked(self, column: Column, values: Array) -> Array:
        if values.shape != (self.rows, *self.table.shape):
            raise ValueError(
                f"column {column.name} of table {self.table.name} has shape {values.shape[1:]}, its axes "
                f"{self.table.shape}"
            )
        return values.astype(np.int64 if values.dtype.kind in "iub" else np.float64, copy=False)


def _months_of(symbols: Mapping[str, Array]) -> Any:
    """Return what columns read as a World, each symbol with a leading axis of months."""
    blocks: dict[str, dict[str, Array]] = {}
    for name, values in symbols.items():
        block, symbol = name.split(".")
        blocks.setdefault(block, {})[symbol] = values
    return SimpleNamespace(**{block: SimpleNamespace(**kept) for block, kept in blocks.items()})


def _check_codes(axis: Axis, codes: Sequence[str]) -> None:
    if len(codes) != len(axis.codes) or len(set(codes)) != len(codes):
        raise ValueError(f"axis {axis.name} needs {len(axis.codes)} different codes, not {len(set(codes))}")


class Recorder:
    """Collects a run month by month: ``append(w)`` after each step, ``finish(w)`` once, then ``columns(...)``.

    `codes` replaces the codes of an axis by name (e.g. names of groups) without touching the table of columns;
    `demands` says the demands of issues in words.
    """

    def __init__(
        self,
        level: str,
        months: int,
        start: str,
        tables: Sequence[Table],
        codes: Mapping[str, Sequence[str]] | None = None,
        demands: Mapping[str, str] | None = None,
    ) -> None:
        self.level: Level = known_level(level)
        self.demands = demands or {}
        self.start = np.datetime64(start, "M")
        self.codes = dict(codes or {})
        self.events: list[Event] = []
        recorded = [(table, table.every[self.level]) for table in tables]
        for table, _ in recorded:
            for axis in table.axes:
                _check_codes(axis, self.codes.get(axis.name, axis.codes))
        self._buffers = {table.name: _Buffer(table, every, months) for table, every in recorded if every}

    @property
    def tables(self) -> dict[str, Table]:
        """The tables kept at this level of detail, by name."""
        return {name: buffer.table for name, buffer in self._buffers.items()}

    def keep(self, w: World, events: Iterable[Event]) -> None:
        """Keep a month and its log."""
        self.append(w)
        for event in events:
            self.event(event)

    def append(self, w: World) -> None:
        """Keep the month that `w` stands at, in the tables whose turn it is; of a stack, that of all its Worlds."""
        month = int(shared(w.calendar.month))
        for buffer in self._buffers.values():
            if (month + 1) % buffer.every == 0 or buffer.rows == 0:
                buffer.keep(month, w)

    def finish(self, w: World) -> None:
        """Keep the month that `w` stands at in the tables that skipped it, so that every table ends with the run."""
        month = int(shared(w.calendar.month))
        for buffer in self._buffers.values():
            if buffer.rows == 0 or buffer.month[buffer.rows - 1] != month:
                buffer.keep(month, w)

    def row(self, k: int, events: Iterable[Event]) -> "Recorder":
        """Return the recorder of run `k` of a stack, with its log."""
        one = copy(self)
        one._buffers = {name: buffer.row(k) for name, buffer in self._buffers.items()}
        one.codes, one.events = dict(self.codes), []
        for event in events:
            one.event(event)
        return one

    def event(self, event: Event) -> None:
        """Add one line to the log; the summary level keeps none."""
        if self.level != "summary":
            self.events.append(event)

    def columns(self, name: str) -> dict[str, Array]:
        """Return table `name` as tidy columns: month, date, one code index per axis, then the values."""
        buffer = self._buffers[name]
        rows, shape = buffer.rows, buffer.table.shape
        cells = int(np.prod(shape, dtype=int))
        month = np.repeat(buffer.month[:rows], cells)
        tidy: dict[str, Array] = {"month": month, "date": self._dates(month)}
        for axis, index in zip(buffer.table.axes, np.indices(shape), strict=True):
            tidy[axis.name] = np.tile(index.ravel().astype(np.int32), rows)
        for column, values in zip(buffer.table.columns, buffer.values(), strict=True):
            tidy[column.name] = values.ravel()
        if buffer.table.present:
            present = tidy[buffer.table.present] != 0
            tidy = {key: values[present] for key, values in tidy.items()}
        return tidy

    def axis_codes(self, name: str) -> dict[str, tuple[str, ...]]:
        """Codes along each axis of table `name`."""
        return {a.name: tuple(self.codes.get(a.name, a.codes)) for a in self._buffers[name].table.axes}

    def log(self) -> dict[str, Array]:
        """Return the events as tidy columns, in the order in which they happened, with their episodes and words."""
        months = [e.month for e in self.events]
        log = self._dated(months)
        story = Story(str(self.start), words(demands=self.demands))
        told = [story.tell(e) for e in self.events]
        log["episode"] = np.array([number for number, _ in told], dtype=np.int64)
        for name in COLUMNS:
            log[name] = np.array([getattr(e, name) for e in self.events], dtype=_KINDS[Event.__annotations__[name]])
        log["text"] = np.array([text for _, text in told], dtype=object)
        return log

    def alternatives(self) -> dict[str, Array]:
        """Return what was weighed before threats, a row each, the best first, as tidy columns."""
        rows = [(e, one) for e in self.events for one in e.alternatives]
        table = self._dated([e.month for e, _ in rows])
        table["actor"] = np.array([e.actor for e, _ in rows], dtype=object)
        for name, kind in ALTERNATIVE.items():
            table[name] = np.array([getattr(one, name) for _, one in rows], dtype=_KINDS[kind])
        return table

    def _dated(self, months: list[int]) -> dict[str, Array]:
        month = np.array(months, dtype=np.int64)
        return {"month": month, "date": self._dates(month)}

    def _dates(self, month: Array) -> Array:
        return (self.start + month.astype("timedelta64[M]")).astype("datetime64[ms]")
