"""The words of the page in each language, from one table beside this file."""

from functools import cache
from pathlib import Path

from giants import tables
from giants.dashboard.side import LANGUAGES

NAME = "texts.csv"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return what the page says, by language and key."""
    table = tables.read(NAME, text=("key", *LANGUAGES), folder=Path(__file__).parent)
    return {code: dict(zip(table["key"], table[code], strict=True)) for code in LANGUAGES}
