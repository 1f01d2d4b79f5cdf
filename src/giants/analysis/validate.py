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
    for part, colour, hatch in (
        (_column(wide, "holds"), HOLDS, ""),
        (_column(wide, "falls short"), MISSES, "////"),
        (neither, NEITHER, ""),
    ):
        axis.barh(y, part, left=left, color=colour, height=0.6, hatch=hatch, edgecolor="white", lw=0)
        for at, n, start in zip(y, part, left, strict=True):
            if n:
                axis.text(start + n / 2, at, f"{n:.0f}", ha="center", va="center", fontsize=6, color=style.INK,
                          bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85})  # fmt: skip
        left = left + part.to_numpy()
    axis.set_yticks(y, [f"{block}, {kind}" for block, kind in wide.index], fontsize=6.5)
    axis.set_xlabel("rows")
    return style.finish(
        figure,
        "Published and observed figures: what holds",
        "plain: holds; hatched: falls short; grey: has no value to compare",
    )


def draw(name: str, frame: pd.DataFrame, width: float) -> Figure:
    """Draw how far each outside figure of a block is missed, in half widths of its band."""
    part = frame[(frame["kind"] == "outside") & frame["verdict"].isin(["holds", "falls short"])]
    low, high = (part[end].replace([np.inf, -np.inf], np.nan) for end in ("low", "high"))
    middle = (low + high).fillna(2 * low.fillna(high)) / 2
    miss = ((part["ours"] - middle) / ((high - low).fillna(2 * middle.abs().clip(lower=1e-9)) / 2)).clip(-6, 6)
    facts = [style.wrapped(f, 46 if width > 5 else 26) for f in part["fact"]]
    deep = np.array([f.count("\n") + 1 for f in facts])
    y = -(np.cumsum(deep + 0.6) - (deep + 0.6) / 2)
    figure, axes = style.canvas(width, 0.115 * float((deep + 0.6).sum()) + 1.2, 1, 1)
    axis = axes.ravel()[0]
    axis.axvspan(-1, 1, color="#E3F3EB", lw=0)
    axis.axvline(0, color="#999999", lw=0.7)
    for verdict, colour, mark in (("holds", HOLDS, "o"), ("falls short", MISSES, "X")):
        mine = (part["verdict"] == verdict).to_numpy()
        axis.hlines(y[mine], 0, miss[mine], color=colour, lw=1)
        axis.scatter(miss[mine], y[mine], color=colour, s=20, marker=mark, lw=0, zorder=3)
    for row, at in zip(part.itertuples(), y, strict=True):
        beside = f"{style.plain(row.ours)} for {row.published}"
        axis.text(1.02, at, beside, transform=axis.get_yaxis_transform(), fontsize=6, va="center")
    axis.set_yticks(y, facts, fontsize=6)
    axis.set_ylim(y[-1] - 1.2 if len(y) else -1, 0)
    axis.grid(visible=False, axis="y")
    axis.set_xlim(-6.5, 6.5)
    axis.set_xlabel("distance from the middle of the band, in half widths (cut at 6)")
    note = "shaded: the band; dots hold, crosses fall short; at the right: ours for the published figure"
    return style.finish(figure, f"Figures from outside: {name}", note)


def _column(wide: pd.DataFrame, verdict: str) -> "pd.Series[float]":
    return wide[verdict] if verdict in wide else pd.Series(0.0, index=wide.index)
