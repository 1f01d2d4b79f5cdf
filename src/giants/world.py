"""The World: every number of a run, in arrays with named axes, one block per phase that writes it."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from giants.symbols import (
    PHASES,
    Actions,
    Bargaining,
    Calendar,
    Invest,
    Labour,
    Measures,
    Security,
    Society,
    Trade,
    table,
)


@dataclass(slots=True)
class World:
    """All state of a run.  Blocks of the model read any of it; each phase writes its own block only."""

    calendar: Calendar = field(default_factory=Calendar)
    actions: Actions = field(default_factory=Actions)
    bargaining: Bargaining = field(default_factory=Bargaining)
    invest: Invest = field(default_factory=Invest)
    trade: Trade = field(default_factory=Trade)
    labour: Labour = field(default_factory=Labour)
    security: Security = field(default_factory=Security)
    society: Society = field(default_factory=Society)
    measures: Measures = field(default_factory=Measures)

    def copy(self) -> "World":
        """Return an independent copy; used to hand one initial state to many runs."""
        return copy.deepcopy(self)

    def check(self) -> None:
        """Raise ValueError naming the symbol, if any number is not finite outside the measures that may be missing."""
        for row in table():
            if row["block"] == "measures":
                continue
            values = getattr(getattr(self, row["block"]), row["name"])
            if not np.all(np.isfinite(values)):
                where = np.argwhere(~np.isfinite(values))[0].tolist()
                raise ValueError(f"world.{row['block']}.{row['name']} is not finite at {where}")

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
