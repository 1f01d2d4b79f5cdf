"""The World: every number of a run, in arrays with named axes, one block per phase that writes it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never, Self, cast
from zipfile import BadZipFile

import numpy as np

from giants.errors import InputError
from giants.renames import advice, symbols
from giants.symbols import (
    AXES,
    BLOCKS,
    PHASES,
    Actions,
    Array,
    Bargaining,
    Base,
    Calendar,
    Invest,
    Labour,
    Measures,
    Security,
    Society,
    ThreatLosses,
    Trade,
    table,
)


@dataclass(slots=True)
class World:
    """All state of a run.  Blocks of the model read any of it; each phase writes its own block only.

    `World()` is neutral, with axes as the bundled tables have them.
    """

    base: Base = field(default_factory=Base.neutral)
    calendar: Calendar = field(default_factory=Calendar.neutral)
    actions: Actions = field(default_factory=Actions.neutral)
    threat_losses: ThreatLosses = field(default_factory=ThreatLosses.neutral)
    bargaining: Bargaining = field(default_factory=Bargaining.neutral)
    invest: Invest = field(default_factory=Invest.neutral)
    trade: Trade = field(default_factory=Trade.neutral)
    labour: Labour = field(default_factory=Labour.neutral)
    security: Security = field(default_factory=Security.neutral)
    society: Society = field(default_factory=Society.neutral)
    measures: Measures = field(default_factory=Measures.neutral)

    @classmethod
    def neutral(cls, axes: Mapping[str, int] | None = None, batch: tuple[int, ...] = ()) -> Self:
        """Return the World in which no mechanism acts; `axes` says which letters differ from :data:`symbols.AXES`.

        `batch` are leading axes of every symbol: as many Worlds side by side.
        """
        world, sizes = cls(), AXES | dict(axes or {})
        for name, block in BLOCKS.items():
            setattr(world, name, block.neutral(sizes, batch))
        return world

    def copy(self) -> "World":
        """Return an independent copy, its base as frozen as this one's."""
        blocks = {name: getattr(self, name) for name in BLOCKS}
        made = World(**{n: type(b)(**{s: getattr(b, s).copy() for s in b.__slots__}) for n, b in blocks.items()})
        made.base.freeze(not self.base.profits.flags.writeable)
        return made

    if not TYPE_CHECKING:  # which would take every name for one that exists

        def __getattr__(self, name: str) -> Never:  # a name that is no block; it may be of an earlier version
            raise AttributeError(f"World has no block {name!r}{advice(name)}")

    def arrays(self) -> dict[str, Array]:
        """Return the World's own arrays by 'block.symbol'."""
        return {f"{row['block']}.{row['name']}": self[row["block"], row["name"]] for row in table()}

    def __getitem__(self, symbol: tuple[str, str]) -> Array:
        block, name = symbol
        values: Array = getattr(getattr(self, block), name)
        return values

    def save(self, path: Path) -> None:
        """Write every symbol to a file of numpy's .npz format, from which a run can go on in another process."""
        arrays: dict[str, Any] = self.arrays()
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the World that `save` wrote, symbols under their names of today.

        Raises InputError for a file that holds anything else.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                found = symbols({name: file[name] for name in file.files})
        except (OSError, ValueError, BadZipFile) as error:
            raise InputError(f"{path}: no World can be read there ({error})") from None
        world = cls()
        if found.keys() != world.arrays().keys():
            other = min(found.keys() ^ world.arrays().keys())
            raise InputError(f"{path}: {other} is {'no symbol of a World' if other in found else 'missing'}")
        for symbol, values in found.items():
            block, name = symbol.split(".")
            setattr(getattr(world, block), name, values)
        world.base.freeze()
        return world

    @contextmanager
    def writing(self, block: str) -> Iterator[None]:
        """Let only `block` be written inside the context: a phase that touches another block fails at once."""
        for name in PHASES:
            getattr(self, name).freeze(name != block)
        try:
            yield
        finally:
            for name in PHASES:
                getattr(self, name).freeze(False)


def stack(worlds: Sequence[World]) -> World:
    """Return the Worlds side by side: every symbol with a new leading axis.  Phases advance it as they advance one.

    Raises ValueError for Worlds that stand at different dates or whose axes differ.
    """
    dates = {float(w.calendar.year) for w in worlds}
    if len(dates) > 1:
        raise ValueError(f"Worlds of a stack stand at one date, not at {', '.join(map(str, sorted(dates)))}")
    made = World()
    for name, block in BLOCKS.items():
        several = [getattr(w, name) for w in worlds]
        symbols = {symbol: np.stack([getattr(b, symbol) for b in several]) for symbol in block.__slots__}
        setattr(made, name, block(**symbols))
    return made


def chosen(w: World, which: Array) -> World:
    """Return the Worlds of a stack for which `which` (...) is true, to be read; the World itself if that is all."""
    return w if which.all() else cast(World, _Rows(w, np.flatnonzero(which)))


class _Rows:
    """Some rows of a stack or of one of its blocks: a symbol is copied when it is read."""

    def __init__(self, of: Any, rows: Array) -> None:
        self._of, self._rows = of, rows

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._of, name)
        return found.take(self._rows, 0) if isinstance(found, np.ndarray) else _Rows(found, self._rows)


def row(w: World, k: int) -> World:
    """Return World number `k` of a stack, as views: what is written to either is in both."""
    made = World()
    for name, block in BLOCKS.items():
        several = getattr(w, name)
        setattr(made, name, block(**{symbol: getattr(several, symbol)[k, ...] for symbol in block.__slots__}))
    return made
