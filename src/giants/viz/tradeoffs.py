"""The Pareto cloud of autonomy against income, coloured by violence, and the price of a point of autonomy."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import tradeoffs as numbers
from giants.analysis import words
from giants.analysis.ensemble import Ensemble
from giants.analysis.piece import Piece
from giants.errors import InputError
from giants.viz import style


def piece(runs: Ensemble, reference: str = "", when: str = "last12") -> Piece:
    """Return the trade-off between autonomy and income."""
    table = numbers.outcomes(runs, when)
    cloud = runs.numbers(numbers.AXES, when)
    note = f"{words.WHEN[when]}; {runs.caption}"
    tables, sentences = {"": table}, [_front(table)]
    try:
        cost = numbers.prices(runs, reference, when)
        tables["prices"] = cost
        sentences += [_price(row) for row in cost.itertuples()]
    except InputError as error:
        sentences.append(f"Price of autonomy: {error}.")
    return Piece(
        "trade_offs",
        "What does a point of autonomy cost in income?",
        tuple(sentences),
        tables,
        {"": lambda width: draw(table, cloud, width, note)},
    )


def draw(table: pd.DataFrame, cloud: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw runs as small dots coloured by homicides, strategies as named diamonds, and the Pareto front."""
    table = table.rename(columns={"index": "index_"})  # a tuple has a method of that name
    figure, axes = style.canvas(width, 3.9 if width < 5 else 4.6)
    axis = axes[0, 0]
    shown = cloud if len(cloud) <= 4000 else cloud.iloc[np.linspace(0, len(cloud) - 1, 4000).astype(int)]
    dots = axis.scatter(
        shown["index"], shown["disposable_mex"], c=shown["homicide_rate"], s=9, cmap="cividis_r", alpha=0.75, lw=0
    )
    bar = figure.colorbar(dots, ax=axis, location="bottom", shrink=0.6, aspect=34, pad=0.03)
    bar.set_label(words.titled("homicide_rate"), fontsize=7)
    bar.outline.set_visible(False)
    front = table[table["front"]].sort_values("index_")
    if len(front) > 1:
        axis.step(front["index_"], front["disposable_mex"], where="post", color=style.INK, lw=0.9, ls="--")
    palette = style.colours(list(table["strategy"]))
    axis.margins(0.06, 0.08)
    for row in table.itertuples():
        axis.plot(row.index_, row.disposable_mex, "D", color=palette[row.strategy], ms=6.5, mec="white", mew=0.9)
    low, high = axis.get_ylim()
    gap = 0.062 if width > 5 else 0.12
    rows = list(table.itertuples())
    heights = style.spread([(row.disposable_mex - low) / (high - low) for row in rows], gap)
    lift = max(0.0, 0.02 - min(heights)) - max(0.0, max(heights) - 0.98)
    for row, y in zip(rows, heights, strict=True):
        axis.annotate(
            style.wrapped(words.words(row.strategy), 14 if width < 5 else 22), (row.index_, row.disposable_mex),
            xytext=(1.04, y + lift), textcoords="axes fraction", fontsize=7, va="center", weight="bold",
            color=palette[row.strategy], annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": palette[row.strategy], "lw": 0.6, "alpha": 0.7, "shrinkB": 4},
        )  # fmt: skip
    axis.set_xlabel(words.titled("index"))
    axis.set_ylabel(words.titled("disposable_mex"))
    note = f"diamonds: means; dots: runs; dashed: strategies that none beats on both axes; {note}"
    return style.finish(figure, "Autonomy, income and violence", note)


def _front(table: pd.DataFrame) -> str:
    on = [words.words(s) for s in table.loc[table["front"], "strategy"]]
    off = [words.words(s) for s in table.loc[~table["front"], "strategy"]]
    text = f"No strategy beats {words.listed(on)} on both index and income"
    return f"{text}; {words.listed(off)} {'is' if len(off) == 1 else 'are'} beaten on both." if off else f"{text}."


def _price(row) -> str:  # type: ignore[no-untyped-def]
    name = words.words(row.strategy)
    change = f"{row.income_change:+.2f}% of income for {100 * row.index_change:+.1f} points of the index"
    if not np.isfinite(row.low):
        return f"{name}: {change}; the index does not differ enough from {words.words(row.reference)} to price a point."
    paid = "costs" if row.price > 0 else "brings"
    if row.index_change < 0:
        return f"{name}: {change}, so there is no gain of autonomy to price."
    return f"{name}: {change}; a point {paid} {abs(row.price):.2f}% of income ({row.low:+.2f} to {row.high:+.2f})."
