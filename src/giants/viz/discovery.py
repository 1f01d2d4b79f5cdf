"""Scenario discovery: the restricted dimensions of the box, and the peeling path."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import discovery as numbers
from giants.analysis import words
from giants.analysis.ensemble import Ensemble
from giants.analysis.piece import Piece
from giants.errors import InputError
from giants.viz import style


def piece(runs: Ensemble, rule: str = "index<25%", strategy: str = "", when: str = "last12") -> Piece:
    """Return the futures in which a strategy (by default any) fails."""
    if strategy and strategy not in runs.strategies:
        raise InputError(f"no strategy {strategy!r} here; there are: {', '.join(runs.strategies)}")
    x, failed, told = numbers.failures(runs, rule, when)
    if strategy:
        mine = (runs.runs["strategy"] == strategy).to_numpy()
        x, failed = x[mine].reset_index(drop=True), failed[mine]
        if failed.all() or not failed.any():
            raise InputError(f"{'every' if failed.all() else 'no'} run of {strategy} fails by {rule!r}")
    elif len(runs.strategies) > 1:
        x = x.assign(strategy=pd.Categorical(runs.runs["strategy"].astype(str)))
    box = numbers.prim(x, failed)
    leaves = numbers.cart(x, failed)
    who = words.words(strategy) if strategy else "Mexico"
    best = leaves.iloc[0]
    said = (
        numbers.sentence(box, told, who),
        f"A classification tree agrees or not: its densest leaf is {best['rule']} ({best['density']:.0%} of runs fail, "
        f"{best['coverage']:.0%} of failures).",
        f"{int(failed.sum()):,} of {len(failed):,} runs fail by this rule.",
    )
    note = f"failure: {told}; {words.WHEN[when]}; {runs.caption}"
    return Piece(
        "discovery",
        f"When does {who} fail?",
        said,
        {"": box.limits, "tree": leaves, "peeling": box.trajectory, "resampled": box.resampled},
        {"": lambda width: draw(box, x, failed, f"When does {who} fail?", width, note)},
    )


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
            text = words.listed(map(words.words, row.kinds.split(", ")), 3)
        else:
            span = (float(row.max) - float(row.min)) or 1.0
            at = [(float(row.low) - float(row.min)) / span, (float(row.high) - float(row.min)) / span]
            left.plot(at, [k, k], color="#D55E00", lw=7, solid_capstyle="butt")
            text = f"{row.low:.3g} to {row.high:.3g} of {row.min:.3g} to {row.max:.3g}"
        p = f", quasi-p {row.quasi_p:.2g}" if np.isfinite(row.quasi_p) else ""
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
