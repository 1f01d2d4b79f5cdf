"""Read a sweep back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from giants.errors import InputError
from giants.sweep.folder import Folder, read_table
from giants.sweep.rows import FIXED


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
        return _frame(folder, "runs", wanted).drop_duplicates("run_id", ignore_index=True)
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

    files = sorted((folder.path / "parts" / table).glob("*.parquet"))
    if not files:
        kept = ", ".join(tables(folder.path)) or "no results yet"
        raise InputError(f"{folder.path} has no table {table!r} (it has: {kept}); a higher record level keeps more")
    if table != "runs":
        named = {tables[table] for tables in _named(folder) if table in tables}
        files = [file for file in files if file.name in named]
    read = []
    for file in files:
        try:
            read.append(read_table(file, columns and _present(file, columns)))
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(f"{file} is damaged ({error}); giants-sweep resume {folder.path} repairs it") from None
    # Parts of failed runs lack the numbers, so the schemas differ; what is missing is null.
    whole = pa.concat_tables(read, promote_options="permissive").unify_dictionaries()
    lacking = [name for name in columns or () if name not in whole.column_names]
    if lacking:
        raise InputError(f"{folder.path}: table {table} has no column {', '.join(lacking)}")
    frame = whole.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    return frame.sort_values("run_id", kind="stable", ignore_index=True)


def _named(folder: Folder) -> list[dict[str, str]]:
    import json

    import pyarrow.parquet as pq

    notes = (pq.read_schema(path).metadata or {} for path in folder.parts())
    return [json.loads(note.get(b"giants.tables", b"{}")) for note in notes]


def _present(file: Path, columns: Sequence[str]) -> list[str]:
    import pyarrow.parquet as pq

    there = set(pq.read_schema(file).names)
    return [name for name in columns if name in there]


def _unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
