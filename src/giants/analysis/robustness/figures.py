"""Robustness: rank bump chart over the metrics, regret heat map, agreement of the metrics."""

from argparse import ArgumentParser

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.result import Result
from giants.analysis.robustness import numbers


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--measure", default="index", help="performance; less is better where that is so")
    cli.add_argument("--reference", default="", help="strategy whose income is the bar (default: status quo)")


def result(runs: Ensemble, measure: str = "index", reference: str = "", when: str = "last12") -> Result:
    """Return how strategies fare over futures by eleven metrics; the domain criterion is primary."""
    base = numbers.check(runs, reference)
    f = numbers.performance(runs, measure, when)
    met = numbers.satisficed(runs, base, when)
    table = numbers.metrics(f, met)
    groups = [c for c in ("usa", "scenario") if c in f.index.names]
    losses = numbers.regrets(f, groups)
    tau = numbers.agreement(table)
    note = f"{words.named(measure)}, {words.WHEN[when]}, seeds averaged within {len(f):,} futures; {runs.caption}"
    shown = table.pivot_table(index="metric", columns="strategy", values="value", sort=False)
    return Result(
        "robustness",
        "Which strategies hold up over many futures?",
        (*_sentences(table, met, losses), *silent(table, len(f))),
        {"": table, "regret": losses.reset_index(), "agreement": tau},
        {
            "": lambda width: bump(table, shown, width, note),
            "regret": lambda width: heat(losses, width, words.named(measure), note),
            "agreement": lambda width: agree(tau, width, note),
        },
    )


