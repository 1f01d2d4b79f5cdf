"""Share of futures in which each pair keeps its order, and the boxes in which a strategy falls behind."""

from argparse import ArgumentParser
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.compare.numbers import reference_of
from giants.analysis.discovery.numbers import sentence
from giants.analysis.ensemble import Ensemble
from giants.analysis.orders import numbers
from giants.analysis.result import Result
from giants.errors import InputError

FIRST = "calibrated_autonomy"
BEYOND = 2
"""Standard errors over seeds that a difference must pass before luck that all futures share is ruled out."""
BOXED = ("index_history", "index_outcomes_history", "disposable_mex")


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--strategy", default=FIRST, help=f"whose failures are boxed (default: {FIRST})")
    cli.add_argument("--reference", default="", help="against whom it fails (default: status quo)")


def result(runs: Ensemble, strategy: str = FIRST, reference: str = "", when: str = "last12") -> Result:
    """Return in which futures the order of strategies holds, and where one of them falls behind."""
    base = reference_of(runs, reference)
    strategy = strategy if strategy in runs.strategies else next(s for s in runs.strategies if s != base)
    measures = [m for m in numbers.MEASURES if m in runs.measures]
    table = numbers.kept(runs, measures, when)
    note = f"{words.WHEN[when]}, seeds averaged within a future; {runs.caption}"
    return Result(
        "orders",
        "In which share of futures does the order of strategies hold?",
        (*_orders(table, strategy, base), *_boxes(runs, strategy, base, when)),
        {"": table},
        {"": lambda width: draw(table, measures, width, note)},
    )


def draw(table: pd.DataFrame, measures: list[str], width: float, note: str) -> Figure:
    """Draw the share of futures in which each pair keeps its order: rows pairs, columns measures."""
    split = [c for c in numbers.APART if c in table]
    parts = list(table.groupby(split, observed=True, sort=False)) if split else [(("",), table)]
    figure, axes = style.canvas(width, 1.4 + len(parts) * (0.5 + 0.27 * _pairs(parts[0][1])), len(parts), 1)
    for axis, (key, part) in zip(axes.ravel(), parts, strict=True):
        pairs = sorted({tuple(sorted((str(r.better), str(r.worse)))) for r in part.itertuples()})
        shares = np.full((len(pairs), len(measures)), np.nan)
        sure = np.zeros(shares.shape, bool)
        for row in part.itertuples():
            i, j = pairs.index(tuple(sorted((str(row.better), str(row.worse))))), measures.index(row.measure)
            ahead = row.better == pairs[i][0]
            shares[i, j] = row.kept if ahead else 1 - row.kept
            sure[i, j] = row.kept_low > 0.5 and not _within_luck(row)
        image = axis.imshow(shares, cmap=style.SHARES, vmin=0, vmax=1, aspect="auto")
        style.cells(axis, image, style.shown(shares, "{:.0%}"), 6.5, sure)
        axis.set_yticks(range(len(pairs)), [" over ".join(map(words.words, p)) for p in pairs], fontsize=6.5)
        axis.set_xticks(range(len(measures)), [style.wrapped(words.named(m), 14) for m in measures], fontsize=6)
        axis.grid(visible=False)
        axis.spines[:].set_visible(False)
        key = key if isinstance(key, tuple) else (key,)
        style.titled(axis, ", ".join(f"politics {words.words(k)}" for k in key if k), width, 1)
    about = (
        "share of futures in which the first lies above the second; bold: more than half beyond its 95% interval, and "
        "the mean difference beyond two standard errors over seeds; "
    )
    return style.finish(figure, "In which share of futures does the order hold?", about + note)


def _pairs(part: pd.DataFrame) -> int:
    return int(part.groupby("measure").size().iloc[0])


def _orders(table: pd.DataFrame, strategy: str, base: str) -> list[str]:
    """Return in which share of futures the strategy lies above the reference, by measure, one sentence a table."""
    split = [c for c in numbers.APART if c in table]
    out = []
    pair = table[table[["better", "worse"]].isin([strategy, base]).all(axis=1)]
    for key, part in pair.groupby(split, observed=True, sort=False) if split else [((), pair)]:
        key = key if isinstance(key, tuple) else (key,)
        each = []
        for row in part.itertuples():
            ahead = row.better == strategy
            share = row.kept if ahead else 1 - row.kept
            each.append(f"{words.named(str(row.measure))} {float(share):.0%}")
        where = f" (politics {', '.join(map(words.words, key))})" if key else ""
        out.append(
            f"{words.words(strategy)} lies above {words.words(base)} in these shares of "
            f"{int(part['futures'].iloc[0])} futures{where}: {', '.join(each)}."
        )
        if part["seeds"].max() == 1:
            out.append("All futures share one seed, and its luck may be the order.")
        elif luck := [words.named(str(row.measure)) for row in part.itertuples() if _within_luck(row)]:
            of = f"the luck of {int(part['seeds'].max())} seeds that all futures share"
            out.append(f"Not told from {of}{where}: {', '.join(luck)}.")
    return out


def _within_luck(row: Any) -> bool:
    return not row.gap > BEYOND * row.seed_error  # with one seed there is no error, and luck may be all


def _boxes(runs: Ensemble, strategy: str, base: str, when: str) -> list[str]:
    out = []
    for measure in (m for m in BOXED if m in runs.measures):
        try:
            box, share = numbers.behind(runs, strategy, base, measure, when)
        except InputError as error:
            out.append(f"{words.named(measure)}: {error}.")
            continue
        meaning = f"{words.named(measure)} below {words.words(base)}, {share:.0%} of futures"
        out.append(sentence(box, meaning, words.words(strategy)))
    return out
