"""How are outcomes distributed?  Figure: ridge, violin, kde, ecdf or fan of any measure by any label or factor.

    giants-analyse distributions PATH --list
    giants-analyse distributions PATH --measure index,homicide_rate --by strategy --facet scenario --kind violin

Kinds: ridge (default), violin, kde, ecdf of runs, and fan (quantiles over time).
"""

from argparse import ArgumentParser
from collections.abc import Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from giants.analysis import intervals, model_error, style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.options import names
from giants.analysis.result import Result
from giants.errors import InputError

KINDS = ("ecdf", "kde", "violin", "ridge", "fan")
DEFAULT = ("index", "disposable_mex", "homicide_rate")
FEW = 5
"""Runs of a group below which a density says more about its bandwidth than about them: only dots are drawn."""
TINY = 1e-4
"""Spread of runs, relative to their mean, below which a ridge would make noise look like a shape."""


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--measure", dest="measures", type=names, default=DEFAULT, help="names with commas; see --list")
    cli.add_argument("--by", default="strategy", help="label that tells the groups apart")
    cli.add_argument("--facet", default="", help="label with one panel each")
    cli.add_argument("--kind", default="", help=f"one of {', '.join(KINDS)}")


def result(
    runs: Ensemble,
    measures: Sequence[str] = DEFAULT,
    *,
    by: str = "strategy",
    facet: str = "",
    kind: str = "",
    when: str = "last12",
) -> Result:
    """Return the distribution of `measures` by a label (a factor is cut at its quartiles)."""
    if kind and kind not in KINDS:
        raise InputError(f"no kind of figure {kind!r}; choose one of {', '.join(KINDS)}")
    kind = kind or ("ridge" if len(runs.runs) > 1 else "fan")
    runs.check(measures)
    if kind == "fan":
        return _fan(runs, measures, by)
    frame = runs.numbers([*measures, "year"], when)
    for label in (by, facet):
        if label:
            frame[label] = groups(runs, frame, label)
    keys = [by, *([facet] if facet else [])]
    table = pd.concat([intervals.quantiles(frame, keys, m).assign(measure=m) for m in measures], ignore_index=True)
    table.insert(0, "measure", table.pop("measure"))
    table = model_error.widened(table.assign(year=frame["year"].mean())).drop(columns="year")
    note = f"{words.WHEN[when]}; {runs.caption}"
    return Result(
        "distributions",
        f"How are outcomes distributed by {words.words(by)}?",
        (*(_sentence(table, m, by) for m in measures), model_error.said(measures)),
        {"": table},
        {"": lambda width: draw(frame, measures, by, facet, kind, width, note)},
    )


def groups(runs: Ensemble, frame: pd.DataFrame, label: str) -> pd.Series:
    """Return a label as text; a factor with many numbers is cut at its quartiles.  Raises InputError if unknown."""
    if label not in frame:
        raise InputError(f"the runs are not told apart by {label!r}; there are: {', '.join(runs.labels)}")
    values = frame[label]
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > 6:
        cut: pd.Series = pd.qcut(values, 4, duplicates="drop").map(lambda i: f"{i.left:.3g} to {i.right:.3g}")
        return cut.astype(str)
    return values.astype(str)


def _ordered(values: pd.Series) -> list[str]:
    """Return the values of a label in the order in which they come; numbers, and spans of them, by size."""
    names = list(dict.fromkeys(values))
    starts = [str(name).split(" to ")[0] for name in names]
    numeric = all(words.NUMBER.fullmatch(start) for start in starts)
    return [names[k] for k in np.argsort(list(map(float, starts)), kind="stable")] if numeric else names


