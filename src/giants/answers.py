"""What is given to a run instead of drawn in it: answers to demands from a file, and checks of given demands."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Literal, get_args

from giants.bargaining.instruments import Instrument
from giants.bargaining.issues import Issue
from giants.errors import InputError
from giants.scenario import MONTH, NOTHING, Demand, Month, Sender, month_name, month_number
from giants.schema import nearest, short

Reply = Literal["concede", "share", "refuse", "wait"]
REPLIES: tuple[Reply, ...] = get_args(Reply)
COLUMNS = ("month", "sender", "answer")


@dataclass(frozen=True)
class Answer:
    """What the target of a demand answers in a month, whatever the rules would draw."""

    month: Month
    sender: Sender
    """who makes the demand that is answered"""
    answer: Reply
    """concede all that is asked, share the gains as the bargain has it, refuse and end the talks, or wait"""


def read(given: Any, start: str, months: int) -> tuple[Answer, ...]:
    """Return the answers of a run of `months` from `start`: those of the file that `given` names, or rows of a folder.

    Raises InputError, naming file, row and column, for a file that is none, an unknown code, a month that is none or
    outside the run, and a month with two answers to one sender.
    """
    if not isinstance(given, str | Sequence | None):
        raise InputError(f"answers={short(repr(given))}: name a file, as in answers=./answers.csv")
    rows = _file(given) if isinstance(given, str) else dict(enumerate(given or ()))
    seen: set[tuple[str, str]] = set()
    for k, row in rows.items():
        place = f"answers={given}, row {k}, " if isinstance(given, str) else f"answers.{k}."
        if not isinstance(row, Mapping) or set(row) != set(COLUMNS):
            raise InputError(f"{place.rstrip('., ')}: needed are {', '.join(COLUMNS)}")
        month, sender, answer = (str(row[column]) for column in COLUMNS)
        for column, value, allowed in (("sender", sender, get_args(Sender)), ("answer", answer, REPLIES)):
            if value not in allowed:
                raise InputError(f"{place}{column}: unknown {short(repr(value))}{nearest(value, allowed)}")
        if (month, sender) in seen:
            raise InputError(f"{place}month: {month} has an answer to {sender} already")
        _check_month(month, f"{place}month", start, months)
        seen.add((month, sender))
    return tuple(Answer(**row) for row in rows.values())


def _file(name: str) -> dict[int, dict[str, Any]]:
    """Return the rows of a file of answers, by the line on which each ends."""
    rows: dict[int, dict[str, Any]] = {}
    try:
        with Path(name).expanduser().open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            if tuple(table.fieldnames or ()) != COLUMNS:
                raise InputError(f"answers={name}: its columns must be {','.join(COLUMNS)}")
            for row in table:
                rows[table.line_num] = row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"answers={name}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    for k, row in rows.items():
        if None in row or None in row.values():
            raise InputError(f"answers={name}, row {k}: {len(COLUMNS)} values are needed, {','.join(COLUMNS)}")
    return rows


def check(demands: Sequence[Demand], start: str, months: int, issues: Mapping[str, Issue],
          instruments: Mapping[str, Instrument]) -> None:  # fmt: skip
    """Raise InputError naming row and column for a demand outside the run, or beyond its sender's reach."""
    for k, one in enumerate(demands):
        where = f"scenario.demands.{k}"
        _check_month(one.month, f"{where}.month", start, months)
        if one.issue != NOTHING:
            _check_demand(where, one, issues, instruments)


def _check_month(month: str, where: str, start: str, months: int) -> None:
    if not re.fullmatch(MONTH, month):
        raise InputError(f"{where}: {short(repr(month))} is no month; write it as 2029-03")
    last = month_number(start) + months - 1
    if not month_number(start) <= month_number(month) <= last:
        raise InputError(f"{where}: {month} is outside the run, which goes from {start} to {month_name(last)}")


def _check_demand(where: str, one: Demand, issues: Mapping[str, Issue], instruments: Mapping[str, Instrument]) -> None:
    own = [name for name, issue in issues.items() if issue.proposer == one.sender]
    if one.issue not in own:
        raise InputError(f"{where}.issue: {one.issue} is no demand of {one.sender}{nearest(one.issue, own)}")
    tools = [name for name, tool in instruments.items() if tool.sender == one.sender]
    if one.instrument not in tools:
        raise InputError(
            f"{where}.instrument: {short(repr(one.instrument))} is no instrument of {one.sender}"
            f"{nearest(one.instrument, tools)}"
        )
    tool, year = instruments[one.instrument], (month_number(one.month) + 0.5) / 12
    if one.size not in tool.sizes:
        sizes = ", ".join(f"{size:g}" for size in tool.sizes)
        raise InputError(f"{where}.size: {one.instrument} comes at {sizes}, not at {one.size:g}")
    if not tool.legal_from <= year < tool.legal_to:
        first, end = (month_name(ceil(12 * year - 0.5)) for year in (tool.legal_from, tool.legal_to))
        raise InputError(f"{where}.month: {one.instrument} may be used from {first} on, and before {end}")
