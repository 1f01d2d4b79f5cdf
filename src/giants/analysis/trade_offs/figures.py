"""The Pareto cloud of autonomy against income, coloured by violence, and the price of a point of autonomy."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import intervals, style, words
from giants.analysis.ensemble import PURSE, Ensemble, by_purse
from giants.analysis.result import Draw, Result
from giants.analysis.trade_offs import frontier, numbers
from giants.errors import InputError

QUESTION = "What does a point of autonomy cost in income?"
DOTS = 4000
"""Runs, evenly spaced, that are drawn."""
UNEQUAL = 0.02
"""Spread of money spent, percent of GDP, beyond which a comparison of strategies is said to be at unequal means."""


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--reference", default="", help="strategy against which autonomy is priced")
    cli.add_argument("--search", default="", help="folder of a giants-search, whose candidates stand beside strategies")


def result(runs: Ensemble, reference: str = "", when: str = "last12", search: str = "") -> Result:
    """Return the trade-off between autonomy and income, at equal purses where a sweep varies them.

    With the folder of a `search` its candidates stand beside the strategies.
    """
    spent = numbers.money(runs)
    tables: dict[str, pd.DataFrame] = {}
    figures: dict[str, Draw] = {}
    sentences: list[str] = []
    for mark, words_of_it, part in by_purse(runs):
        found = _at(part, reference, when)
        tables |= {f"{key}{mark}".lstrip("_"): table for key, table in found.tables.items()}
        figures |= {f"{key}{mark}".lstrip("_"): draw for key, draw in found.figures.items()}
        sentences += [words_of_it + text for text in found.sentences]
    tables["money"] = spent
    if search:
        beside = frontier.frontier(runs, Path(search))
        tables["frontier"] = beside
        figures["frontier"] = lambda width: frontier.draw(beside, width, f"{words.WHEN['mean']}; {runs.caption}")
        sentences.append(frontier.told(beside))
    return Result("trade_offs", QUESTION, (*sentences, _money(spent)), tables, figures)


def _at(runs: Ensemble, reference: str, when: str) -> Result:
    """Return the trade-off among runs of one purse."""
    table = numbers.outcomes(runs, when)
    cloud = runs.numbers(numbers.AXES, when)
    note = f"{words.WHEN[when]}; {runs.caption}"
    tables, sentences = {"": table}, [_front(table)]
    figures: dict[str, Draw] = {"": lambda width: draw(table, cloud, width, note)}
    try:
        cost = numbers.prices(runs, reference, when)
        tables["prices"] = cost
        sentences += [price_told(row) for row in cost.itertuples()]
        base = words.words(cost["reference"].iloc[0])
        marks = [(row, words.words(row.strategy), row.strategy) for row in cost.itertuples()]
        figures["prices"] = lambda width: changes(marks, width, f"against {base} on the same seeds; {note}")
    except InputError as error:
        sentences.append(f"Price of autonomy: {error}.")
    planks = numbers.along(runs, when)
    if len(planks):
        tables["planks"] = planks
        steps = [
            (row, f"{words.words(row.lever)}: {words.words(row.choice)}", row.choice) for row in planks.itertuples()
        ]
        sentences += [_along(row, name) for row, name, _ in steps]
        figures["planks"] = lambda width: changes(steps, width, f"on the same seeds; {note}")
    return Result("trade_offs", QUESTION, tuple(sentences), tables, figures)


def changes(marks: Sequence[tuple[Any, str, str]], width: float, note: str) -> Figure:
    """Draw the paired changes of index and income with 95% intervals, one named mark per strategy or lever."""
    figure, axes = style.canvas(width, 0.32 * len(marks) + 1.6, 1, 3, sharey=True, width_ratios=[1, 1, 1])
    looks = style.looks([code for _, _, code in marks])
    parts = (
        ("index_change", "index_low", "index_high", "the index, 0 to 1, more is better"),
        ("income_change", "income_low", "income_high", "percent of income, more is better"),
        ("price", "low", "high", "percent of income per 0.01, less is better"),
    )
    for axis, (mid, low, high, unit) in zip(axes[0], parts, strict=True):
        for y, (row, _, code) in enumerate(marks):
            ends = getattr(row, low), getattr(row, high)
            if np.isfinite(ends).all():
                style.dot(axis, getattr(row, mid), y, looks[code], *ends)
            else:
                axis.text(0.5, y, "not priced", transform=axis.get_yaxis_transform(), ha="center", va="center",
                          fontsize=6.5, color=style.FAINT, bbox={"fc": "white", "ec": "none", "pad": 1})  # fmt: skip
        axis.axvline(0, color=style.INK, lw=0.7)
        if not any(np.isfinite(getattr(row, low)) for row, _, _ in marks):  # a panel without numbers has no scale
            axis.set_xticks([])
        axis.set_xlabel(style.wrapped(unit, 24), fontsize=7)
    axes[0, 0].set_yticks(range(len(marks)), [style.wrapped(name, 22) for _, name, _ in marks])
    axes[0, 0].set_ylim(len(marks) - 0.5, -0.5)
    for axis, title in zip(axes[0], ("autonomy", "income", "price of 0.01 of autonomy"), strict=True):
        style.titled(axis, title, width - 1, 3)
    about = "marks: means; lines: 95% intervals; no price where the index does not differ from none at that level; "
    return style.finish(figure, "What autonomy costs", about + note)


def draw(table: pd.DataFrame, cloud: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw runs as small marks of their strategy and means as large ones: income, and homicides, against the index.

    The dashed line bounds what some strategy reaches: nothing lies beyond it on both axes.
    """
    looks = style.looks(list(table["strategy"]))
    shown = cloud.iloc[intervals.evenly(len(cloud), DOTS)]
    rows, columns = (1, 2) if width > 5 else (2, 1)
    figure, axes = style.canvas(width, 3.6 if width > 5 else 6.0, rows, columns)
    for axis, measure in zip(axes.ravel(), ("disposable_mex", "homicide_rate"), strict=True):
        for name, look in looks.items():
            own, mean = shown[shown["strategy"] == name], table[table["strategy"] == name].iloc[0]
            axis.plot(own["index"], own[measure], look.mark, color=look.colour, ms=3, alpha=0.4, mew=0)
            axis.plot(mean["index"], mean[measure], look.mark, color=look.colour, ms=8.5, mec="white", mew=1, zorder=4)
        axis.margins(0.06, 0.08)
        _bound(axis, table, measure)
        axis.set_xlabel(style.wrapped(f"{words.named('index')}, {style.directed('index')}", 40))
        axis.set_ylabel(style.wrapped(f"{words.named(measure)}, {style.directed(measure)}", 40))
    style.marked(figure, {words.words(name): look._replace(dash="") for name, look in looks.items()})
    note = f"large: means; small: runs; dashed: no strategy's mean lies beyond it on both axes; {note}"
    return style.finish(figure, "Autonomy, income and violence", note)


