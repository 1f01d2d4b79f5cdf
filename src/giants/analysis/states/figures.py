"""Tile maps of Mexico: how a column moves over the years, and how each strategy differs from the reference."""

from argparse import ArgumentParser
from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from giants import tables, tiles
from giants.analysis import style, tilemap, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.result import Result
from giants.analysis.states import numbers, one

LEVELS = "cividis_r"
type Panel = tuple[str, Mapping[str, float]]


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--measure", "--column", dest="column", default="homicides", help="column of the tables of states")
    cli.add_argument("--state", default="", help="only this state, by name, abbreviation or code: years with intervals")
    cli.add_argument("--sector", default="", help="only this sector: jobs, capacity, output or exports, e.g. AUT")
    cli.add_argument("--reference", default="", help="strategy to compare a state's with (default: status quo)")
    cli.add_argument("--intervals", dest="sure", action="store_true", help="differences on maps with intervals")


def result(
    runs: Ensemble,
    column: str = "homicides",
    state: str = "",
    sector: str = "",
    reference: str = "",
    sure: bool = False,
) -> Result:
    """Return a measure by state over the years under the reference, and how the other strategies end against it.

    With a state: that state alone, year by year and future by future, with intervals (:mod:`.one`).  `sure` frames on
    the map of differences the states whose interval over luck holds no zero.
    """
    if state:
        return one.result(runs, column, state, sector, reference)
    table, base = numbers.by_state(runs, column, sector), numbers.reference(runs)
    named = table.assign(name=table["state"].map(tables.state_names()))
    unit, what = numbers.unit(column, sector), numbers.spoken(column, sector)
    title = f"{what} by state ({unit})" if unit else f"{what} by state"
    years = numbers.over_years(runs, column, base, sector=sector)
    maps = [(str(y), dict(part.set_index("state")["value"])) for y, part in years.groupby("year")]
    said = f"{words.words(base)}; means over runs; {runs.caption}"
    figures = {"": lambda width: draw(maps, title, width, said)}
    shown = {"": named, "years": years}
    if len(runs.strategies) > 1:
        against = [
            (words.words(s), dict(part.set_index("state")["difference"]))
            for s, part in table.groupby("strategy", observed=True, sort=False)
            if str(s) != base
        ]
        note = f"last records, less {words.words(base)} on the same seeds; {runs.caption}"
        framed: dict[str, set[str]] = {}
        if sure:
            shown["intervals"] = spans = numbers.uncertain(runs, column, sector)
            beyond = spans[(spans["low"] > 0) | (spans["high"] < 0)]
            framed = {words.words(s): set(part["state"]) for s, part in beyond.groupby("strategy")}
            note = f"framed: the 95% interval over luck holds no zero; {note}"
        figures["difference"] = lambda width: draw(
            against, f"{title}: difference from {words.words(base)}", width, note, diverging=True, framed=framed
        )
    return Result("states", f"Where do {what} rise and fall?", _sentences(named, what, unit, base), shown, figures)


def draw(
    maps: list[Panel],
    title: str,
    width: float,
    note: str,
    diverging: bool = False,
    framed: Mapping[str, set[str]] | None = None,
) -> Figure:
    """Draw one tile map per panel on a common colour scale; differences diverge around zero.

    The corner of each panel that Mexico leaves free holds the mean over people, and counts of states for differences.
    """
    rows, columns = style.grid(len(maps), width, 2.9)
    figure, axes = style.canvas(width, rows * (width / columns * 0.5) + 1.2, rows, columns)
    figure.set_layout_engine("constrained", h_pad=0.07)  # tiles have no axis whose marks would part them from the title
    values = np.array([v for _, part in maps for v in part.values()], float)
    top = float(np.nanquantile(np.abs(values), 0.98)) or 1.0
    norm = mpl.colors.Normalize(-top if diverging else float(min(0.0, np.nanmin(values))), top)
    cmap = style.DIVERGING if diverging else LEVELS
    digits = 0 if top >= 30 else 1 if top >= 1 else 2
    for axis, (name, part) in zip(axes.ravel(), maps, strict=False):
        tilemap.draw(axis, part, norm, cmap, digits=digits, text=width / columns > 2.2,
                     framed=(framed or {}).get(name, set()))  # fmt: skip
        style.titled(axis, name, width, columns)
        _corner(axis, part, digits, diverging)
    free = axes.ravel()[len(maps) :]
    for axis in free:
        axis.axis("off")
    bar = figure.colorbar(
        mpl.cm.ScalarMappable(norm, cmap), **({"ax": free[0], "fraction": 0.5} if len(free) else {"ax": axes}),
        label=title.partition(":")[0], orientation="horizontal",
        shrink=0.8 if len(free) else 0.5, aspect=25 if len(free) else 40,
        extend="both" if diverging else "max",
    )  # fmt: skip
    bar.outline.set_visible(False)
    return style.finish(figure, title, f"tiles stand near where the states lie; {note}")


def _corner(axis: Axes, part: Mapping[str, float], digits: int, diverging: bool) -> None:
    """Write what the panel says of the whole country into its free corner."""
    people = numbers.people()
    known = {code: v for code, v in part.items() if np.isfinite(v)}
    mean = sum(people[code] * v for code, v in known.items()) / sum(people[code] for code in known)
    text = f"Mexico {mean:+z.{digits + 1}f}" if diverging else f"Mexico {mean:z.{digits}f}"
    if diverging:
        text += f"\nup in {sum(v > 0 for v in known.values())}, down in {sum(v < 0 for v in known.values())}"
    axis.text(tiles.COLUMNS - 0.1, 0.9, text, ha="right", va="top", fontsize=6.5, linespacing=1.4)


def _sentences(table: pd.DataFrame, what: str, unit: str, base: str) -> tuple[str, ...]:
    out = []
    for strategy, part in table.groupby("strategy", observed=True, sort=False):
        which = "change" if str(strategy) == base else "difference"
        up, down = part.loc[part[which].idxmax()], part.loc[part[which].idxmin()]
        against = "over the run" if which == "change" else f"against {words.words(base)}"
        d = words.decimals(up[which] - down[which])
        out.append(
            f"{words.words(strategy)}, {against}: {what} from {down[which]:+z.{d}f} {unit} in "
            f"{down['name']} to {up[which]:+z.{d}f} in {up['name']}; up in {int((part[which] > 0).sum())} of "
            f"{len(part)} states."
        )
    return tuple(out)