def bump(table: pd.DataFrame, values: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the rank of each strategy under each metric as a mark; metrics have no order, so no line joins them."""
    names, metrics = list(values.columns), list(values.index)
    looks = style.looks(names)
    ranks = table.pivot_table(index="metric", columns="strategy", values="rank", sort=False).loc[metrics]
    figure, axes = style.canvas(width, 2.3 + 0.26 * len(names))
    axis = axes[0, 0]
    x = np.arange(len(metrics))
    tied = bool((ranks.iloc[0] == ranks.iloc[0, 0]).all())
    for k, name in enumerate(names):
        aside = 0.5 * ((k + 0.5) / len(names) - 0.5)  # so that ties stay visible
        y, look = ranks[name].to_numpy(float), looks[name]
        axis.plot(x[tied:] + aside, y[tied:], look.mark, color=look.colour, ms=6, mec="white", mew=0.6, ls="")
    if tied:
        axis.plot(0, ranks.iloc[0, 0], "o", color="white", mec=style.FAINT, ms=5)
        note = f"hollow: all tie, the criteria are met in {float(values.to_numpy(float)[0, 0]):.0%} of futures; {note}"
    axis.set_ylim(len(names) + 0.5, 0.5)
    axis.set_yticks(range(1, len(names) + 1))
    axis.set_xlim(-0.5, len(metrics) - 0.5)
    if width < 5:
        axis.set_xticks(x, metrics, fontsize=6.5, rotation=90)
    else:
        shown = [style.wrapped(m, 12) for m in metrics]
        axis.set_xticks(x, shown, fontsize=6.5, rotation=40, ha="right", rotation_mode="anchor")
    axis.set_ylabel("rank (1 = best)")
    for k in range(0, len(metrics), 2):
        axis.axvspan(k - 0.5, k + 0.5, color="#EDEDED" if k == 0 else "#F8F8F8", lw=0, zorder=0)
    style.marked(figure, {words.words(n): look._replace(dash="") for n, look in looks.items()})
    return style.finish(
        figure,
        "Ranks by eleven metrics of robustness",
        "first column: primary metric, share of futures in which all four pillars reach 0.5 and income that of the "
        f"reference less 0.5%; ties share a rank and stand side by side; {note}",
    )


def heat(losses: pd.DataFrame, width: float, measure: str, note: str) -> Figure:
    """Draw mean regret by strategy and group of futures."""
    figure, axes = style.canvas(width, 1.6 + 0.32 * losses.shape[1])
    axis = axes[0, 0]
    grid = losses.to_numpy(float).T
    image = axis.imshow(grid, cmap=style.SHARES, vmin=0, aspect="auto")
    if losses.shape[0] * 0.45 < width:
        exact = f"{{:.{words.decimals(float(np.nanmax(grid, initial=0.0)))}f}}"
        style.cells(axis, image, style.shown(grid, exact), 6.5)
    names = [", ".join(words.words(p) for p in (k if isinstance(k, tuple) else (k,))) for k in losses.index]
    axis.set_xticks(range(len(names)), [style.wrapped(n, 16) for n in names], fontsize=6.5, rotation=40, ha="right",
                    rotation_mode="anchor")  # fmt: skip
    axis.set_yticks(range(losses.shape[1]), [style.wrapped(words.words(s), 20) for s in losses.columns])
    axis.grid(visible=False)
    bar = figure.colorbar(image, ax=axis, shrink=0.8, aspect=20, pad=0.02)
    bar.set_label("mean regret", fontsize=7)
    bar.outline.set_visible(False)
    return style.finish(
        figure, f"Regret: how far below the best strategy ({measure})", f"0: the best in every such future; {note}"
    )


def agree(tau: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw Kendall's tau between metrics."""
    figure, axes = style.canvas(width, 4.6)
    axis = axes[0, 0]
    grid = tau.to_numpy(float)
    image = axis.imshow(grid, cmap=style.SHARES, vmin=-1, vmax=1, aspect="auto")
    if width > 5:
        style.cells(axis, image, style.shown(grid, "{:.1f}"), 6)
    names = list(tau.columns)
    axis.set_xticks(range(len(names)), names, rotation=90, fontsize=6.5)
    axis.set_yticks(range(len(names)), names, fontsize=6.5)
    axis.grid(visible=False)
    figure.colorbar(image, ax=axis, shrink=0.7, pad=0.02, label="Kendall's tau").outline.set_visible(False)
    return style.finish(figure, "Do the metrics agree?", f"empty: a metric that ranks all alike; {note}")


def silent(table: pd.DataFrame, futures: int) -> tuple[str, ...]:
    """Say which values are missing and why, and that a distribution of two points has no shape to compare."""
    gone = table[table["value"].isna()]
    sentences = []
    if futures == 2:
        sentences.append(
            "With two futures percentile skewness is 0 and percentile peakedness 1.6 whatever the values, so neither "
            "ranks the strategies; sweep more futures."
        )
    if len(gone):
        names = words.listed(dict.fromkeys(gone["metric"].astype(str)))
        whose = words.listed(dict.fromkeys(words.words(s) for s in gone["strategy"]))
        sentences.append(
            f"Missing (NaN): {names} of {whose}, whose percentiles over the {futures:,} futures coincide, so that "
            "there is no spread to divide by."
        )
    return tuple(sentences)


def _sentences(table: pd.DataFrame, met: pd.DataFrame, losses: pd.DataFrame) -> tuple[str, ...]:
    share = met.mean().sort_values(ascending=False)
    if share.iloc[0] == 0:
        first = (
            f"No strategy satisfies all criteria (four pillars at 0.5 or above, income within 0.5% of the "
            f"reference) in any of "
            f"the {len(met):,} futures, so the primary metric does not separate them."
        )
    else:
        first = (
            f"All criteria are met in {share.iloc[0]:.0%} of {len(met):,} futures under {words.words(share.index[0])}, "
            f"in {share.iloc[-1]:.0%} under {words.words(share.index[-1])}."
        )
    mean = table.groupby("strategy", sort=False)["rank"].mean().sort_values()
    wins = table[table["rank"] == 1].groupby("strategy").size()
    best = mean.index[0]
    total = table["metric"].nunique()
    second = (
        f"Over all metrics {words.words(best)} ranks best on average ({mean.iloc[0]:.1f}), and alone first in "
        f"{int(wins.get(best, 0))} of {total}."
    )
    worst = losses.max().sort_values()
    third = (
        f"The largest mean regret in a group of futures is smallest under {words.words(worst.index[0])} "
        f"({worst.iloc[0]:.3g}) and largest under {words.words(worst.index[-1])} ({worst.iloc[-1]:.3g})."
    )
    return first, second, third
