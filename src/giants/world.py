"""The World: every number of a run, in arrays with named axes, one block per phase that writes it."""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from giants.symbols import (
    AXES,
    BLOCKS,
    PHASES,
    Actions,
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
        """Return an independent copy; used to hand one initial state to many runs."""
        return copy.deepcopy(self)

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
