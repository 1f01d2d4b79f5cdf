"""The data folder, and the codes of economies, sectors and issues, which size every array of the World.

The folder named by GIANTS_DATA lies over the bundled one: a table that stands in it replaces the bundled table of the
same name.  Only the csv module is used, so that knowing the codes costs no import of pandas.
"""

import csv
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from giants.errors import InputError

BUNDLED = Path(__file__).parent / "data"


def own_folder() -> Path | None:
    """Return the user's own data folder, None if GIANTS_DATA names none.

    Raises InputError for a folder that does not exist, and for a table in it that the model does not read.
    """
    named = os.environ.get("GIANTS_DATA")
    return _own_folder(named) if named else None


@lru_cache(maxsize=8)
def _own_folder(named: str) -> Path:
    folder = Path(named).expanduser().resolve()
    if not folder.is_dir():
        raise InputError(f"GIANTS_DATA={named}: no such folder; name one that holds tables such as trade/regions.csv")
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        if not (BUNDLED / name).is_file():
            raise InputError(f"GIANTS_DATA={named}: {name} is no table of giants (see data/SOURCES.md)")
    return folder


def path_of(name: str) -> Path:
    """Return where table `name` (a path below the data folder) is read from."""
    own = own_folder()
    return own / name if own and (own / name).is_file() else BUNDLED / name


def own_tables() -> dict[str, str]:
    """Return the tables of the user's own data folder by name, each with a digest of what stands in it."""
    own = own_folder()
    files = sorted(own.rglob("*.csv")) if own else []
    return {path.relative_to(own).as_posix(): sha256(path.read_bytes()).hexdigest()[:12] for path in files if own}


def codes(name: str, column: str, flag: str = "") -> tuple[str, ...]:
    """Return the codes in `column` of table `name` in the order of its rows; with `flag` those whose flag is 1.

    Raises InputError naming table, row and column for a column that is missing, a code that is empty or stands twice,
    and a flag that is neither 0 nor 1.
    """
    rows = _rows(path_of(name))
    for key in filter(None, (column, flag)):
        if not rows or key not in rows[0]:
            raise InputError(f"table {name} has no column {key!r}, or no rows")
    found = tuple(row[column] for row in rows)
    for number, row in enumerate(rows, start=2):
        if not row[column] or found.index(row[column]) != number - 2:
            raise InputError(f"table {name}, row {number}, column {column!r}: {row[column]!r} is empty or stands twice")
        if flag and row[flag] not in ("0", "1"):
            raise InputError(f"table {name}, row {number}, column {flag!r}: {row[flag]!r} is neither 0 nor 1")
    return tuple(row[column] for row in rows if not flag or row[flag] == "1")


def attribute(name: str, column: str, of: str) -> dict[str, str]:
    """Return the text in column `of` of table `name` by code, without the empty ones."""
    named = codes(name, column)
    texts = [row.get(of) or "" for row in _rows(path_of(name))]
    return {code: text for code, text in zip(named, texts, strict=True) if text}


def require(name: str, known: tuple[str, ...], needed: tuple[str, ...], *, first: bool = False) -> None:
    """Raise InputError if table `name` lacks one of the codes that equations name, or does not begin with them."""
    missing = [code for code in needed if code not in known]
    if missing:
        raise InputError(f"table {name}: {', '.join(missing)} is missing, and equations of the model name it")
    if first and known[: len(needed)] != needed:
        raise InputError(f"table {name}: the first rows must be {', '.join(needed)}, in this order")


@lru_cache(maxsize=8)
def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"table {path.name} cannot be read as CSV: {error}") from None