def _bound(axis: Any, table: pd.DataFrame, measure: str) -> None:
    """Draw the step line through the means that none beats on both axes, on to the edges of the panel."""
    sign = -1.0 if measure in words.LOWER_IS_BETTER else 1.0
    best, steps = -np.inf, []
    for x, y in table.sort_values("index", ascending=False)[["index", measure]].itertuples(index=False):
        if sign * y > best:
            best = sign * y
            steps.append((x, y))
    (left, right), (low, high) = axis.get_xlim(), axis.get_ylim()
    bad = low if sign > 0 else high
    x = [steps[0][0], *(x for x, _ in steps), left]
    y = [bad, *(y for _, y in steps), steps[-1][1]]
    axis.plot(x, y, color=style.INK, lw=0.9, ls="--", drawstyle="steps-pre", zorder=1)
    axis.set(xlim=(left, right), ylim=(low, high))


def _front(table: pd.DataFrame) -> str:
    on = [words.words(s) for s in table.loc[table["front"], "strategy"]]
    off = [words.words(s) for s in table.loc[~table["front"], "strategy"]]
    text = f"No strategy beats {words.listed(on)} on both index and income"
    return f"{text}; {words.listed(off)} {'is' if len(off) == 1 else 'are'} beaten on both." if off else f"{text}."


def _money(table: pd.DataFrame) -> str:
    """Return what strategies spent, and whether that makes them unequal."""
    low, high = table["spent"].min(), table["spent"].max()
    if PURSE in table or high - low <= UNEQUAL:
        asked = table.sort_values("asked").iloc[-1]
        return (
            f"Spent on programmes and incentives: {low:.2f} to {high:.2f}% of GDP a year, of which strategies asked "
            f"for at most {asked['asked']:.2f}% ({words.words(asked['strategy'])})."
        )
    most, least = table.sort_values("spent").iloc[[-1, 0]]["strategy"]
    return (
        f"Means are unequal: programmes and incentives take {low:.2f}% of GDP a year under {words.words(least)} and "
        f"{high:.2f}% under {words.words(most)}; experiment=equal_means compares at equal purses."
    )


def price_told(row) -> str:  # type: ignore[no-untyped-def]
    """Return what a strategy costs and brings, as a sentence; a point is 0.01 of the index."""
    name = words.words(row.strategy)
    change = f"{row.income_change:+z.2f}% of income for {row.index_change:+z.3f} of the index"
    if not np.isfinite(row.low):
        return f"{name}: {change}; the index does not differ enough from {words.words(row.reference)} to price it."
    paid = "costs" if row.price > 0 else "brings"
    if row.index_change < 0:
        return f"{name}: {change}, so there is no gain of autonomy to price."
    return f"{name}: {change}; 0.01 {paid} {abs(row.price):.2f}% of income ({row.low:+z.2f} to {row.high:+z.2f})."


def _along(row, name: str) -> str:  # type: ignore[no-untyped-def]
    against = f" against {words.words(row.reference)}" if row.reference else ""
    text = f"{name}{against}: {row.income_change:+z.2f}% of income for {row.index_change:+z.3f} of the index"
    if not np.isfinite(row.low):
        return f"{text}; the index does not move enough to price it."
    return f"{text}; 0.01 costs {row.price:+z.2f}% of income ({row.low:+z.2f} to {row.high:+z.2f})."
