"""Results in another language: sentences and figures are matched with the templates of a catalogue and said anew.

A catalogue (data/labels/LANGUAGE.csv) has a row a template, in English and in the language, with the same fields in
braces.  A field is translated in turn, by another template, as a list, or as a number, which stays as it is; one whose
name begins with an underscore is a name and stays too, one that begins with "num" holds a number.  What no template
fits stays in English.
"""

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from giants import tables
from giants.analysis import words
from giants.analysis.result import Draw, Result
from giants.records.words import SHORT
from giants.records.words import words as catalogue

PLAIN = re.compile(r"[^A-Za-zÀ-ÿ]*|[A-Z]{2,3}( [\d.,%]+)?|[A-Z]{2,3}\.?|[-−]?[\d.,]+(k|e[-+]\d+)|[A-Z]{1,2}\d|q\d\d|n")
"""Texts without words: numbers, signs, and codes (of economies, sectors, indicators and quantiles)."""
LISTS = (("; ", "; "), (", ", ", "), (" and ", " y "), (": ", ": "), ("\n", "\n"))
"""What separates the parts of a text that are translated one by one."""
TITLE, UPRIGHT = 8.6, 14.0
"""Letters an inch of a panel's title and of a label beside it."""
INSIDE, LETTERS = 0.78, 130.0
"""Share of a panel that its axis takes, and letters an inch of a text of one point."""
DEPTH, REACH = 8, 3
"""How deep fields stand in fields, and how many parts of a list may belong together."""
type Speaker = Callable[[str], str]


@dataclass(frozen=True)
class Template:
    """One row of a catalogue: how a text is recognised, and how it is said."""

    pattern: re.Pattern[str]
    said: str
    weight: int
    """letters that are not fields: the longest template that fits is taken"""


@dataclass(frozen=True)
class Translator:
    """Translates texts of results into one language."""

    language: str

    @cached_property
    def exact(self) -> dict[str, tuple[str, str]]:
        """Texts without fields, and how each is said."""
        pairs = [(english, said) for english, said in self._rows if "{" not in english]
        return {english.lower(): (english, said) for english, said in pairs}

    @cached_property
    def templates(self) -> list[Template]:
        """Texts with fields, the heaviest first."""
        made = [_template(english, said) for english, said in self._rows if "{" in english]
        return sorted(made, key=lambda t: -t.weight)

    @cached_property
    def _rows(self) -> list[tuple[str, str]]:
        own = tables.read(f"labels/{self.language}.csv", text=("english", "said"))
        factors = tables.read("labels/factors.csv", text=("text", self.language))
        rows = [*zip(own["english"], own["said"], strict=True)]
        rows += zip(factors["text"], factors[self.language], strict=True)
        log, ours = catalogue("english"), catalogue(self.language)
        places = tables.read("security/border_crossings.csv", text=("name",))["name"]
        rows += [(name, name) for name in (*places, *tables.state_names().values())]
        for kind in ("economy", "matter", "month"):
            rows += [(log.say(k, code), ours.say(k, code)) for k, code in log.texts if k == kind and code != "*"]
        return rows

    def __call__(self, text: str) -> str:
        """Return a text in the language, or as it is where the catalogue does not cover it."""
        said = self.find(" ".join(text.split()))
        return text if said is None else said

    @lru_cache(maxsize=4096)  # noqa: B019 (one translator a language lives as long as the process)
    def find(self, text: str, depth: int = 0) -> str | None:
        """Return a text in the language, None where the catalogue does not cover it."""
        if PLAIN.fullmatch(text):
            return text
        if text.lower() in self.exact:
            english, own = self.exact[text.lower()]
            return own if text[0] == english[0] else _cased(text, own)
        if depth > DEPTH:
            return None
        for template in self.templates:
            found = template.pattern.fullmatch(text)
            said = (
                {n: v if n[0] == "_" else self.find(v, depth + 1) for n, v in found.groupdict().items()}
                if found
                else {}
            )
            if found and None not in said.values():
                return _cased(text, template.said.format_map(said))
        for mark, own in LISTS:
            parts = self._parts(text.split(mark), mark, depth + 1) if mark in text and depth < DEPTH else None
            if parts:
                return own.join(parts)
        return None

    def _parts(self, parts: list[str], mark: str, depth: int) -> list[str] | None:
        """Return the parts of a list said one by one, where a part may hold the mark too; None where one is unknown."""
        if not parts:
            return []
        for end in range(min(len(parts), REACH), 0, -1):
            got = self.find(mark.join(parts[:end]), depth)
            rest = None if got is None else self._parts(parts[end:], mark, depth)
            if got is not None and rest is not None:
                return [got, *rest]
        return None

    def lacking(self, texts: Iterable[str]) -> list[str]:
        """Return the texts that the catalogue does not cover."""
        return [text for text in texts if self.find(" ".join(text.split())) is None]


def _template(english: str, said: str) -> Template:
    parts = re.split(r"\{(\w+)\}", english)
    pattern = "".join(f"(?P<{part}>{_fit(part)})" if k % 2 else re.escape(part) for k, part in enumerate(parts))
    return Template(re.compile(pattern, re.IGNORECASE), said, sum(map(len, parts[::2])))