def draw(
    frame: pd.DataFrame, measures: Sequence[str], by: str, facet: str, kind: str, width: float, note: str
) -> Figure:
    """Draw one row of panels per measure, one column per facet."""
    facets = list(dict.fromkeys(frame[facet])) if facet else [""]
    names = _ordered(frame[by])
    palette = style.colours(names)
    if facets == [""]:
        rows, columns = style.grid(len(measures), width, 2.6)
    else:
        rows, columns = len(measures), len(facets)
    height = rows * (0.7 + (0.3 * len(names) if kind in ("ridge", "violin") else 1.7)) + 0.7
    figure, axes = style.canvas(width, height, rows, columns, sharey=kind in ("ridge", "violin"))
    cells = [(m, f) for m in measures for f in facets]
    chars = max(12, int(width / columns * 11))
    for axis, (measure, part) in zip(style.panels(axes, len(cells)), cells, strict=True):
        shown = frame if not part else frame[frame[facet] == part]
        _PANELS[kind](axis, _finite(shown[[by, measure]]), by, measure, names, palette)
        axis.set_xlabel(style.wrapped(words.titled(measure), chars))
        axis.set_title(style.wrapped(words.words(part), chars) if part else "")
    lost = int((~np.isfinite(frame[list(measures)].to_numpy(float))).sum())
    gone = f"{lost:,} values that are missing or infinite left out; " if lost else ""
    about = "marks: medians; strokes: runs; no ridge where runs hardly differ; " if kind == "ridge" else ""
    return style.finish(figure, f"Distribution of outcomes by {words.words(by)}", f"{about}{gone}{note}")


def _finite(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.replace([np.inf, -np.inf], np.nan).dropna()


def _ridge(axis, frame, by, measure, names, palette) -> None:  # type: ignore[no-untyped-def]
    from scipy.stats import gaussian_kde

    low, high = frame[measure].min(), frame[measure].max()
    room = 0.2 * (high - low) or 0.01 * abs(low) or 1.0
    grid = np.linspace(low - room, high + room, 200)
    for row, name in enumerate(reversed(names)):
        x = frame.loc[frame[by] == name, measure].to_numpy(float)
        if x.size >= FEW and x.std() > TINY * abs(x.mean()):
            y = gaussian_kde(x)(grid)
            axis.fill_between(grid, row, row + 0.85 * y / y.max(), color=palette[name], alpha=0.55, lw=0)
        if x.size:
            axis.plot(x, np.full(x.size, row), "|", color=palette[name], ms=4, alpha=min(1.0, 30 / x.size + 0.1))
            axis.plot(np.median(x), row, "o", color=palette[name], ms=4.5, mec="white", mew=0.7)
    axis.set_yticks(range(len(names)), [style.wrapped(words.words(n), 18) for n in reversed(names)])
    axis.set_ylim(-0.3, len(names) - 0.1)
    axis.set_ylabel("")


def _violin(axis, frame, by, measure, names, palette) -> None:  # type: ignore[no-untyped-def]
    sns.violinplot(
        frame, x=measure, y=by, order=names, hue=by, hue_order=names, palette=palette, inner="quart", cut=0,
        linewidth=0.7, legend=False, ax=axis, density_norm="width",
    )  # fmt: skip
    axis.set_yticks(range(len(names)), [style.wrapped(words.words(n), 18) for n in names])
    axis.set_ylabel("")


def _curves(axis, curves, names, palette) -> None:  # type: ignore[no-untyped-def]
    """Draw (x, y) curves, the names in their colours listed beside the panel."""
    for name in names:
        if name in curves:
            axis.plot(*curves[name], color=palette[name], drawstyle="default")
    text_top = 1.0
    for name in names:
        label = style.wrapped(words.words(name), 18)
        axis.text(
            1.02, text_top, label, transform=axis.transAxes, color=style.legible(palette[name]), fontsize=6.8, va="top"
        )
        text_top -= 0.105 * (label.count("\n") + 1) + 0.02


def _ecdf(axis, frame, by, measure, names, palette) -> None:  # type: ignore[no-untyped-def]
    curves = {n: intervals.ecdf(frame.loc[frame[by] == n, measure]) for n in names}
    curves = {n: (np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]) for n, (x, y) in curves.items() if x.size}
    _curves(axis, curves, names, palette)
    axis.set_ylabel("share of runs up to")
    axis.set_ylim(0, 1.02)


def _kde(axis, frame, by, measure, names, palette) -> None:  # type: ignore[no-untyped-def]
    from scipy.stats import gaussian_kde

    low, high = frame[measure].min(), frame[measure].max()
    grid = np.linspace(low - 0.1 * (high - low), high + 0.1 * (high - low), 240)
    curves = {}
    for name in names:
        x = frame.loc[frame[by] == name, measure].to_numpy(float)
        if x.size >= FEW and x.std() > 0:
            curves[name] = (grid, gaussian_kde(x)(grid))
    _curves(axis, curves, names, palette)
    axis.set_ylabel("density of runs")
    axis.set_ylim(0, None)


