"""Read the tables of the data folder, and say exactly what is wrong with one that cannot be read.

Every reader of data goes through :func:`read`, so that a broken or missing table is always reported with its
file, its row and its column.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from giants import codes
from giants.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def read(name: str, columns: Sequence[str] = (), text: Sequence[str] = (), folder: Path | None = None) -> Any:
    """Return table `name` (a path below the data folder, see ``codes``, or below `folder`) as a DataFrame.

    `columns` must be present; those in `text` are kept as strings (codes with leading zeros), and the other
    required columns must hold finite numbers.  Raises InputError naming file, row and column.
    """
    path = folder / name if folder else codes.path_of(name)
    return _read(name, tuple(columns), tuple(text), path).copy()


@lru_cache(maxsize=128)
def _read(name: str, columns: tuple[str, ...], text: tuple[str, ...], path: Path) -> "pd.DataFrame":
    import pandas as pd

    if not path.is_file():
        raise InputError(f"table {name} is missing: expected the file {name} in the data folder of giants")
    try:
        table = pd.read_csv(path, dtype=dict.fromkeys(text, str), keep_default_na=True)
    except (pd.errors.ParserError, UnicodeDecodeError, pd.errors.EmptyDataError) as error:
        raise InputError(f"table {name} cannot be read as CSV: {error}") from None
    for column in (*columns, *text):
        if column not in table.columns:
            raise InputError(f"table {name} has no column {column!r}; it has {', '.join(table.columns)}")
    for column in columns:
        if column not in text:
            table[column] = _numbers(name, column, table[column])
    return table


def _numbers(name: str, column: str, values: "pd.Series") -> "pd.Series":
    import pandas as pd

    numbers = pd.to_numeric(values, errors="coerce")
    bad = np.flatnonzero(~np.isfinite(numbers.to_numpy(float)))
    if bad.size:
        row = int(bad[0])
        raise InputError(f"table {name}, row {row + 2}, column {column!r}: {values.iloc[row]!r} is not a finite number")
    return numbers


def known(
    name: str, column: str, values: Sequence[str], allowed: Sequence[str], rows: Sequence[int] | None = None
) -> None:
    """Raise InputError if `values` of `column` of table `name` has a code that is not in `allowed`.

    The values stand in all rows of the table, or in `rows`.
    """
    for row, value in zip(range(len(values)) if rows is None else rows, values, strict=True):
        if value not in allowed:
            raise InputError(
                f"table {name}, row {row + 2}, column {column!r}: unknown code {value!r}; "
                f"known codes are {', '.join(allowed)}"
            )


def matrix(
    name: str,
    keys: Mapping[str, Sequence[str]],
    value: str,
    *,
    where: Mapping[str, str] | None = None,
    absent: float | None = None,
    outside: bool = False,
) -> Any:
    """Return column `value` of a long table as an array whose axes are `keys`, each with its codes in order.

    `where` keeps the rows whose columns hold these texts.  A cell without a row is an error unless `absent` says what
    it holds; a code that is not on its axis is one too, unless rows `outside` are to be left out.
    Raises InputError naming table, column and the codes of a cell that is missing, unknown or given twice.
    """
    table = read(name, (value,), (*keys, *(where or ())))
    for column, text in (where or {}).items():
        table = table[table[column] == text]
    for column, allowed in keys.items():
        if outside:
            table = table[table[column].isin(allowed)]
        known(name, column, list(table[column]), allowed, list(table.index))
    rows = tuple(table[column].map({c: r for r, c in enumerate(axis)}).to_numpy(int) for column, axis in keys.items())
    shape = tuple(len(axis) for axis in keys.values())
    count = np.zeros(shape, dtype=int)
    np.add.at(count, rows, 1)
    for problem, bad in (("appears more than once", count > 1), ("is missing", (count == 0) & (absent is None))):
        if bad.any():
            cell = np.argwhere(bad)[0]
            at = {**(where or {}), **{key: axis[i] for (key, axis), i in zip(keys.items(), cell, strict=True)}}
            place = ", ".join(f"{key} {code}" for key, code in at.items())
            raise InputError(f"table {name}, column {value!r}: the row {place} {problem}")
    out = np.full(shape, 0.0 if absent is None else absent)
    out[rows] = table[value].to_numpy(float)
    return out


def state_names() -> dict[str, str]:
    """Return the names of the Mexican states by INEGI code."""
    table = read("states/states.csv", text=("state_code", "name"))
    return dict(zip(table["state_code"], table["name"], strict=True))
