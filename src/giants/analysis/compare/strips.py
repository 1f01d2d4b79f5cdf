"""Differences with their intervals, a strip a name and a panel a measure."""

from collections.abc import Callable

import pandas as pd

from giants.analysis import style, words
from giants.analysis.result import Figure

STRIP, AROUND, FRAME = 0.27, 1.15, 0.8
"""Inches: a strip; what a panel needs around its strips, titles of three lines among it; title and caption."""


def draw(table: pd.DataFrame, by: str, told: Callable[[str], str], width: float, title: str, note: str) -> Figure:
    """Draw `difference`, `low` and `high` of each name in the column `by`, in the words of `told`, by `measure`."""
    measures, names = list(dict.fromkeys(table["measure"])), list(dict.fromkeys(table[by]))[::-1]
    looks = style.looks(names[::-1])
    rows, columns = style.grid(len(measures), width, 1.75)
    figure, axes = style.canvas(width, rows * (AROUND + STRIP * len(names)) + FRAME, rows, columns, sharey=True)
    for axis, measure in zip(style.panels(axes, len(measures)), measures, strict=True):
        part = table[table["measure"] == measure].set_index(by)
        axis.axvline(0, color="#999999", lw=0.8)
        for y, name in enumerate(names):
            got = part.loc[name]
            style.dot(axis, got["difference"], y, looks[name], got["low"], got["high"])
        axis.set_yticks(range(len(names)), [style.wrapped(told(name), 18) for name in names])
        axis.set_ylim(-0.6, len(names) - 0.4)
        style.few(axis, 0.8 * width / columns)
        axis.set_xlabel(style.wrapped(style.directed(measure), 26), fontsize=7)
        style.titled(axis, words.named(measure), width, columns)
    return style.finish(figure, title, note)
