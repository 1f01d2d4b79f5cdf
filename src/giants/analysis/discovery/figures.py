"""Scenario discovery: the restricted dimensions of the box, and the peeling path."""

from argparse import ArgumentParser

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import intervals, style, words
from giants.analysis.discovery import numbers
from giants.analysis.ensemble import Ensemble
from giants.analysis.result import Result
from giants.errors import InputError

OBJECTIVES = ("index", *words.PILLARS, "disposable_mex", "homicide_rate")
LINES = 600
"""Lines, evenly spaced, beyond which parallel coordinates are a carpet."""


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--fail", dest="rule", default="index<25%", help="rule of failure")
    cli.add_argument("--strategy", default="", help="only the runs of this strategy")


def result(
    runs: Ensemble, rule: str = "index<25%", strategy: str = "", when: str = "last12", halves: int = 8
) -> Result:
    """Return the futures in which a strategy (by default any) fails; `halves` of the runs say if the box comes back."""
    if strategy and strategy not in runs.strategies:
        raise InputError(f"no strategy {strategy!r} here; there are: {', '.join(runs.strategies)}")
    x, failed, meaning = numbers.failures(runs, rule, when)
    if strategy:
        mine = (runs.runs["strategy"] == strategy).to_numpy()
        x, failed = x[mine].reset_index(drop=True), failed[mine]
        if failed.all() or not failed.any():
            raise InputError(f"{'every' if failed.all() else 'no'} run of {strategy} fails by {rule!r}")
    elif len(runs.strategies) > 1:
        x = x.assign(strategy=pd.Categorical(runs.runs["strategy"].astype(str)))
    box = numbers.prim(x, failed, repeats=halves)
    leaves = numbers.cart(x, failed)
    apart = numbers.separation(x, failed)
    mine = runs.runs["strategy"].eq(strategy).to_numpy() if strategy else np.ones(len(runs.runs), bool)
    every = np.zeros(len(runs.runs), bool)
    every[mine] = failed
    goals = numbers.objectives(runs, OBJECTIVES, every, when)
    goals = goals[goals["strategy"] == strategy] if strategy else goals
    who = words.words(strategy) if strategy else "Mexico"
    best = leaves.iloc[0]
    said = (
        numbers.sentence(box, meaning, who),
        f"A classification tree agrees or not: its densest leaf is {best['rule']} ({best['density']:.0%} of runs fail, "
        f"{best['coverage']:.0%} of failures).",
        f"{int(failed.sum()):,} of {len(failed):,} runs fail by this rule.",
    )
    note = f"failure: {meaning}; {words.WHEN[when]}; {runs.caption}"
    again = f"table of resampling: found again on {halves} halves of the runs; {note}"
    return Result(
        "discovery",
        f"When does {who} fail?",
        said,
        {
            "": box.limits,
            "tree": leaves,
            "peeling": box.trajectory,
            "resampled": box.resampled,
            "separation": apart,
            "objectives": goals,
        },
        {
            "": lambda width: draw(box, x, failed, f"When does {who} fail?", width, again),
            "objectives": lambda width: parallel(goals, width, note),
        },
    )


