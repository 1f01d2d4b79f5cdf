"""Keep what each month leaves behind, in preallocated column buffers; tidy tables are made once, at the end."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from giants.records.schema import ALTERNATIVE, COLUMNS, Axis, Event, Level, Table, known_level
from giants.records.story import Story
from giants.records.words import words
from giants.symbols import Array
from giants.world import World

_KINDS: Mapping[type, type] = {int: np.int64, float: np.float64, bool: np.bool_, str: object}


class _Buffer:
    """Rows of one table, the month axis first: an array per column, or one for all columns that are single numbers."""

    def __init__(self, table: Table, every: int, months: int) -> None:
        self.table, self.every = table, every
        self.rows = 0
        self.month = np.zeros(max(months // every + 2, 2), dtype=np.int64)
        self.arrays: list[Array] = []
        self.kinds: list[type[np.generic]] = []

    def keep(self, month: int, w: World) -> None:
        if not self.kinds:
            self._allocate(w)
        elif self.rows == self.month.size:
            self.month, *self.arrays = (np.concatenate([a, np.zeros_like(a)]) for a in (self.month, *self.arrays))
        columns = self.table.columns
        if self.table.axes:
            for array, column in zip(self.arrays, columns, strict=True):
                array[self.rows] = column.get(w)
        else:
            self.arrays[0][self.rows] = np.fromiter((column.get(w) for column in columns), float, len(columns))
        self.month[self.rows] = month
        self.rows += 1

    def values(self) -> list[Array]:
        """Return the rows kept of each column, (months, *axes)."""
        kept = [array[: self.rows] for array in self.arrays]
        several = kept if self.table.axes else kept[0].T.copy()
        return [values.astype(kind, copy=False) for values, kind in zip(several, self.kinds, strict=True)]

    def _allocate(self, w: World) -> None:
        samples = [np.asarray(column.get(w)) for column in self.table.columns]
        for sample, column in zip(samples, self.table.columns, strict=True):
            if sample.shape != self.table.shape:
                raise ValueError(
                    f"column {column.name} of table {self.table.name} has shape {sample.shape}, its axes "
                    f"{self.table.shape}"
                )
        self.kinds = [np.int64 if sample.dtype.kind in "iub" else np.float64 for sample in samples]
        rows, together = self.month.size, np.zeros((self.month.size, len(samples)))
        several = [np.zeros((rows, *self.table.shape), dtype=kind) for kind in self.kinds]
        self.arrays = several if self.table.axes else [together]


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
        """Keep the month that `w` stands at, in the tables whose turn it is."""
        month = int(w.calendar.month)
        for buffer in self._buffers.values():
            if (month + 1) % buffer.every == 0 or buffer.rows == 0:
                buffer.keep(month, w)

    def finish(self, w: World) -> None:
        """Keep the month that `w` stands at in the tables that skipped it, so that every table ends with the run."""
        month = int(w.calendar.month)
        for buffer in self._buffers.values():
            if buffer.rows == 0 or buffer.month[buffer.rows - 1] != month:
                buffer.keep(month, w)

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
