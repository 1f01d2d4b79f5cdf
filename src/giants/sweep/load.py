"""Read a sweep back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from giants import renames
from giants.errors import InputError
from giants.records.tables import columns_of
from giants.sweep.folder import DamagedError, Folder, Part, read_table
from giants.sweep.rows import FIXED
from giants.symbols import Array


def load_sweep(
    path: str | Path, table: str = "runs", columns: Sequence[str] | None = None, *, labels: bool = True
) -> Any:
    """Return a table of a sweep as a pandas DataFrame, sorted by run; only the `columns` asked for are read.

    `runs` has one row per run: labels, seed, status, failure fields, and the numbers of the summary.  Other tables
    (measures, states, ...) are there at higher record levels; with `labels` their rows carry the labels of their
    run.  Every column has its name of today.  Raises InputError for a folder that is not a sweep, a table or column
    that it does not have, or a damaged part.
    """
    import pandas as pd

    folder = Folder(Path(path))
    definition = folder.definition()
    names, size = definition.label_names(), definition.size
    if table == "runs":
        wanted = None if columns is None else _unique(["run_id", *columns])
        return _frame(folder, "runs", wanted, size)
    wanted = None if columns is None else _unique(["run_id", *(c for c in columns if c not in names)])
    frame = _frame(folder, table, wanted, size)
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
    folder = Folder(Path(path))
    state = folder.scan(folder.definition().size)
    return tuple(sorted({"runs"} | {name for part in state[2] for name in part.tables}))


def parts(folder: Folder, size: int, files: Sequence[Path] | None = None) -> list[tuple[Part, Array | None]]:
    """Return the parts of a sweep of `size` runs, each with the runs to take from it (None: all of them).

    A run can be there twice: when a merge of parts was cut short, when two engines overlapped, or when it failed at
    first.  The parts are then asked in turn which runs they give, successful ones first.  Raises InputError for a
    damaged part, and FileNotFoundError for one that has been merged meanwhile.
    """
    present = []
    for path in folder.parts() if files is None else files:
        try:
            present.append(folder.look(path, size))
        except DamagedError as error:
            raise InputError(_damaged(folder, path, error)) from None
    if sum(part.runs.size for part in present) == len({run for part in present for run in part.runs.tolist()}):
        return [(part, None) for part in present]
    owner: dict[int, Path] = {}
    for wanted in (True, False):
        for part in present:
            for run in part.runs[part.succeeded == wanted].tolist():
                owner.setdefault(run, part.path)
    return [(part, np.array([run for run in part.runs.tolist() if owner[run] == part.path], int)) for part in present]


def pieces(folder: Folder, table: str, columns: Sequence[str] | None = None, size: int | None = None) -> Iterator[Any]:
    """Yield a table part by part as pyarrow Tables that hold every run once, with those of `columns` that are there.

    Parts that another process merges meanwhile are looked for again, and give the runs that were not given yet.
    `size` is that of the sweep, if it is known.  Raises InputError for a table that was not kept, or a damaged part.
    """
    size = folder.definition().size if size is None else size
    yielded: set[int] = set()
    recorded, looking = False, True
    while looking:
        files, looking = list(folder.parts()), False
        try:
            for part, keep in parts(folder, size, files):
                if table != "runs" and table not in part.tables:
                    continue
                recorded = True
                content = _content(folder, part, table, columns)
                runs = part.runs if keep is None else keep
                if yielded & {*runs.tolist()} or keep is not None:
                    content = content.filter(
                        np.isin(content["run_id"].to_numpy(), [r for r in runs if r not in yielded])
                    )
                yielded.update(runs.tolist())
                yield content
        except FileNotFoundError as error:
            looking = files != list(folder.parts())
            if not looking:  # nobody merges: it is simply not there
                raise InputError(_damaged(folder, error.filename or error, "it is not there")) from None
    if not recorded:
        recorded_tables = ", ".join(tables(folder.path)) or "no results yet"
        raise InputError(
            f"{folder.path} has no table {table!r} (it has: {recorded_tables}); a higher record level keeps more"
        )


def _content(folder: Folder, part: Part, table: str, columns: Sequence[str] | None) -> Any:
    file = part.path if table == "runs" else folder.path / "parts" / table / part.tables[table]
    try:
        content = read_part(file, table, columns)
        content["run_id"].to_numpy()
    except FileNotFoundError:
        raise
    except Exception as error:  # a file that somebody made up can make the reader raise anything
        raise InputError(_damaged(folder, file, error)) from None
    return content


def _damaged(folder: Folder, file: object, error: object) -> str:
    return f"{file} is damaged ({_line(error)}); giants-sweep resume {folder.path} repairs it"


def _line(error: object) -> str:
    return " ".join(str(error).split())


def _frame(folder: Folder, table: str, columns: Sequence[str] | None, size: int) -> Any:
    import pandas as pd
    import pyarrow as pa

    read = list(pieces(folder, table, columns, size))
    try:
        # Parts of failed runs lack the numbers, so the schemas differ; what is missing is null.
        whole = pa.concat_tables(read, promote_options="permissive").unify_dictionaries()
    except (pa.ArrowException, ValueError, TypeError) as error:
        raise InputError(f"{folder.path}: the parts of table {table} do not fit together ({_line(error)})") from None
    lacking = [name for name in columns or () if name not in whole.column_names]
    if lacking:
        raise InputError(f"{folder.path}: table {table} has no column {', '.join(lacking)}")
    frame = whole.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    return frame.sort_values("run_id", kind="stable", ignore_index=True)


def read_part(file: Path, table: str, columns: Sequence[str] | None = None) -> Any:
    """Return a part of a table as a pyarrow Table with today's names of columns, those of `columns` that are there."""
    names_in_file = stored(file, table)
    names = [name for name in (names_in_file if columns is None else columns) if name in names_in_file]
    return read_table(file, [names_in_file[name] for name in names]).rename_columns(names)


def stored(file: Path, table: str) -> dict[str, str]:
    """Return the columns of a part of a table: their names of today, and those that they have in the file."""
    import pyarrow.parquet as pq

    names = pq.read_schema(file).names
    new = renames.columns(names, columns_of(table), f"table {table} of {file.parents[2]}")
    return {new.get(name, name): name for name in names}


def _unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
