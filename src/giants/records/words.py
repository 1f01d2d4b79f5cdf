"""The words of the log in one language, from its catalogue: a table `words/LANGUAGE.csv` of the data folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from giants import codes, tables
from giants.errors import InputError
from giants.schema import nearest

ENGLISH = "english"
SHORT = {"en": "english", "es": "spanish"}
"""Codes of languages, which serve as their names."""
ANY = "*"
"""Code of a row that serves where its kind has no row for a code."""
FIELDS = ("sender", "target", "tool", "demand", "matter", "extent", "again", "by", "stake", "cost", "loss", "belief",
          "share", "ended", "return", "after", "months", "size", "code", "sign", "limit", "plank", "month", "year",
          "number", "policy", "full", "asked", "form", "concede", "red_line", "room", "reason", "")  # fmt: skip
"""What a template may name; the last is the number of a row of kind `number`."""


@dataclass(frozen=True)
class Words:
    """Templates by kind and code, in several variants where there are several rows, and the demands of the issues."""

    texts: Mapping[tuple[str, str], tuple[str, ...]]
    demands: Mapping[str, str] = MappingProxyType({})
    """by issue, in words that complete 'asked ... to', where the catalogue has none"""

    def say(self, kind: str, code: str, turn: int = 0, **fields: Any) -> str:
        """Return the words for a code of a kind; `turn` chooses among variants."""
        found = self.texts.get((kind, code)) or self.texts.get((kind, ANY)) or ("{code}",)
        return found[turn % len(found)].format_map({"code": code.replace("_", " "), **fields})

    def number(self, form: str, value: float) -> str:
        """Return a number in a form of the catalogue, such as percent."""
        return self.texts["number", form][0].format(value)

    def demand(self, issue: str) -> str:
        """Return what is asked on an issue."""
        return self.say("demand", issue) if ("demand", issue) in self.texts else self.demands.get(issue, issue)


def words(language: str = ENGLISH, demands: Mapping[str, str] = MappingProxyType({})) -> Words:
    """Return the words of a language.  Raises InputError for one without a catalogue, and for a template's mistake."""
    language = SHORT.get(language, language)
    offered = sorted(path.stem for path in (codes.BUNDLED / "words").glob("*.csv"))
    if language not in offered:
        raise InputError(f"language: there is no catalogue {language!r}{nearest(language, offered)}")
    name = f"words/{language}.csv"
    return Words(_texts(name, codes.path_of(name)), demands)


@lru_cache(maxsize=8)
def _texts(name: str, path: Path) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the templates of table `name`, which stands at `path`, by kind and code."""
    table = tables.read(name, text=("kind", "code", "text"), folder=path.parents[1]).fillna("")
    texts: dict[tuple[str, str], tuple[str, ...]] = {}
    for row, (kind, code, text) in enumerate(table[["kind", "code", "text"]].itertuples(index=False), start=2):
        _check(text, f"table {name}, row {row}, column 'text'")
        texts[kind, code] = (*texts.get((kind, code), ()), text)
    return MappingProxyType(texts)


def _check(text: str, where: str) -> None:
    """Raise InputError for a template with braces that do not match, or a field that is not filled."""
    try:
        named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None
    for name in named:
        if name not in FIELDS:
            raise InputError(f"{where}: unknown field {{{name}}}{nearest(name, FIELDS[:-1])}")
