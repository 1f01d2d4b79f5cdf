"""Scenarios: exogenous paths, dated shocks applied to the calendar's symbols, and demands that are given."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from giants import symbols
from giants.errors import InputError
from giants.names import PlainName
from giants.schema import nearest
from giants.symbols import Array

MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
Month = Annotated[str, Field(pattern=MONTH)]
"""A calendar month written as 2026-08."""

_INDEX: dict[str, tuple[str, ...]] = {
    "n": symbols.ECONOMIES,
    "i": symbols.ECONOMIES,
    "j": symbols.SECTORS,
    "g": symbols.DRUGS,
}


@dataclass(frozen=True)
class DatedShock:
    """One dated change of one exogenous symbol: value x multiply + add, from `start` until before `end`.

    `where` names the cell, one code per axis of the symbol, or "*" for all, or "goods" for the goods sectors.
    `ramp_months` phases the change in (and, after `end`, out) linearly.
    """

    symbol: Literal[
        "endowment",
        "labour_cost",
        "added_tariff",
        "trade_cost",
        "productivity",
        "investment_wave",
        "drug_demand",
        "drug_potency",
        "synthetic_shift",
    ]
    where: tuple[str, ...]
    start: Month
    end: Month
    multiply: Annotated[float, Field(gt=0, le=10)] = 1.0
    add: Annotated[float, Field(ge=-0.99, le=5)] = 0.0
    ramp_months: Annotated[int, Field(ge=0, le=240)] = 0

    def __post_init__(self) -> None:
        if month_number(self.end) <= month_number(self.start):
            raise ValueError(f"end {self.end} is not after start {self.start}")
        self.cell()

    def cell(self) -> tuple[Array, ...]:
        """Return the index of the shocked cells.  Raises InputError for a wrong number of codes or an unknown one."""
        axes = _axes(self.symbol)
        if len(self.where) != len(axes):
            raise InputError(f"shock on {self.symbol} needs {len(axes)} codes in `where`, not {len(self.where)}")
        return np.ix_(*(_rows(code, axis) for code, axis in zip(self.where, axes, strict=True))) if axes else ()

    def weight(self, month: int) -> float:
        """Return how much of the shock is in force (0..1) in the absolute `month` (12 year + month - 1)."""
        start, end = month_number(self.start), month_number(self.end)
        if self.ramp_months == 0:
            return float(start <= month < end)
        rise = (month - start + 1) / self.ramp_months
        fall = 1.0 - (month - end + 1) / self.ramp_months
        return float(min(1.0, max(0.0, min(rise, fall))))


NOTHING = "none"
"""Issue of a given demand that asks for nothing: its sender makes no threat in that month."""
Sender = Literal["MEX", "USA", "CHN"]


@dataclass(frozen=True)
class Demand:
    """A demand that is made in its month whatever the rules would draw; what its sender had open gives way to it."""

    month: Month
    sender: Sender
    issue: str
    """a bargaining issue of the sender's, or none: it makes no demand in that month"""
    instrument: str = ""
    size: Annotated[float, Field(ge=0, le=1)] = 0.0
    """one of the sizes of the instrument"""
    deadline: Annotated[int, Field(ge=1, le=24)] = 1
    """months until the sender acts"""

    def __post_init__(self) -> None:
        known = (NOTHING, *symbols.ISSUES)
        if self.issue not in known:
            raise ValueError(f"issue: unknown {self.issue!r}{nearest(self.issue, known)}")
        if bool(self.instrument) == (self.issue == NOTHING):
            raise ValueError("instrument: needed with an issue, and with no other demand")

    @property
    def ends(self) -> int:
        """Absolute month in which the sender acts."""
        return month_number(self.month) + self.deadline


@dataclass(frozen=True)
class Scenario:
    """A named future: how the treaty ends, dated shocks, and demands that are given."""

    name: PlainName
    rationale: str
    treaty: Literal["endogenous", "renewed", "sunset"]
    shocks: tuple[DatedShock, ...]
    demands: tuple[Demand, ...] = ()

    def __post_init__(self) -> None:
        last: dict[str, tuple[int, Demand]] = {}
        for row, one in sorted(enumerate(self.demands), key=lambda pair: month_number(pair[1].month)):
            before = last.get(one.sender)
            if before and month_number(one.month) < before[1].ends:
                raise ValueError(
                    f"demands.{row}.month: {one.sender} makes one demand at a time, and that of row {before[0]} stands "
                    f"until {month_name(before[1].ends)}"
                )
            last[one.sender] = (row, one)

    def apply(self, symbol: str, values: Array, month: int) -> Array:
        """Return `values` of the calendar's `symbol` with the shocks in force in absolute `month` applied."""
        for shock in self.shocks:
            weight = shock.weight(month) if shock.symbol == symbol else 0.0
            if weight > 0.0:
                values = values.copy()
                cell = shock.cell()
                values[cell] = values[cell] * shock.multiply**weight + shock.add * weight
        return values


def month_number(month: str) -> int:
    """Return the absolute number of a month written as 2026-08: 12 year + month - 1."""
    year, part = month.split("-")
    return 12 * int(year) + int(part) - 1


def month_name(number: int) -> str:
    """Return the month of an absolute number, as 2026-08."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _axes(symbol: str) -> list[str]:
    row = symbols.Calendar.__dataclass_fields__[symbol]
    return list(row.metadata["axes"].split())


def _rows(code: str, axis: str) -> Array:
    names = _INDEX[axis]
    if code == "*":
        return np.arange(len(names))
    if code == "goods" and axis == "j":
        return symbols.GOODS_ROWS
    if code not in names:
        raise InputError(f"unknown code {code!r} in a shock{nearest(code, names)}")
    return np.array([names.index(code)])
