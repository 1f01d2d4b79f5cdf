"""A sweep folder of any size with made-up numbers, in the format that the real command writes.

Summaries and tables are those of the runs of a small real sweep, moved a little from run to run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from giants.sweep.design import Points
from giants.sweep.folder import Folder, read_table
from giants.sweep.load import pieces
from giants.sweep.rows import FAILURE, FIXED

CHUNK = 5000
KEPT = ("_last12", "_end")
TABLES = ("measures", "states", "pairs", "crossings", "cartels", "events")
"""Those that the scripts read."""


def write(
    model: Path,
    folder: Path,
    seeds: int,
    *,
    tables: Sequence[str] = ("measures",),
    points: Mapping[str, Sequence[float]] | None = None,
) -> int:
    """Write a sweep like `model`, with as many seeds, its `tables` and factors; return the number of runs.

    Of the table of measures the ends of years are kept (the last month of a run shorter than one).
    """
    like = Folder(model)
    definition = replace(like.definition(), seeds=range(seeds))
    if points:
        definition = replace(definition, points=Points.of(points))
    manifest = {k: v for k, v in like.manifest().items() if k not in ("format", "digests")}
    made = Folder(folder)
    made.create(definition, manifest)
    rows = read_table(next(like.parts())).to_pandas()
    numbers = [c for c in rows if c.endswith(KEPT)]
    mean = rows[numbers].mean().to_numpy(float)
    patterns = {name: _pattern(model, name) for name in tables}
    for first in range(0, definition.size, CHUNK):
        ids = np.arange(first, min(first + CHUNK, definition.size))
        jobs = [definition.job(int(i)) for i in ids]
        labels = [definition.row(job) for job in jobs]
        wave = 1 + 0.1 * np.sin(ids * 0.7)
        table = {name: pa.array([getattr(job, name) for job in jobs], pa.int64()) for name in FIXED}
        table |= {name: pa.array([row[name] for row in labels]) for name in definition.label_names()}
        table["status"] = pa.array(["SUCCEEDED"] * len(ids))
        table |= {name: pa.nulls(len(ids), pa.string()) for name in FAILURE}
        table |= {name: pa.array(value * wave) for name, value in zip(numbers, mean, strict=True)}
        made.save(pa.table(table), {name: _repeated(pattern, ids) for name, pattern in patterns.items()})
    return definition.size


def _pattern(model: Path, name: str) -> pa.Table:
    """Return the rows that the first run of the model has in a table."""
    table = pa.concat_tables(pieces(Folder(model), name)).unify_dictionaries()
    table = table.filter(pa.array(table["run_id"].to_numpy() == table["run_id"][0].as_py()))
    if name == "measures":
        month = table["month"].to_numpy()
        table = table.filter(pa.array((month % 12 == 11) | (month == month.max())))
    return table.drop_columns(["run_id"]).combine_chunks()


def _repeated(pattern: pa.Table, ids: np.ndarray) -> pa.Table:
    """Return the pattern once for each run, its floats moved a little."""
    n = len(pattern)
    take = pa.array(np.tile(np.arange(n), len(ids)))
    run = np.repeat(ids, n)
    wave = 1 + 0.2 * np.sin(run * 0.7 + np.tile(np.arange(n), len(ids)))
    columns = {"run_id": pa.array(run)}
    for name in pattern.column_names:
        column = pattern[name].take(take)
        moved = pa.types.is_floating(column.type) and name != "year"
        columns[name] = pa.array(column.to_numpy().astype(float) * wave) if moved else column
    return pa.table(columns)
