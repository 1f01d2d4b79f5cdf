"""A result of an argument: a question, sentences made from numbers, the tables and the figures behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from giants.errors import InputError

type Figure = Any
type Draw = Callable[[float], Figure]
"""From the width in inches to a matplotlib figure."""

SIZES = {"small": 3.5, "large": 7.5}
"""Widths in inches: a column and a page of a journal; at 200 dots an inch a page is 1,500 pixels wide."""
FORMATS = ("png", "svg", "pdf")
USUAL = ("png", "svg")
"""Formats of figures, and those that are written if none is named."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that make a cell a formula."""


@dataclass(frozen=True)
class Result:
    """What one script gives; `figures` are drawn only when they are asked for."""

    name: str
    question: str
    sentences: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, Draw] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentences", tuple(s[:1].upper() + s[1:] for s in self.sentences))


def save(
    result: Result,
    out: Path,
    sizes: tuple[str, ...] = ("large",),
    formats: tuple[str, ...] = USUAL,
    export: str = "csv",
) -> list[Path]:
    """Write each table as CSV (xlsx: all in a workbook too) and each figure in each of `formats`; return the paths.

    The first table and figure carry the name of the result alone.  Raises InputError if `out` cannot be written.
    """
    written = []
    try:
        own_folder(out)
        for key, table in result.tables.items():
            written.append(own_file(out / f"{_stem(result, key)}.csv"))
            harmless(table).to_csv(written[-1], index=not isinstance(table.index, pd.RangeIndex))
        if export == "xlsx" and result.tables:
            written.append(own_file(out / f"{result.name}.xlsx"))
            _workbook(result, written[-1])
        for key, draw in result.figures.items():
            for size in sizes:
                figure = draw(SIZES[size])
                tail = "" if size == "large" else f"_{size}"
                for kind in formats:
                    written.append(own_file(out / f"{_stem(result, key)}{tail}.{kind}"))
                    figure.savefig(written[-1])
                    figure.set_layout_engine("none")  # laid out once: other formats need no second search
                figure.clear()
    except OSError as error:
        raise InputError(f"cannot write below {out}: {error.strerror}") from None
    return written


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts no spreadsheet takes for a formula: an apostrophe stands before = + - @.

    Source: OWASP, CSV injection.
    """
    table = table.rename(columns=_harmless)
    if not isinstance(table.index, pd.RangeIndex):
        table = table.rename(index=_harmless)
    texts = [k for k in range(table.shape[1]) if not pd.api.types.is_numeric_dtype(table.dtypes.iloc[k])]
    for k in texts:
        table.isetitem(k, table.iloc[:, k].astype(object).map(_harmless))
    return table


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell


def _workbook(result: Result, path: Path) -> None:
    """Write all tables of a result into one workbook, a sheet each."""
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for key, table in result.tables.items():
            table = harmless(table)
            sheet = (key or result.name)[:31]
            table.to_excel(book, sheet_name=sheet, index=not isinstance(table.index, pd.RangeIndex))


def own_folder(out: Path) -> None:
    """Make a folder for results.  Raises InputError if it is a link: a folder from elsewhere may lead out of itself."""
    if out.is_symlink():
        raise InputError(f"{out} is a link; name the folder that it leads to with --out")
    out.mkdir(parents=True, exist_ok=True)


def own_file(path: Path) -> Path:
    """Return the path of a file to write.  Raises InputError if a link stands there."""
    if path.is_symlink():
        raise InputError(f"{path} is a link, which is not written through; remove it")
    return path


def _stem(result: Result, key: str) -> str:
    return result.name if key == "" else f"{result.name}_{key}"
