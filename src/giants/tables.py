"""Read the bundled tables, and say exactly what is wrong with one that cannot be read.

Every reader of data goes through :func:`read`, so that a broken or missing table is always reported with its
file, its row and its column.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from giants.errors import InputError

DATA = Path(__file__).parent / "data"


def read(name: str, columns: Sequence[str] = (), text: Sequence[str] = (), folder: Path | None = None) -> Any:
    """Return table `name` (a path below the data folder) as a DataFrame.

    `columns` must be present; those in `text` are kept as strings (codes with leading zeros), and the other
    required columns must hold finite numbers.  Raises InputError naming file, row and column.
    """
    return _read(name, tuple(columns), tuple(text), folder or DATA).copy()


@lru_cache(maxsize=128)
def _read(name: str, columns: tuple[str, ...], text: tuple[str, ...], folder: Path) -> pd.DataFrame:
    path = folder / name
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


def _numbers(name: str, column: str, values: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce")
    bad = np.flatnonzero(~np.isfinite(numbers.to_numpy(float)))
    if bad.size:
        row = int(bad[0])
        raise InputError(f"table {name}, row {row + 2}, column {column!r}: {values.iloc[row]!r} is not a finite number")
    return numbers


def known(name: str, column: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    """Raise InputError if `values` (column `column` of table `name`) holds a code that is not in `allowed`."""
    for row, value in enumerate(values):
        if value not in allowed:
            raise InputError(
                f"table {name}, row {row + 2}, column {column!r}: unknown code {value!r}; "
                f"known codes are {', '.join(allowed)}"
            )


def state_names() -> dict[str, str]:
    """Return the names of the Mexican states by INEGI code."""
    table = read("states/states.csv", text=("state_code", "name"))
    return dict(zip(table["state_code"], table["name"], strict=True))
