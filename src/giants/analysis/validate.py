"""Does the model reproduce what is published, and today's Mexico?  Tables by block; a figure of each: misses in bands.

    giants-analyse validate [--out DIR]

Prints published value, ours, band and verdict of every row; the headline counts figures from outside only, and what
misses is printed as such.  Replication rows need GIANTS_REPLICATION_DATA.  docs/validation.md is the same on a page.
"""

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style
from giants.analysis.result import Result
from giants.evidence import frozen
from giants.evidence.rows import counts, told

HOLDS, MISSES, NEITHER = "#009E73", "#D55E00", "#C9C9C9"


def result() -> Result:
    """Return every published figure with ours, band and verdict, by block, and the indicators of today."""
    from giants.evidence.blocks import blocks
    from giants.evidence.measures import today

    return of(frozen.stamped(blocks()), today.summary().rename_axis("score").reset_index())


def of(blocks: dict[str, pd.DataFrame], index: pd.DataFrame) -> Result:
    """Return the result of blocks that were computed."""
    count = counts(blocks.items())
    return Result(
        "validate",
        "Does the model reproduce what is published, and today's Mexico?",
        tuple(told(count, list(blocks))),
        {"": count, **blocks, "today": index},
        {"": partial(draw_counts, count), **{name: partial(draw, name, frame) for name, frame in blocks.items()}},
    )


def draw_counts(count: pd.DataFrame, width: float) -> Figure:
    """Draw the verdicts by block and kind."""
    wide = count.pivot_table(index=["block", "kind"], columns="verdict", values="count", sort=False).fillna(0.0)
    figure, axes = style.canvas(width, 0.24 * len(wide) + 1.2, 1, 1)
    axis = axes.ravel()[0]
    y, left = np.arange(len(wide))[::-1], np.zeros(len(wide))
    neither = wide.drop(columns=["holds", "falls short"], errors="ignore").sum(axis=1)
    for part, colour in ((_column(wide, "holds"), HOLDS), (_column(wide, "falls short"), MISSES), (neither, NEITHER)):
        axis.barh(y, part, left=left, color=colour, height=0.6)
        left = left + part.to_numpy()
    axis.set_yticks(y, [f"{block}, {kind}" for block, kind in wide.index], fontsize=6.5)
    axis.set_xlabel("rows")
    return style.finish(figure, "Published and observed figures: what holds", "green: holds; red: not; grey: no value")


def draw(name: str, frame: pd.DataFrame, width: float) -> Figure:
    """Draw how far each outside figure of a block is missed, in half widths of its band."""
    part = frame[(frame["kind"] == "outside") & frame["verdict"].isin(["holds", "falls short"])]
    low, high = (part[end].replace([np.inf, -np.inf], np.nan) for end in ("low", "high"))
    middle = (low + high).fillna(2 * low.fillna(high)) / 2
    miss = ((part["ours"] - middle) / ((high - low).fillna(2 * middle.abs().clip(lower=1e-9)) / 2)).clip(-6, 6)
    figure, axes = style.canvas(width, 0.2 * len(part) + 1.2, 1, 1)
    axis = axes.ravel()[0]
    y = np.arange(len(part))[::-1]
    colours = np.where(part["verdict"] == "holds", HOLDS, MISSES)
    axis.axvspan(-1, 1, color="#E3F3EB", lw=0)
    axis.axvline(0, color="#999999", lw=0.7)
    axis.hlines(y, 0, miss, color=colours, lw=1)
    axis.scatter(miss, y, color=colours, s=14, zorder=3)
    for row, m, at in zip(part.itertuples(), miss, y, strict=True):
        side = "left" if m >= 0 else "right"
        axis.text(m, at, f"  {row.ours:.3g} for {row.published}  ", fontsize=5.5, va="center", ha=side)
    axis.set_yticks(y, [_short(f) for f in part["fact"]], fontsize=5.8)
    axis.set_xlim(-11, 11)
    axis.set_xlabel("distance from the middle of the band, in half widths (cut at 6)")
    return style.finish(figure, f"Figures from outside: {name}", "shaded: the band; ours for published")


def _short(fact: str, most: int = 62) -> str:
    return fact if len(fact) <= most else f"{fact[: most - 1]}…"


def _column(wide: pd.DataFrame, verdict: str) -> "pd.Series[float]":
    return wide[verdict] if verdict in wide else pd.Series(0.0, index=wide.index)
