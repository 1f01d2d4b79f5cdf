"""The page docs/validation.md: every block of validation by kind, its figure, and what is missed and why."""

from collections.abc import Iterator, Mapping

import pandas as pd

from giants.analysis.result import Result
from giants.analysis.words import words
from giants.evidence import frozen
from giants.evidence.rows import KINDS, counts, told

TITLES = {
    "start": "The past that leads to a run, since 2023",
    "hindcast": "The hindcast from January 2017",
    "trade": "Trade: published models and tables",
    "security": "Security: stylised facts and the published national model",
    "bargaining": "Bargaining: stylised facts of coercion",
}
FIGURES = "gallery/validation_{}.png"


HELD_OUT = {"scores": "Scores of what was held out", "causes": "What each cause takes off the error"}
"""Tables of the hindcast on the page, each with the figure of its name, and their titles."""


def page(blocks: Mapping[str, pd.DataFrame], hindcast: Result | None = None) -> str:
    """Return the page in Markdown from the blocks of :func:`giants.evidence.blocks.blocks`, and of the hindcast."""
    return "\n".join(_lines(frozen.stamped(blocks), hindcast)) + "\n"


def _lines(blocks: Mapping[str, pd.DataFrame], hindcast: Result | None) -> Iterator[str]:
    yield "<!-- Written by `python analysis/validate.py --page`; edit the rows, not this page. -->"
    yield "# What the model is held to\n"
    count = counts(blocks.items())
    headline, *rest = told(count, list(blocks))
    yield f"**{headline}**\n"
    yield "A row falls short wherever it has a value that misses its band; out of reach means that there is no value.\n"
    yield "| kind | what it is |\n| --- | --- |"
    yield from (f"| {kind} | {text} |" for kind, text in KINDS.items())
    yield "\nThe headline counts the first kind only.  Bands follow rules (`giants.evidence.rows`): half a printed"
    yield "digit for replications; the spread of published models for counterfactuals, a third of it; the declared"
    yield "tolerance of a record, at most half of it.  They are frozen by version (`giants.evidence.frozen`).\n"
    yield from _summary(count)
    yield ""
    yield from (f"- {line}" for line in rest if not line.startswith(tuple(blocks)))
    yield f"\n![counts by block and kind]({FIGURES.format('counts')})"
    for name, frame in blocks.items():
        yield from _block(name, frame)
        if name == "hindcast" and hindcast is not None:
            yield from _held_out(hindcast)


def _held_out(hindcast: Result) -> Iterator[str]:
    """Yield the headline, scores, causes and figures of the hindcast."""
    yield "### Held out since 2023\n"
    yield from (f"{sentence}\n" for sentence in hindcast.sentences[:3])
    for name, title in HELD_OUT.items():
        yield f"**{title}**\n"
        table = hindcast.tables[name]
        yield f"| {' | '.join(words(c) for c in table.columns)} |"
        yield f"| {' | '.join('---' for _ in table.columns)} |"
        for row in table.itertuples(index=False):
            yield f"| {' | '.join(_cell(x) for x in row)} |"
        yield f"\n![{title}]({FIGURES.format(f'hindcast_{name}')})\n"


def _cell(x: object) -> str:
    return ("" if x != x else f"{x:.2f}") if isinstance(x, float) else str(x)


def _summary(count: pd.DataFrame) -> Iterator[str]:
    wide = (
        count.pivot_table(index=["block", "kind"], columns="verdict", values="count", sort=False).fillna(0).astype(int)
    )
    yield f"| block | kind | {' | '.join(wide.columns)} |"
    yield f"| --- | --- | {' | '.join('---' for _ in wide.columns)} |"
    for row in wide.reset_index().to_numpy():
        yield f"| {' | '.join(str(cell) for cell in row)} |"


def _block(name: str, frame: pd.DataFrame) -> Iterator[str]:
    yield f"\n## {TITLES[name]}\n"
    yield f"![figures from outside, {name}]({FIGURES.format(name)})\n"
    for kind in KINDS:
        part = frame[frame["kind"] == kind]
        missed, held = part[part["verdict"] == "falls short"], (part["verdict"] == "holds").sum()
        absent = part[part["verdict"] == "out of reach"]
        if part.empty:
            continue
        yield f"### {kind.capitalize()}: {held} hold, {len(missed)} fall short\n"
        if len(missed):
            yield "| missed | published | ours | band | why | frozen |\n| --- | --- | --- | --- | --- | --- |"
            yield from map(_missed, missed.itertuples())
            yield ""
        if not absent.empty:
            reasons = absent["why"].value_counts()
            yield f"Out of reach: {'; '.join(f'{why} ({n})' for why, n in reasons.items())}.\n"


def _missed(row: object) -> str:
    r = row
    band = f"{r.low:.4g} to {r.high:.4g}"  # type: ignore[attr-defined]
    version = f"{r.version}, {r.frozen}" if r.version else ""  # type: ignore[attr-defined]
    cells = (r.fact, r.published, f"{r.ours:.4g}", band, r.why, version)  # type: ignore[attr-defined]
    return f"| {' | '.join(str(c).replace('|', '/') for c in cells)} |"
