"""The questions that `giants-analyse`, the report and docs/analysis.md go through, in this order."""

import ast
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple


class Question(NamedTuple):
    """One question: a folder (or file) of this package, with its numbers, figures and words.

    `path` is what its command line asks for: PATH (runs; the report holds such questions) or nothing.
    `digits` prints every table, to as many significant digits; 0 prints the head of the first one.
    """

    name: str
    path: str = "PATH"
    digits: int = 0

    @property
    def text(self) -> str:
        """What it asks, its figures and its usage: the docstring of its folder, read without importing anything."""
        place = Path(__file__).with_name(self.name)
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""

    @property
    def asks(self) -> str:
        """The question itself."""
        return self.text.partition("?")[0] + "?"

    @property
    def draws(self) -> str:
        """Its tables and figures, in words."""
        return " ".join(self.text.split("\n\n")[0].partition("?")[2].split())

    def module(self) -> Any:
        """Import and return the module with `result`, which answers the question, and perhaps `options`."""
        folder = Path(__file__).with_name(self.name).is_dir()
        return import_module(f"giants.analysis.{self.name}{'.figures' if folder else ''}")


REPORT, EXPLORER = "report", "explorer"
PAGES = {
    REPORT: "All of them on one page, which needs no network.",
    EXPLORER: "A page on which to choose future, measure, state, year and run; needs no network.",
}
"""What `giants-analyse` writes besides answers."""
QUESTIONS = (
    Question("futures"),
    Question("autonomy"),
    Question("compare"),
    Question("trade_offs"),
    Question("planks"),
    Question("predictions"),
    Question("metagame"),
    Question("pathways"),
    Question("robustness"),
    Question("orders"),
    Question("discovery"),
    Question("sensitivity"),
    Question("exposure"),
    Question("bargaining"),
    Question("security"),
    Question("states"),
    Question("distributions"),
    Question("recent_violence", path=""),
    Question("hindcast", path="", digits=3),
    Question("threats", path="", digits=3),
    Question("validate", path="", digits=4),
)
