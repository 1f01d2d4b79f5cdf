"""The vocabulary of what a run keeps: columns with units, gathered in tables with axes and levels of detail."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from operator import attrgetter
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from giants.errors import InputError
from giants.symbols import AXES, Array, table
from giants.world import World

Level = Literal["summary", "yearly", "monthly", "full"]
LEVELS: tuple[Level, ...] = get_args(Level)

_LARGE = 2000
"""Elements of a symbol from which on it costs more to keep it than to sum it."""
SYMBOLS = {f"{row['block']}.{row['name']}": row for row in table()}


class Axis(NamedTuple):
    """One index of a table: its column name and the codes along it."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One recorded column.

    `get` is pure and returns an array with the shape of its table's axes.  Of the symbols `reads` ('block.symbol'), and
    no other, it makes all months at once, acting on trailing axes; if it names none, it is asked each month.
    """

    name: str
    unit: str
    label: str
    reads: tuple[str, ...]
    get: Callable[[World], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns that share axes.

    `every` gives the months between two rows at each level of detail, 0 for none; the first and the last month of
    a run are always among the rows.  If `present` names a column, rows where it is zero are left out.
    """

    name: str
    axes: tuple[Axis, ...]
    columns: tuple[Column, ...]
    every: Mapping[Level, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 1))
    present: str = ""

    def __post_init__(self) -> None:
        names = ["month", "date", *(axis.name for axis in self.axes), *(c.name for c in self.columns)]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"table {self.name} has two columns named {', '.join(twice)}")
        if self.present and self.present not in names:
            raise ValueError(f"table {self.name} keeps rows by {self.present!r}, which is not one of its columns")

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return tuple(len(axis.codes) for axis in self.axes)


class Event(NamedTuple):
    """One line of the log in codes and numbers: who asked what of whom, with what at stake, and how it ended.

    What the numbers are stands in `giants.bargaining.log.Episode`; words are found when the log is read.
    """

    month: int
    kind: str
    actor: str
    other: str
    issue: str = ""
    instrument: str = ""
    size: float = float("nan")
    value: float = float("nan")
    """worth of what is granted over the worth of the full demand"""
    outcome: str = ""
    form: str = ""
    deadline: int = 0
    in_force: bool = False
    policy: float = float("nan")
    full: float = float("nan")
    asked: float = float("nan")
    granted: float = float("nan")
    red_line: float = float("nan")
    asked_share: float = float("nan")
    belief: float = float("nan")
    concede: float = float("nan")
    carried_out: float = float("nan")
    loss_target: float = float("nan")
    loss_sender: float = float("nan")
    benefit: float = float("nan")
    backing_down: float = float("nan")
    worth_asked: float = float("nan")
    cost_asked: float = float("nan")
    worth_sender: float = float("nan")
    cost_target: float = float("nan")
    given: bool = False
    alternatives: tuple[Any, ...] = ()
    """what its sender weighed, the best first; a table of its own"""


COLUMNS = tuple(name for name in Event._fields if name not in ("month", "alternatives"))
"""Columns of the log beside month, date, the number of the episode and its words."""
ALTERNATIVE = {"instrument": str, "size": float, "value": float, "concede": float}
"""Columns of what was weighed before a threat (`giants.bargaining.log.Alternative`)."""


def of(symbol: str, name: str = "", *, label: str = "", unit: str = "") -> Column:
    """Record one symbol of the World as it stands, e.g. ``of("society.approval")``; unit and label are its own."""
    row = _lookup(symbol)
    return Column(name or row["name"], unit or row["unit"], label or row["label"], (symbol,), attrgetter(symbol))


def part(
    symbol: str,
    index: int | Array | tuple[int | Array, ...],
    name: str,
    *,
    label: str = "",
    summed: bool = False,
) -> Column:
    """Record one element or some of a symbol, e.g. Mexico's approval: ``part("society.approval", MEX, ...)``.

    `summed` adds up what the index leaves, which has one axis.
    """
    row = _lookup(symbol)
    read, at = attrgetter(symbol), (..., *(index if isinstance(index, tuple) else (index,)))

    def get(w: World) -> Any:
        values = read(w)[at]
        return summed_up(values, 1) if summed else values

    return Column(name, row["unit"], label or row["label"], (symbol,), get)


def parts(symbol: str, codes: Sequence[str], name: str) -> tuple[Column, ...]:
    """Record each element of a symbol with one axis as a column of its own, named `name`_code in small letters."""
    return tuple(
        part(symbol, i, f"{name}_{code.lower()}", label=f"{_lookup(symbol)['label']}: {code}")
        for i, code in enumerate(codes)
    )


def total(symbol: str, name: str, *, label: str = "") -> Column:
    """Record the sum of a symbol over all its axes; a large one is summed each month, and not kept whole."""
    row = _lookup(symbol)
    read, axes = attrgetter(symbol), row["axes"].split()
    small = prod(AXES[letter] for letter in axes) < _LARGE

    def summed(w: World) -> Any:
        return summed_up(read(w), len(axes))

    return Column(name, row["unit"], label or f"{row['label']}, total", (symbol,) if small else (), summed)


def summed_up(values: Array, axes: int) -> Array:
    """Return the sum over the last `axes` axes, of each month in the order in which one month is summed."""
    lead = values.shape[: values.ndim - axes]
    return np.asarray(np.ascontiguousarray(values).reshape(*lead, -1).sum(-1))


def _lookup(symbol: str) -> dict[str, Any]:
    if symbol not in SYMBOLS:
        raise ValueError(f"{symbol!r} is not in the table of symbols; write it as block.name, e.g. trade.real_income")
    return SYMBOLS[symbol]


def known_level(level: str) -> Level:
    """Return `level` if it is one of LEVELS; raise InputError naming them otherwise."""
    for known in LEVELS:
        if level == known:
            return known
    raise InputError(f"record: {level!r} is not a level of detail; choose one of {', '.join(LEVELS)}")
