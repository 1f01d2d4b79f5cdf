"""Paired differences with intervals, and how many seeds are enough."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.compare import numbers, strips, two
from giants.analysis.ensemble import Ensemble, load
from giants.analysis.options import names
from giants.analysis.result import Result
from giants.errors import InputError

DEFAULT = ("index", *words.PILLARS, "disposable_mex", "homicide_rate")


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("other", nargs="?", type=Path, metavar="B", help="another run or sweep, to compare PATH with")
    cli.add_argument("--reference", default="", help="strategy to compare with (default: status quo)")
    cli.add_argument("--measure", dest="measures", type=names, default=DEFAULT, help="names with commas")


def result(
    runs: Ensemble,
    measures: Sequence[str] = DEFAULT,
    reference: str = "",
    when: str = "last12",
    other: Path | None = None,
) -> Result:
    """Return differences from the reference on common seeds, with intervals; or those of `other` from these runs."""
    if other is not None:
        return two.result(runs, load(other), measures, when)
    table = numbers.paired(runs, measures, reference, when)
    base = str(table["reference"].iloc[0])
    note = f"{words.WHEN[when]}; same seeds and futures; {runs.caption}"
    tables, figures = {"": table}, {"": lambda width: differences(table, base, width, note)}
    sentences = [_sentence(table, m, base) for m in measures]
    try:
        enough = numbers.replication(runs, measures[0], reference, when)
    except InputError as error:
        sentences.append(f"Replication: {error}.")
    else:
        tables["replication"] = enough
        figures["replication"] = lambda width: replication(enough, measures[0], width, note)
        sentences.append(_enough(enough, measures[0]))
    return Result("compare", f"What changes against {words.words(base)}?", tuple(sentences), tables, figures)


def differences(table: pd.DataFrame, base: str, width: float, note: str) -> Figure:
    """Draw one panel per measure: difference from the reference by strategy, with 95% intervals."""
    note = f"mark: mean difference; line: 95% interval over seeds (none with one seed); {note}"
    return strips.draw(table, "strategy", words.words, width, f"Difference from {words.words(base)}", note)


def replication(table: pd.DataFrame, measure: str, width: float, note: str) -> Figure:
    """Draw the half width of the interval against the number of replications, with the target."""
    names = list(dict.fromkeys(table["strategy"]))
    looks = style.looks(names)
    figure, axes = style.canvas(width, 2.9)
    axis = axes[0, 0]
    ends = {}
    for name in names:
        part = table[(table["strategy"] == name) & (table["half_width"] > 0)]
        if len(part):
            look = looks[name]
            axis.plot(part["n"], part["half_width"], color=look.colour, ls=look.dash, marker=look.mark, ms=3)
            ends[name] = float(np.log10(part["half_width"].iloc[-1]))
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.axhline(numbers.TARGET, color=style.FAINT, lw=0.8, ls="--")
    ticks = [n for n in (2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if n <= table["n"].max()]
    axis.set_xticks(ticks, [str(n) for n in ticks])
    axis.minorticks_off()
    low, high = axis.get_ylim()
    axis.set_ylim(min(low, 0.8 * numbers.TARGET), max(high, 1.25 * numbers.TARGET))
    axis.yaxis.set_major_locator(mpl.ticker.LogLocator(subs=(1, 2, 5)))
    axis.yaxis.set_major_formatter("{x:g}")
    axis.set_xlabel("replications (point and seed)")
    axis.set_ylabel(style.wrapped("half width of the 95% interval", 22 if width < 5 else 40))
    top = 1.0
    for name in sorted(ends, key=lambda n: -ends[n]):
        label = style.wrapped(words.words(name), 18)
        axis.text(
            1.03, top, label, transform=axis.transAxes, color=style.legible(looks[name].colour), fontsize=7, va="top"
        )
        top -= 0.085 * (label.count("\n") + 1) + 0.03
    title = f"Are there seeds enough? {words.named(measure)}"
    return style.finish(figure, title, f"names in the order of the last point; dashed: precise enough; {note}")


def _sentence(table: pd.DataFrame, measure: str, base: str) -> str:
    part = table[table["measure"] == measure]
    sign = -1 if measure in words.LOWER_IS_BETTER else 1
    best = part.loc[(sign * part["difference"]).idxmax()]
    who, against = words.words(best["strategy"]), words.words(base)
    if len(part) == 1:
        who = f"{who} against {against}"
    elif best["low"] <= 0 <= best["high"]:
        who = f"none differs from {against} beyond luck; the farthest on the better side is {who}"
    elif sign * best["difference"] > 0:
        who = f"{'ahead of' if part['low'].notna().any() else 'against'} {against} is {who}"
    else:
        who = f"none does better than {against}; the nearest is {who}"
    summary = words.change(best["difference"], best["low"], best["high"])
    unclear = len(part) == 1 and best["low"] <= 0 <= best["high"]
    tail = ", which does not differ from zero at this number of seeds" if unclear else ""
    return f"{words.titled(measure).removesuffix(' (0 to 1)')}: {who}, {summary}{tail}."


def _enough(table: pd.DataFrame, measure: str) -> str:
    last = table.groupby("strategy", sort=False).tail(1)
    short = last[~last["enough"]]
    if short.empty:
        need = int(table[table["enough"]].groupby("strategy")["n"].min().max())
        return f"{need} replications are enough for {words.named(measure)} (half width at most {numbers.TARGET:g})."
    worst = short["half_width"].max()
    n = int(last["n"].max())
    more = int(np.ceil(n * (worst / numbers.TARGET) ** 2))
    return (
        f"{n} replications leave an interval of \N{PLUS-MINUS SIGN}{worst:.2g} around a difference in "
        f"{words.named(measure)}; about {more:,} are needed for \N{PLUS-MINUS SIGN}{numbers.TARGET:g}."
    )