_PANELS = {"ridge": _ridge, "violin": _violin, "ecdf": _ecdf, "kde": _kde}


def _fan(runs: Ensemble, measures: Sequence[str], by: str) -> Result:
    every = 1 if len(runs.runs) <= 50 else 12
    columns = list(dict.fromkeys(["month", "year", *measures]))
    frame = runs.table("measures", columns, every=every)
    if by not in frame and by in runs.runs:
        frame = frame.merge(runs.runs[["run_id", by]], on="run_id")
    frame[by] = groups(runs, frame, by)
    table = pd.concat([intervals.quantiles(frame, [by, "year"], m).assign(measure=m) for m in measures])
    table = model_error.widened(table)
    return Result(
        "distributions",
        f"How do outcomes spread over time by {words.words(by)}?",
        (
            *(_sentence(table[table["year"] == table["year"].max()], m, by) for m in measures),
            model_error.said(measures),
        ),
        {"": table.reset_index(drop=True)},
        {"": lambda width: fan(table, measures, by, width, runs.caption)},
    )


def fan(table: pd.DataFrame, measures: Sequence[str], by: str, width: float, note: str) -> Figure:
    """Draw median, middle half and 90% band over time: a panel per group, a row per measure."""
    names = _ordered(table[by])
    palette = style.colours(names)
    _, columns = style.grid(len(names), width, 1.7)
    lines = -(-len(names) // columns)
    figure, axes = style.canvas(width, 1.6 * lines * len(measures) + 0.8, lines * len(measures), columns)
    for i, measure in enumerate(measures):
        block = style.panels(axes[i * lines : (i + 1) * lines], len(names))
        part = table[table["measure"] == measure]
        low, high = part["q05"].min(), part["q95"].max()
        pad = 0.05 * (high - low or 1)
        for k, axis in enumerate(block):
            g = part[part[by] == names[k]]
            colour = palette[names[k]]
            axis.fill_between(g["year"], g["q05"], g["q95"], color=colour, alpha=0.18, lw=0)
            axis.fill_between(g["year"], g["q25"], g["q75"], color=colour, alpha=0.35, lw=0)
            axis.plot(g["year"], g["q50"], color=colour)
            axis.set_ylim(low - pad, high + pad)
            style.titled(axis, words.words(names[k]), width, columns, color=colour)
            if k % columns:
                axis.set_yticklabels([])
            style.years(axis)
            if k + columns < len(names):
                axis.set_xticklabels([])
        block[0].set_ylabel(style.wrapped(words.titled(measure), 24))
    note = f"line: median; bands: middle half and 90% of runs; {note}"
    return style.finish(figure, "Outcomes over time", note)


def _sentence(table: pd.DataFrame, measure: str, by: str) -> str:
    part = table[table["measure"] == measure].sort_values("q50", ascending=measure in words.LOWER_IS_BETTER)
    best, worst = part.iloc[0], part.iloc[-1]
    d = words.decimals((best["q50"] - worst["q50"]) or best["q50"])
    text = f"{words.named(measure)}: median {best['q50']:,.{d}f} under {words.words(best[by])}"
    if len(part) > 1:
        text += f", {worst['q50']:,.{d}f} under {words.words(worst[by])}"
    return text + f" (n = {int(part['n'].sum()):,})."


def listing(runs: Ensemble) -> str:
    """Return what can be plotted, as text."""
    lines = [f"{len(runs.measures)} measures (name, unit, what it is):"]
    known = words.catalogue()
    for name in runs.measures:
        m = known.get(name)
        lines.append(f"  {name:<34}{(m.unit if m else ''):<22}{m.label if m else ''}".rstrip())
    lines.append("labels to group by:")
    for label in runs.labels:
        lines.append(f"  {label:<34}{words.listed(dict.fromkeys(runs.runs[label].astype(str)), 8)}")
    return "\n".join(lines)
