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
    figure, axes = style.canvas(width, 0.62 * width + 1.0 if width < 5 else 4.3)
    axis = axes[0, 0]
    shown = cloud if len(cloud) <= 4000 else cloud.iloc[np.linspace(0, len(cloud) - 1, 4000).astype(int)]
    dots = axis.scatter(
        shown["index"], shown["real_income_mex"], c=shown["homicide_rate"], s=9, cmap="cividis_r", alpha=0.75, lw=0
    )
    bar = figure.colorbar(dots, ax=axis, shrink=0.75, aspect=28, pad=0.02)
    bar.set_label(words.titled("homicide_rate"), fontsize=7)
    bar.outline.set_visible(False)
    front = table[table["front"]].sort_values("index")
    if len(front) > 1:
        axis.step(front["index"], front["real_income_mex"], where="post", color=style.INK, lw=0.9, ls="--")
    palette = style.colours(list(table["strategy"]))
    axis.margins(0.08, 0.1)
    low, high = axis.get_ylim()
    gap = (high - low) * 0.075 * (1.35 if width < 5 else 1)
    places = style.spread(list(table["real_income_mex"]), gap)
    left, right = axis.get_xlim()
    for (_, row), y in zip(table.iterrows(), places, strict=True):
        name = row["strategy"]
        axis.plot(row["index"], row["real_income_mex"], "D", color=palette[name], ms=6.5, mec="white", mew=0.9)
        far = row["index"] > left + 0.6 * (right - left)
        axis.annotate(
            words.words(name), (row["index"], row["real_income_mex"]), fontsize=7, color=palette[name],
            xytext=(row["index"] + (right - left) * (-0.03 if far else 0.03), y), ha="right" if far else "left",
            va="center", fontweight="bold",
            bbox={"facecolor": "white", "alpha": 0.75, "lw": 0, "pad": 0.6},
        )  # fmt: skip
    axis.set_xlabel(words.titled("index"))
    axis.set_ylabel(words.titled("real_income_mex"))
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
