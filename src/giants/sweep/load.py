"""Read a sweep back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from giants.errors import InputError
from giants.sweep.folder import Folder, Part, read_table
from giants.sweep.rows import FIXED
from giants.symbols import Array


def load_sweep(
    path: str | Path, table: str = "runs", columns: Sequence[str] | None = None, *, labels: bool = True
) -> Any:
    """Return a table of a sweep as a pandas DataFrame, sorted by run; only the `columns` asked for are read.

    `runs` has one row per run: labels, seed, status, failure fields, and the numbers of the summary.  Other tables
    (measures, states, ...) are there at higher record levels; with `labels` their rows carry the labels of their
    run.  Raises InputError for a folder that is not a sweep, a table or column that it does not have, or a damaged
    part.
    """
    import pandas as pd

    folder = Folder(Path(path))
    names = folder.definition().label_names()
    if table == "runs":
        wanted = None if columns is None else _unique(["run_id", *columns])
        return _frame(folder, "runs", wanted)
    wanted = None if columns is None else _unique(["run_id", *(c for c in columns if c not in names)])
    frame = _frame(folder, table, wanted)
    if not labels:
        return frame
    runs = load_sweep(path, columns=_unique([*FIXED[:3], "seed", *names]))
    for name in names:
        if not pd.api.types.is_numeric_dtype(runs[name]):
            runs[name] = runs[name].astype("category")
    taken = [c for c in runs.columns if c not in frame.columns or c == "run_id"]
    return frame.merge(runs[taken], on="run_id", how="left", sort=False)


def tables(path: str | Path) -> tuple[str, ...]:
    """Return the names of the tables that a sweep kept."""
    return tuple(sorted({"runs"} | {name for part, _ in parts(Folder(Path(path))) for name in part.tables}))


def parts(folder: Folder) -> list[tuple[Part, Array | None]]:
    """Return the parts of a sweep, each with the runs to take from it (None: all of them).

    A run can be there twice: when a merge of parts was cut short, when two engines overlapped, or when it failed at
    first.  The parts are then asked in turn which runs they give, successful ones first.  Raises InputError for a
    damaged part.
    """
    there = []
    for path in folder.parts():
        with _damage_named(folder, path):
            there.append(folder.part(path))
    if sum(part.runs.size for part in there) == len({run for part in there for run in part.runs.tolist()}):
        return [(part, None) for part in there]
    owner: dict[int, Path] = {}
    for wanted in (True, False):
        for part in there:
            for run in part.runs[part.succeeded == wanted].tolist():
                owner.setdefault(run, part.path)
    return [(part, np.array([run for run in part.runs.tolist() if owner[run] == part.path], int)) for part in there]


def pieces(folder: Folder, table: str, columns: Sequence[str] | None = None) -> Iterator[Any]:
    """Yield a table part by part as pyarrow Tables that hold every run once, with those of `columns` that are there.

    Raises InputError for a table that was not kept, or a damaged part.
    """
    found = False
    for part, keep in parts(folder):
        if table != "runs" and table not in part.tables:
            continue
        found = True
        file = part.path if table == "runs" else folder.path / "parts" / table / part.tables[table]
        with _damage_named(folder, file):
            content = read_table(file, columns and _present(file, columns))
        yield content if keep is None else content.filter(np.isin(content["run_id"].to_numpy(), keep))
    if not found:
        kept = ", ".join(tables(folder.path)) or "no results yet"
        raise InputError(f"{folder.path} has no table {table!r} (it has: {kept}); a higher record level keeps more")


@contextmanager
def _damage_named(folder: Folder, file: Path) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(f"{file} is damaged ({error}); giants-sweep resume {folder.path} repairs it") from None


def _frame(folder: Folder, table: str, columns: Sequence[str] | None) -> Any:
    import pandas as pd
    import pyarrow as pa

    # Parts of failed runs lack the numbers, so the schemas differ; what is missing is null.
    whole = pa.concat_tables(pieces(folder, table, columns), promote_options="permissive").unify_dictionaries()
    lacking = [name for name in columns or () if name not in whole.column_names]
    if lacking:
        raise InputError(f"{folder.path}: table {table} has no column {', '.join(lacking)}")
    frame = whole.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    return frame.sort_values("run_id", kind="stable", ignore_index=True)


def _present(file: Path, columns: Sequence[str]) -> list[str]:
    import pyarrow.parquet as pq

    there = set(pq.read_schema(file).names)
    return [name for name in columns if name in there]


def _unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
