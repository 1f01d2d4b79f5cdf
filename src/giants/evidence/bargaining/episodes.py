"""Read a table of dated bargaining episodes."""

from pathlib import Path

import numpy as np
import pandas as pd

from giants import tables
from giants.bargaining.clocks import decimal_year
from giants.bargaining.ratify import CLASSES
from giants.errors import InputError
from giants.symbols import Array

COLUMNS = ("id", "start", "sender", "target", "issue_group", "demand_class", "instrument", "explicit_threat")


def read(path: Path | None = None) -> pd.DataFrame:
    """Return the episodes of a CSV file (the bundled ones if none is named), checked, with outcomes where it has them.

    Raises InputError naming the file and the row and column that is wrong.
    """
    folder, name = (path.parent, path.name) if path is not None else (None, "episodes/episodes.csv")
    rows: pd.DataFrame = tables.read(name, text=COLUMNS, folder=folder)
    tables.known(name, "demand_class", list(rows["demand_class"]), CLASSES)
    rows["instrument"] = rows["instrument"].fillna("implicit")
    for position, day in enumerate(rows["start"]):
        try:
            decimal_year(day)
        except (ValueError, AttributeError):
            raise InputError(f"table {name}, row {position + 2}, column 'start': {day!r} is not an ISO day") from None
    return rows


def flag(rows: pd.DataFrame, column: str) -> Array:
    """Return a column of True and False as 1 and 0, with NaN where it is empty, NA or absent."""
    if column not in rows.columns:
        return np.full(len(rows), np.nan)
    return rows[column].astype(str).str.lower().map({"true": 1.0, "false": 0.0}).to_numpy(float)


def number(rows: pd.DataFrame, column: str) -> Array:
    """Return a column as numbers, NaN where it is empty or absent."""
    if column not in rows.columns:
        return np.full(len(rows), np.nan)
    return pd.to_numeric(rows[column], errors="coerce").to_numpy(float)
