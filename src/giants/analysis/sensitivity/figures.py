"""Bars of sensitivity indices with intervals, and the share of luck."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.options import label
from giants.analysis.result import Result
from giants.analysis.sensitivity import numbers
from giants.errors import InputError

GOOD = 0.9
"""Held-out R2 above which the indices of an emulator can be read as those of the model."""
LEAST = 0.5
"""Held-out R2 below which they say nothing about the model, and are not shown."""
FEW = 4
"""Whole trajectories or base points below which a design says nothing."""


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--measure", default="index", help="outcome whose drivers are sought")
    cli.add_argument("--strategy", default="", help="only the runs of this strategy")
    cli.add_argument("--where", action="append", type=label, default=[], metavar="LABEL=VALUE", help="only such runs")
    cli.add_argument("--average", action="store_true", help="average over strategies and futures on purpose")
    cli.add_argument("--method", default="", choices=("", "morris", "saltelli", "emulator"),
                     help="another method than the design's own")  # fmt: skip
    cli.add_argument("--top", type=int, default=12, help="factors shown")


def result(
    runs: Ensemble,
    measure: str = "index",
    strategy: str = "",
    method: str = "",
    when: str = "last12",
    top: int = 12,
    where: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    average: bool = False,
) -> Result:
    """Return what drives a measure: the analysis that the design allows, and PAWN on the raw runs."""
    runs.check([measure])
    where = dict(where)
    sentences, tables = [], {}
    try:
        shares = numbers.luck(runs, measure, when)
        tables["luck"] = shares
        share = {str(row.source): float(row.share) for row in shares.itertuples()}
        sentences.append(
            f"Of the variance of {words.named(measure)}, {share['seed (luck)']:.0%} is luck (seeds), "
            f"{share['strategy']:.0%} strategy and {share['future']:.0%} the future."
        )
    except InputError as error:
        sentences.append(f"Luck: {error}.")
    method = _allowed(str(runs.manifest.get("design", {}).get("kind", "none")), method)
    design = numbers.table_of(runs, measure, strategy, when, where, average)
    main, told_by = _main(design, method)
    lost = f", {design.lost:,} lost" if design.lost else ""
    note = f"{words.WHEN[when]}, seeds averaged at {len(design.y):,} points{lost}; {runs.caption}"
    pawn = numbers.pawn(design.x, design.y)
    sentences += [told_by, _pawn(pawn, measure)]
    tables = ({"": pawn} if main is None else {"": main, "pawn": pawn}) | tables
    if "measures" in runs.tables:
        tables["over_time"] = numbers.drivers(runs, measure, strategy, where, average)
    of = [*([strategy] if strategy else []), *where.values()]
    title = f"What drives {words.named(measure)}" + (f" under {words.listed(map(words.words, of))}" if of else "")
    figures = {"": lambda width: draw(main, pawn, title, top, width, f"{told_by} {note}")}
    if "over_time" in tables and len(tables["over_time"]["year"].unique()) > 1:
        figures["over_time"] = lambda width: over_time(tables["over_time"], title, width, runs.caption)
        sentences.append(_early(tables["over_time"]))
    return Result("sensitivity", f"{title}?", tuple(sentences), tables, figures)


def _allowed(kind: str, method: str) -> str:
    """Return the method for a kind of design.  Raises InputError for one that it does not allow."""
    if kind == "oat":
        raise InputError("design=oat moves one factor at a time, which gives no share of variance; sweep with morris")
    allowed = {"morris": ("morris",), "saltelli": ("saltelli", "emulator")}.get(kind, ("emulator",))
    if method and method not in allowed:
        raise InputError(f"method {method}: a design={kind} allows {' and '.join(allowed)} only")
    return method or allowed[0]


def _main(design: numbers.Design, method: str) -> tuple[pd.DataFrame | None, str]:
    """Return the indices of a design, and how they were found; none of an emulator that does not hold.

    Raises InputError if too few whole trajectories or base points are there.
    """
    if method == "emulator":
        table, r2 = numbers.sobol_emulated(design.x, design.y)
        if r2 < LEAST:
            return None, (
                f"An emulator does not foretell runs held out (R2 {r2:.2f}, below {LEAST}), so its indices are not "
                "shown; compute more points."
            )
        verdict = "good" if r2 >= GOOD else "too low to trust the numbers; compute more points"
        return table, f"Sobol indices of an emulator, held-out R2 {r2:.2f} ({verdict})."
    whole, planned = design.whole()
    blocks, unit = len(whole.y) // design.block, "trajectories" if method == "morris" else "base points"
    if blocks < FEW:
        raise InputError(
            f"{blocks} of {planned} {unit} are whole, fewer than {FEW}: {design.lost:,} points were lost; compute them"
        )
    count = (
        f"{blocks:,} {unit}"
        if blocks == planned
        else (f"{blocks:,} of {planned:,} {unit}; {design.lost:,} lost points took the others with them")
    )
    if method == "morris":
        return numbers.morris(whole.x, whole.y, design.levels), f"Morris: {count}."
    return numbers.sobol(whole.x, whole.y, design.second_order), f"Sobol indices of {count}."


def draw(main: pd.DataFrame | None, pawn: pd.DataFrame, title: str, top: int, width: float, note: str) -> Figure:
    """Draw the indices with intervals, largest first, and PAWN beside them with its dummy threshold; or PAWN alone."""
    if main is None:
        real = pawn[pawn["factor"] != "dummy"]
        order = real.sort_values("value", ascending=False)["factor"].head(top).tolist()[::-1]
        figure, axes = style.canvas(width, 1.7 + 0.2 * len(order))
        _beside_a_dummy(axes[0, 0], pawn, order)
        _named(axes[0, 0], order)
        return style.finish(figure, title, f"lines: 95% intervals; {note}")
    key = "ST" if "ST" in set(main["index"]) else main["index"].iloc[0]
    order = main[main["index"] == key].sort_values("value", ascending=False)["factor"].head(top).tolist()[::-1]
    wide = width > 5
    rows, columns = (1, 2) if wide else (2, 1)
    figure, axes = style.canvas(width, rows * (0.9 + 0.2 * len(order)) + 0.8, rows, columns, sharey=True)
    left, right = axes.ravel()
    colours = {"S1": "#9BB8D3", "ST": "#0072B2", "mu*": "#0072B2"}
    kinds = [k for k in ("S1", "ST", "mu*") if k in set(main["index"])]
    named = {"S1": "first order", "ST": "total", "mu*": "mean absolute effect"}
    for shift, kind in zip((0.16, -0.16) if len(kinds) > 1 else (0.0,), kinds, strict=False):
        part = main[main["index"] == kind].set_index("factor").reindex(order)
        y = np.arange(len(order)) + shift
        left.barh(y, part["value"], height=0.3 if len(kinds) > 1 else 0.5, color=colours[kind], label=named[kind])
        left.hlines(y, part["low"], part["high"], color=style.INK, lw=0.7)
    _named(left, order)
    left.set_title("  ".join(named[k] for k in kinds), fontsize=7.5)
    if len(kinds) > 1:
        left.set_title("")
        left.text(
            0,
            1.02,
            "first order",
            color=style.legible("#5F86AB"),
            transform=left.transAxes,
            fontsize=7.5,
            fontweight="bold",
        )
        left.text(0.4, 1.02, "total", color="#0072B2", transform=left.transAxes, fontsize=7.5, fontweight="bold")
    left.set_xlabel("share of variance" if "S1" in kinds else "change of the outcome over the range of the factor")
    _beside_a_dummy(right, pawn, order)
    return style.finish(figure, title, f"lines: 95% intervals; {note}")


def _named(axis: Axes, order: Sequence[str]) -> None:
    axis.set_yticks(range(len(order)), [style.wrapped(words.words(f), 26) for f in order], fontsize=6.5)


def _beside_a_dummy(axis: Axes, pawn: pd.DataFrame, order: Sequence[str]) -> None:
    dummy = pawn[pawn["factor"] == "dummy"].iloc[0]
    part = pawn.set_index("factor").reindex(order)
    above = part["value"] > dummy["high"]
    tint = np.where(above, "#009E73", "#C9C9C9")
    axis.barh(range(len(order)), part["value"], height=0.5, color=tint)
    axis.hlines(range(len(order)), part["low"], part["high"], color=style.INK, lw=0.7)
    axis.axvline(dummy["high"], color="#D55E00", lw=1, ls="--")
    axis.set_title("PAWN; dashed: a dummy", fontsize=7.5)
    axis.set_xlabel("median distance (Kolmogorov-Smirnov)", fontsize=7)


def over_time(table: pd.DataFrame, title: str, width: float, note: str, top: int = 5) -> Figure:
    """Draw the indices of the factors that ever matter most by year, and of a dummy that moves nothing."""
    wide = table.pivot_table(index="year", columns="factor", values="value")
    leaders = wide.drop(columns="dummy").max().sort_values(ascending=False).index[:top].tolist()
    narrow = width < 5
    figure, axes = style.canvas(width, 4.6 if narrow else 2.9, 2 if narrow else 1,
                                **({"height_ratios": [2, 1]} if narrow else {}))  # fmt: skip
    axis = axes[0, 0]
    colours = dict(zip(leaders, style.SERIES, strict=False))
    for factor, colour in colours.items():
        axis.plot(wide.index, wide[factor], color=colour, marker="o", ms=2.5)
    axis.fill_between(wide.index, 0, wide["dummy"], color="#EEEEEE", lw=0)
    axis.set_ylim(0, 1.05 * float(wide[leaders].to_numpy().max()))
    axis.set_ylabel("PAWN index")
    style.years(axis)
    style.key(
        figure, axes, 1, {words.words(f): c for f, c in colours.items()} | {"a dummy, which moves nothing": "#EEEEEE"}
    )
    return style.finish(figure, f"{title}, year by year", f"PAWN: median distance over slices; {note}")


def _early(table: pd.DataFrame) -> str:
    wide = table.pivot_table(index="year", columns="factor", values="value")
    first, last = wide.iloc[0], wide.iloc[-1]
    if "dummy" in (first.idxmax(), last.idxmax()):
        return "Year by year no factor stands out from a dummy throughout."
    if first.idxmax() == last.idxmax():
        return f"Year by year the first driver stays {words.words(first.idxmax())}."
    return (
        f"The first driver in {wide.index[0]} is {words.words(first.idxmax())}, in {wide.index[-1]} "
        f"{words.words(last.idxmax())}."
    )


def _pawn(pawn: pd.DataFrame, measure: str) -> str:
    dummy = float(pawn.loc[pawn["factor"] == "dummy", "high"].iloc[0])
    real = pawn[(pawn["factor"] != "dummy") & (pawn["value"] > dummy)].sort_values("value", ascending=False)
    if real.empty:
        return f"By PAWN no factor moves {words.named(measure)} more than a dummy does."
    return (
        f"By PAWN {len(real)} factors move {words.named(measure)} more than a dummy, first "
        f"{words.words(real['factor'].iloc[0])}."
    )
