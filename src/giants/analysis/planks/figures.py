"""Shapley shares of the planks and what pairs of them add together."""

from argparse import ArgumentParser
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from giants.analysis import style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.options import names as listed
from giants.analysis.planks import numbers
from giants.analysis.result import Result

SHOWN = ("index", "index_outcomes", "disposable_mex", "spending")


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument(
        "--measure", type=listed, default=None, help="outcomes, with commas (default: index, income, money)"
    )


def result(runs: Ensemble, measure: Sequence[str] | None = None, when: str = "last12") -> Result:
    """Return which planks carry the difference between two strategies, and what each of them costs."""
    measures = tuple(measure) if measure else tuple(m for m in numbers.OUTCOMES if m in runs.measures)
    base, full = runs.strategies if len(runs.strategies) == 2 else ("", "")
    found, pairs = numbers.shares(runs, measures, when), numbers.together(runs, measures, when)
    total = numbers.whole(runs, measures, when)
    shown = [m for m in (measure or SHOWN) if m in measures][:4]
    about = f"{words.words(full)} less {words.words(base)}"
    note = f"{about}; {words.WHEN[when]}; {runs.caption}"
    return Result(
        "planks",
        "Which plank carries a strategy?",
        (*(_told(m, found, total, about) for m in shown), _pairs(pairs, shown[0])),
        {"": found, "together": pairs, "whole": total},
        {
            "": lambda width: bars(found, shown, width, note),
            "together": lambda width: grid(pairs, shown[0], width, note),
        },
    )


def bars(found: pd.DataFrame, shown: Sequence[str], width: float, note: str) -> Figure:
    """Draw the Shapley share of each plank, a panel per outcome, with 95% intervals."""
    figure, axes = style.canvas(width, 2.6 if width > 5 else 4.4, *((1, len(shown)) if width > 5 else (len(shown), 1)),
                                sharey=True)  # fmt: skip
    for axis, measure in zip(axes.ravel(), shown, strict=True):
        part = found[found["measure"] == measure].set_index("plank").reindex(numbers.PLANKS)
        for y, row in enumerate(part.itertuples()):
            axis.plot([row.low, row.high], [y, y], color=style.SERIES[0], lw=2)
            axis.plot(row.share, y, "o", color=style.SERIES[0], ms=5, mec="white", mew=0.7)
            axis.plot(row.alone, y, "|", color=style.INK, ms=9)
        axis.axvline(0, color=style.INK, lw=0.7)
        axis.set_yticks(range(len(part)), list(part.index))
        axis.set_ylim(len(part) - 0.5, -0.5)
        axis.xaxis.set_major_locator(MaxNLocator(4))
        style.titled(axis, words.named(measure), width - 1, len(shown) if width > 5 else 1)
        axis.set_xlabel(words.unit(measure), fontsize=6.5)
    about = "dots: Shapley shares; lines: 95% intervals; strokes: the plank alone, added to the first strategy; "
    return style.finish(figure, "Which plank carries the difference", about + note)


def grid(pairs: pd.DataFrame, measure: str, width: float, note: str) -> Figure:
    """Draw what two planks add together beyond what they add apart; bold where the interval leaves zero out."""
    part = pairs[pairs["measure"] == measure]
    n = len(numbers.PLANKS)
    values, sure = np.full((n, n), np.nan), np.zeros((n, n), bool)
    figure, axes = style.canvas(min(width, 5.2), 3.6)
    axis = axes[0, 0]
    for row in part.itertuples():
        at = numbers.PLANKS.index(row.other), numbers.PLANKS.index(row.one)
        values[at], sure[at] = row.interaction, row.low > 0 or row.high < 0
    most = np.nanmax(np.abs(values)) or 1.0
    image = axis.imshow(values[1:, :-1], cmap=style.DIVERGING, vmin=-most, vmax=most, aspect="auto")
    style.cells(axis, image, style.shown(values[1:, :-1], "{:+.4f}"), 7, sure[1:, :-1])
    axis.set_xticks(range(n - 1), list(numbers.PLANKS[:-1]))
    axis.set_yticks(range(n - 1), list(numbers.PLANKS[1:]))
    axis.grid(visible=False)
    axis.spines[:].set_visible(False)
    about = f"{words.named(measure)}; bold: the 95% interval leaves zero out; "
    return style.finish(figure, "What two planks add together beyond what they add apart", about + note)


def _told(measure: str, found: pd.DataFrame, total: pd.DataFrame, about: str) -> str:
    all_ = total[total["measure"] == measure].iloc[0]
    part = found[found["measure"] == measure].sort_values("share", key=np.abs, ascending=False)
    d = words.decimals((all_["high"] - all_["low"]) / 2 if np.isfinite(all_["high"]) else all_["difference"])
    each = ", ".join(f"{row.plank} {row.share:+z.{d}f}" for row in part.itertuples())
    change = words.change(all_["difference"], all_["low"], all_["high"])
    return f"{words.titled(measure)}, {about}: {change}, of it {each}."


def _pairs(pairs: pd.DataFrame, measure: str) -> str:
    part = pairs[pairs["measure"] == measure]
    sure = part[(part["low"] > 0) | (part["high"] < 0)]
    if sure.empty:
        return (
            f"No two planks add more or less to {words.named(measure)} together than apart, as far as these runs tell."
        )
    top = sure.sort_values("interaction", key=np.abs).iloc[-1]
    return (
        f"{len(sure)} of {len(part)} pairs of planks add another amount to {words.named(measure)} together than apart; "
        f"the largest is {top['one']} with {top['other']}, {top['interaction']:+.4f}."
    )
