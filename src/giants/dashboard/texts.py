"""The words of the page in each language: its own table, the names of levers, and what choices say of themselves."""

from functools import cache
from pathlib import Path

from giants import tables

LANGUAGES = ("en", "es")
NAME = "texts.csv"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return what the page says, by language and key; a lever stands under `lever.` and its dotted path."""
    own = tables.read(NAME, text=("key", *LANGUAGES), folder=Path(__file__).parent)
    factors = tables.read("labels/factors.csv", text=("path", "text", "spanish"))
    levers = [f"lever.{path}" for path in factors["path"]]
    return {
        code: dict(zip([*own["key"], *levers], [*own[code], *factors[column]], strict=True))
        for code, column in zip(LANGUAGES, ("text", "spanish"), strict=True)
    }


def said(english: str) -> dict[str, str]:
    """Return a text of the configuration in each language, in English where the catalogue does not hold it."""
    return {"en": english, "es": _spanish().get(english, english)}


@cache
def _spanish() -> dict[str, str]:
    table = tables.read("labels/spanish.csv", text=("english", "said"))
    return dict(zip(table["english"], table["said"], strict=True))
