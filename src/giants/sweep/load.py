"""Read a sweep back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from giants.errors import InputError
from giants.sweep.folder import TABLES, Folder, read_table
from giants.sweep.rows import FIXED, SUCCEEDED


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
    return tuple(sorted(p.name for p in (Path(path) / "parts").glob("*") if any(p.glob("*.parquet"))))


def _frame(folder: Folder, table: str, columns: Sequence[str] | None) -> Any:
    import pandas as pd
    import pyarrow as pa

    read = []
    for file, keep in _files(folder, table):
        try:
            content = read_table(file, columns and _present(file, columns))
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(f"{file} is damaged ({error}); giants-sweep resume {folder.path} repairs it") from None
        if keep is not None:
            content = content.filter(pa.array(content["run_id"].to_pandas().isin(keep)))
        read.append(content)
    if not read:
        kept = ", ".join(tables(folder.path)) or "no results yet"
        raise InputError(f"{folder.path} has no table {table!r} (it has: {kept}); a higher record level keeps more")
    # Parts of failed runs lack the numbers, so the schemas differ; what is missing is null.
    whole = pa.concat_tables(read, promote_options="permissive").unify_dictionaries()
    lacking = [name for name in columns or () if name not in whole.column_names]
    if lacking:
        raise InputError(f"{folder.path}: table {table} has no column {', '.join(lacking)}")
    frame = whole.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    return frame.sort_values("run_id", kind="stable", ignore_index=True)


def _files(folder: Folder, table: str) -> Iterator[tuple[Path, list[int] | None]]:
    """Yield the files of a table, each with the runs to take from it (None: all of them).

    A run can be there twice: when a merge of parts was cut short, when two engines overlapped, or when it failed at
    first.  The parts are then asked in turn which runs they give, successful ones first.
    """
    import json

    import pyarrow as pa

    parts = []
    for path in folder.parts():
        try:
            content = read_table(path, ["run_id", "status"])
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(f"{path} is damaged ({error}); giants-sweep resume {folder.path} repairs it") from None
        beside = json.loads((content.schema.metadata or {}).get(TABLES, b"{}"))
        runs, good = content["run_id"].to_pylist(), [s == SUCCEEDED for s in content["status"].to_pylist()]
        parts.append((path, beside, runs, good))
    twice = sum(len(runs) for _, _, runs, _ in parts) > len({run for _, _, runs, _ in parts for run in runs})
    owner: dict[int, Path] = {}
    if twice:
        for wanted in (True, False):
            for path, _, runs, good in parts:
                for run, fine in zip(runs, good, strict=True):
                    if fine == wanted:
                        owner.setdefault(run, path)
    for path, beside, runs, _ in parts:
        keep = [run for run in runs if owner[run] == path] if twice else None
        if table == "runs":
            yield path, keep
        elif table in beside:
            yield folder.path / "parts" / table / beside[table], keep


def _present(file: Path, columns: Sequence[str]) -> list[str]:
    import pyarrow.parquet as pq

    there = set(pq.read_schema(file).names)
    return [name for name in columns if name in there]


def _unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
