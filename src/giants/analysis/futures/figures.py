"""The answer by future: who leads beyond luck, by what each strategy fails, and a panel a future for each outcome."""

from argparse import ArgumentParser
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.futures import numbers
from giants.analysis.result import Result

QUESTION = "What does each strategy give in each future?"
FEW = 9
"""Futures up to which the leader of each is told in a sentence of its own."""
DRAWN = {"": ("index", "index_outcomes"), "income": ("disposable_mex",), "homicides": ("homicide_rate",)}
"""Measures of each figure; a second one is drawn as a hollow mark."""


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--reference", default="", help="strategy with which income is compared (default: status quo)")


def result(runs: Ensemble, reference: str = "", when: str = "last12") -> Result:
    """Return what each strategy gives in each future, and by which criteria it fails where."""
    table = numbers.by_future(runs, when)
    failed = numbers.failings(runs, reference, when)
    note = f"{words.WHEN[when]}; {runs.caption}"
    leaders = _leaders(numbers.leaders(runs, when=when)) if len(runs.strategies) > 1 else []
    return Result(
        "futures",
        QUESTION,
        (*leaders, *failures(failed)),
        {"": numbers.wide(table), "numbers": table, "failings": failed},
        {key: partial(draw, table, shown, note=note) for key, shown in DRAWN.items()},
    )


def draw(table: pd.DataFrame, measures: tuple[str, ...], width: float, note: str) -> Figure:
    """Draw a measure by strategy, a panel a future: the mean and its interval over luck; a second measure hollow."""
    futures = list(dict.fromkeys(table["future"]))
    names = list(dict.fromkeys(table["strategy"].astype(str)))[::-1]
    looks = style.looks(names)
    rows, columns = style.grid(len(futures), width, 2.0)
    height = rows * (0.6 + 0.22 * len(names)) + 1.1
    figure, axes = style.canvas(width, height, rows, columns, sharey=True, sharex=True)
    for axis, future in zip(style.panels(axes, len(futures)), futures, strict=False):
        for k, measure in enumerate(measures):
            part = table[(table["future"] == future) & (table["measure"] == measure)].set_index("strategy")
            for y, name in enumerate(names):
                if name in part.index:
                    row = part.loc[name]
                    style.dot(axis, row["mean"], y - 0.22 * k, looks[name], row["low"], row["high"], hollow=bool(k))
        axis.set_ylim(-0.7, len(names) - 0.4)
        axis.set_yticks(range(len(names)), [style.wrapped(words.words(n), 18) for n in names])
        axis.locator_params(axis="x", nbins=4)
        style.titled(axis, future, width - 1, columns)
    for axis in axes.ravel()[max(0, len(futures) - columns) : len(futures)]:
        axis.set_xlabel(style.directed(measures[0]), fontsize=7)
        axis.xaxis.set_tick_params(labelbottom=True)
    hollow = f"hollow: {words.named(measures[1])}; " if len(measures) > 1 else ""
    about = f"mark: mean; line: 95% interval over luck; {hollow}{note}"
    return style.finish(figure, f"{words.named(measures[0])} in each future", about)


def _leaders(table: pd.DataFrame) -> list[str]:
    """Return who has the highest index in each future, as far as luck allows to tell."""
    told = [_leader(row) for row in table.itertuples()]
    if len(table) <= FEW:
        return told
    sure = table[table["like"].map(len) == 0]["best"].map(words.words).value_counts()
    each = ", ".join(f"{name} in {n}" for name, n in sure.items()) or "no strategy in any"
    return [f"Beyond luck the index is highest under {each} of {len(table)} futures."]


def _leader(row) -> str:  # type: ignore[no-untyped-def]
    reach = f" (95% interval {row.low:.2f} to {row.high:.2f})" if row.low == row.low else ""
    if not row.like:
        return f"{row.future}: the index is highest under {words.words(row.best)}, {row.mean:.2f}{reach}."
    like, best = words.joined(map(words.words, [row.best, *row.like])), words.words(row.best)
    return f"{row.future}: luck does not tell {like} apart by the index; {best} has {row.mean:.2f}{reach}."


def failures(table: pd.DataFrame) -> list[str]:
    """Return one sentence per strategy: by which criteria it fails in every future, and by which only in some."""
    futures = table["future"].nunique()
    out = []
    for strategy, part in table.groupby("strategy", sort=False):
        bad = part[part["verdict"] != "holds"]
        good = futures - bad["future"].nunique()
        always, sometimes = [], []
        for criterion, rows in bad.groupby("criterion", sort=False):
            doubt = "" if (rows["verdict"] == "fails").any() else " (not beyond luck)"
            if len(rows) == futures:
                always.append(f"{criterion}{doubt}")
            else:
                sometimes.append(f"under {words.listed(rows['future'], 4)} by {criterion}{doubt}")
        where = "in every future " if futures > 1 else ""
        said = [f"{where}by {', '.join(always)}"] if always else []
        fails = f"fails {'; '.join([*said, *sometimes])}" if said or sometimes else "fails by no criterion"
        count = f", and meets all criteria in {good} of {futures} futures" if not always and futures > 1 else ""
        out.append(f"{words.words(strategy)} {fails}{count}.")
    return out
