"""Rows of the table of runs: labels, status, numbers; the vocabulary is that of Mesa's scenario runner."""

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from giants.errors import InputError
from giants.sweep.definition import Definition, Job

SUCCEEDED, FAILED, ABORTED = "SUCCEEDED", "FAILED", "ABORTED"
FIXED = ("run_id", "scenario_id", "replication_id", "point_id", "seed")
FAILURE = ("failure_origin", "failure_type", "failure_message", "failure_traceback")
LONGEST = 20_000
"""Characters kept of a traceback."""


@dataclass(frozen=True)
class Outcome:
    """What a run gives: numbers for the table of runs, and further tables (pyarrow) to keep."""

    numbers: Mapping[str, float | None]
    tables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """How one run ended."""

    job: Job
    status: str
    numbers: Mapping[str, float | None] = field(default_factory=dict)
    failure: tuple[str | None, str | None, str | None, str | None] = (None, None, None, None)


def failed(job: Job, error: BaseException) -> Row:
    """Return the row of a run that raised; the traceback begins inside the run, whoever computed it."""
    origin = "settings" if isinstance(error, InputError) else "model"
    inner = error.__traceback__.tb_next if error.__traceback__ else None
    text = "".join(traceback.format_exception(type(error), error, inner))
    return Row(job, FAILED, failure=(origin, type(error).__name__, str(error), text[-LONGEST:]))


def aborted(job: Job, kind: str, message: str) -> Row:
    """Return the row of a run that ended its worker process or was ended from outside."""
    return Row(job, ABORTED, failure=("worker", kind, message, None))


def label_types(definition: Definition) -> dict[str, Any]:
    """Return the Arrow type of each label column, the same for every part of a sweep."""
    values_of: dict[str, list[Any]] = {name: [] for name in definition.label_names()}
    for label in definition.labels:
        for name, value in label.items():
            values_of[name].append(value)
    for columns in (definition.grid, definition.points.values):
        for name, values in columns.items():
            if name in values_of:
                values_of[name].extend(values)
    return {name: _type([v for v in values if v is not None]) for name, values in values_of.items()}


def table(rows: Sequence[Row], definition: Definition, types: Mapping[str, Any]) -> Any:
    """Return the rows as a pyarrow Table in the order of their run_id."""
    rows = sorted(rows, key=lambda row: row.job.run_id)
    names = list(dict.fromkeys(name for row in rows for name in row.numbers))
    clash = sorted({*names} & {*FIXED, *FAILURE, *types, "status"})
    if clash:
        raise ValueError(f"a result is named like a label of the sweep: {', '.join(clash)}")
    columns: dict[str, Any] = {name: pa.array([getattr(row.job, name) for row in rows], pa.int64()) for name in FIXED}
    labels = [definition.row(row.job) for row in rows]
    for name, kind in types.items():
        columns[name] = pa.array([_as(kind, label.get(name)) for label in labels], kind)
    columns["status"] = pa.array([row.status for row in rows], pa.string())
    for i, name in enumerate(FAILURE):
        columns[name] = pa.array([row.failure[i] for row in rows], pa.string())
    for name in names:
        columns[name] = pa.array([row.numbers.get(name) for row in rows], pa.float64())
    return pa.table(columns)


def _type(values: Sequence[Any]) -> Any:
    if values and all(isinstance(v, bool) for v in values):
        return pa.bool_()
    if any(isinstance(v, bool) or not isinstance(v, int | float) for v in values):
        return pa.string()
    return pa.int64() if values and all(isinstance(v, int) for v in values) else pa.float64()


def _as(kind: Any, value: Any) -> Any:
    if value is None or isinstance(value, str) or not pa.types.is_string(kind):
        return value
    return str(value)