def parallel(goals: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw each strategy and future as a line through the objectives, better higher; those that hold in green."""
    shown = goals.iloc[intervals.evenly(len(goals), LINES)]
    measures = [m for m in OBJECTIVES if np.ptp(shown[m].to_numpy(float)) > 0]
    low, high = shown[measures].min(), shown[measures].max()
    unit = (shown[measures] - low) / (high - low)
    less = [m for m in measures if m in words.LOWER_IS_BETTER]
    unit[less] = 1 - unit[less]
    holds = (shown["failed"] < 0.5).to_numpy()
    figure, axes = style.canvas(width, 3.6)
    axis = axes[0, 0]
    x = np.arange(len(measures))
    for some, colour, alpha, dash in ((~holds, "#B5B5B5", 0.35, "--"), (holds, "#009E73", 0.45, "-")):
        n = max(1, int(some.sum()))
        axis.plot(x, unit[some].to_numpy(float).T, color=colour, ls=dash, lw=0.7, alpha=min(1.0, alpha + 15 / n))
    for k, m in enumerate(measures):
        worst, best = (high[m], low[m]) if m in less else (low[m], high[m])
        axis.axvline(k, color="#888888", lw=0.7)
        axis.text(k, -0.03, f"{worst:.3g}", ha="center", va="top", fontsize=6)
        axis.text(k, 1.03, f"{best:.3g}", ha="center", va="bottom", fontsize=6)
    turn = {"rotation": 90} if width < 5 else {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    axis.set_xticks(x, [style.wrapped(words.named(m), 20) for m in measures], fontsize=6.5, **turn)
    axis.tick_params(length=0)
    axis.set_yticks([])
    axis.set_xlim(-0.3, len(measures) - 0.7)
    axis.set_ylim(-0.12, 1.12)
    axis.grid(visible=False)
    axis.spines[:].set_visible(False)
    which = f"{len(shown):,} of {len(goals):,}"
    note = f"a line: a strategy in a future ({which}), better is higher; green: under half of its seeds fail; {note}"
    return style.finish(figure, "What goes with what: objectives side by side", note)


def draw(box: numbers.Box, x: pd.DataFrame, failed: np.ndarray, title: str, width: float, note: str) -> Figure:  # type: ignore[type-arg]
    """Draw the limits of each restricted dimension over its range, and the path of coverage and density."""
    n = max(1, len(box.limits))
    wide = width > 5
    rows, columns = (1, 2) if wide else (2, 1)
    ratios = {"width_ratios": [1.5, 1]} if wide else {"height_ratios": [n + 1, 4]}
    height = max(2.6, 1.3 + 0.4 * n) if wide else 1.4 + 0.42 * n + 2.2
    figure, axes = style.canvas(width, height + 0.5, rows, columns, **ratios)
    left, right = axes.ravel()
    for k, row in enumerate(reversed(list(box.limits.itertuples()))):
        left.plot([0, 1], [k, k], color="#D9D9D9", lw=7, solid_capstyle="butt")
        if row.kinds:
            kinds = list(dict.fromkeys(x[row.dimension].astype(str)))
            inside = [v in row.kinds.split(", ") for v in kinds]
            for i, (_, yes) in enumerate(zip(kinds, inside, strict=True)):
                if yes:
                    left.plot([i / len(kinds), (i + 1) / len(kinds)], [k, k], color="#D55E00", lw=7,
                              solid_capstyle="butt")  # fmt: skip
            text = words.listed(map(words.words, row.kinds.split(", ")), 3 if wide else 1)
        else:
            span = (float(row.max) - float(row.min)) or 1.0
            at = [(float(row.low) - float(row.min)) / span, (float(row.high) - float(row.min)) / span]
            left.plot(at, [k, k], color="#D55E00", lw=7, solid_capstyle="butt")
            text = f"{row.low:.3g} to {row.high:.3g} of {row.min:.3g} to {row.max:.3g}"
        p = f", quasi-p {row.quasi_p:.1g}" if np.isfinite(row.quasi_p) else ""
        left.text(0, k + 0.24, text + p, fontsize=6, va="bottom")
    names = [style.wrapped(words.words(d), 22) for d in reversed(box.limits["dimension"].tolist())]
    left.set_yticks(range(len(names)), names, fontsize=7)
    left.set_ylim(-0.5, n - 0.2)
    left.set_xticks([0, 1], ["least", "most"])
    left.grid(visible=False)
    left.set_title("Box: where failures gather", fontsize=7.5)
    if box.limits.empty:
        left.text(0.5, 0.5, "no box separates the failures", ha="center", fontsize=7)
    path = box.trajectory
    dots = right.scatter(path["coverage"], path["density"], c=path["res_dim"], cmap="cividis_r", s=14, lw=0)
    right.plot(box.coverage, box.density, "o", ms=9, mfc="none", mec="#D55E00", mew=1.4)
    right.axhline(failed.mean(), color="#999999", lw=0.7, ls="--")
    right.text(0, failed.mean(), " all runs", fontsize=6, va="bottom", color=style.FAINT)
    right.set_xlim(0, 1.04)
    right.set_ylim(0, 1.04)
    right.set_xlabel("coverage: share of failures in the box")
    right.set_ylabel("density: share of its runs that fail")
    bar = figure.colorbar(dots, ax=right, shrink=0.8, pad=0.02)
    bar.set_label("restricted dimensions", fontsize=6.5)
    bar.outline.set_visible(False)
    bar.locator = mpl.ticker.MaxNLocator(4, integer=True)
    return style.finish(figure, title, f"circle: the box shown; {note}")