def _fit(field: str) -> str:
    return r"[-+−]?[\d.,]+%?" if field.startswith("num") else ".+?"


def _cased(text: str, said: str) -> str:
    if text[:2].isupper():  # a code, such as US, says nothing of how the text begins
        return said
    return said[:1].upper() + said[1:] if text[:1].isupper() else said[:1].lower() + said[1:] if _lower(said) else said


def _lower(said: str) -> bool:
    """Return whether a text may begin with a small letter: names of places and the like may not."""
    return said.split(" ")[0].rstrip(",.:;") not in NAMES


NAMES = frozenset({"México", "Estados", "China", "Brasil", "Canadá", "Hurwicz", "Laplace", "Washington", "PIB"})


@lru_cache(maxsize=4)
def translator(language: str) -> Translator:
    """Return the translator into a language, by its code or name."""
    return Translator(SHORT.get(language, language))


def speaker(language: str) -> Speaker:
    """Return what says a text in a language: English as it is."""
    return str if SHORT.get(language, language) == "english" else translator(language)


def translated(result: Result, language: str) -> Result:
    """Return a result whose question, sentences and figures are in a language; tables keep their columns."""
    if SHORT.get(language, language) == "english":
        return result
    say = translator(language)
    return replace(
        result,
        question=say(result.question),
        sentences=tuple(map(say, result.sentences)),
        figures={key: _drawn(draw, say) for key, draw in result.figures.items()},
    )


def told(table: pd.DataFrame, say: Speaker) -> pd.DataFrame:
    """Return a table to be read: headings and codes in words of its language; its file keeps the codes."""

    def word(cell: Any) -> Any:
        spelled = words.spelled(cell)
        return say(spelled) if isinstance(spelled, str) else spelled

    flat = table if isinstance(table.index, pd.RangeIndex) else table.reset_index()
    return flat.rename(columns=word).map(word)


def _drawn(draw: Draw, say: Translator) -> Draw:
    def draw_said(width: float) -> Any:
        figure = draw(width)
        for axis in (side for axes in figure.axes for side in (axes.xaxis, axes.yaxis)):
            given = [text.get_text() for text in axis.get_ticklabels()] if _given(axis) else []
            if any(given):
                axis.set_ticklabels([_wrapped(text, say) for text in given])
        for text in texts(figure):
            text.set_text(_wrapped(text.get_text(), say))
        _fitted(figure)
        return figure

    return draw_said


def _given(axis: Any) -> bool:
    """Return whether the marks of an axis are names that were given, not numbers that are made when it is drawn."""
    return type(axis.get_major_locator()).__name__ == "FixedLocator"


def texts(figure: Any) -> list[Any]:
    """Return the texts of a figure that stay as they were set: all but the marks of its axes."""
    marks = {
        id(t) for axes in figure.axes for side in (axes.xaxis, axes.yaxis) for t in side.get_ticklabels(which="both")
    }
    return [
        t for t in figure.findobj(lambda artist: hasattr(artist, "get_fontsize")) if id(t) not in marks and t.get_text()
    ]


def _wrapped(text: str, say: Translator) -> str:
    """Return a text translated: line by line where lines stand alone, else broken over lines as long as its own."""
    lines = str(text).split("\n")
    said = say(str(text))
    if len(lines) == 1:
        return said
    apart = [say.find(line) for line in lines]
    if " ".join(lines).lower() not in say.exact and all(line is not None for line in apart):
        return "\n".join(line or "" for line in apart)
    return textwrap.fill(said, max(map(len, lines)) + 4, break_long_words=False)


def _fitted(figure: Any) -> None:
    """Break titles and labels that have grown longer than their panels."""
    width, height = figure.get_size_inches()
    for axes in figure.axes:
        spec = axes.get_subplotspec()
        grid = spec.get_gridspec() if spec else None
        across, up = (grid.ncols, grid.nrows) if grid else (1, 1)
        room = [(t, width / across * TITLE) for t in (axes.title, axes._left_title, axes.xaxis.label)]
        names = [text for text in axes.get_xticklabels() if _given(axes.xaxis) and not text.get_rotation()]
        space = INSIDE * width / across / max(len(names), 1)
        if any(len(text.get_text()) > 1 for text in names):
            axes.set_xticklabels([_broken(text.get_text(), space * LETTERS / text.get_fontsize()) for text in names])
        for text, most in (*room, (axes.yaxis.label, height / up * UPRIGHT)):
            text.set_text(_broken(text.get_text(), most))


def _broken(text: str, most: float) -> str:
    """Return a text, over lines of at most so many letters if one of its lines has more."""
    if max(map(len, text.split("\n"))) <= most:
        return text
    return textwrap.fill(" ".join(text.split()), max(10, int(most)), break_long_words=False)


def spoken_names() -> list[str]:
    """Return every strategy, future, regime and measure in English words, which a catalogue must hold."""
    from giants.measures.regimes import REGIMES

    return [*words.STRATEGIES.values(), *words.OTHERS.values(), *words.SHORT.values(), *words.WHEN.values(), *REGIMES]
