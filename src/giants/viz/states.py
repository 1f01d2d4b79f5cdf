"""Tile maps of Mexico, one small map per strategy."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import states as numbers
from giants.analysis import words
from giants.analysis.ensemble import Ensemble
from giants.analysis.piece import Piece
from giants.run import state_names
from giants.viz import style, tilemap


def piece(runs: Ensemble, column: str = "homicides") -> Piece:
    """Return a column by state under each strategy, at the end and as a change from the start."""
    table = numbers.by_state(runs, column)
    named = table.assign(name=table["state"].map(state_names()))
    unit = numbers.unit(column)
    title = f"{words.words(column)} by state ({unit})" if unit else f"{words.words(column)} by state"
    return Piece(
        "states",
        f"Where do {words.words(column)} rise and fall?",
        _sentences(named, column, unit),
        {"": named},
        {
            "": lambda width: draw(table, "end", title, width, f"mean of the last three records; {runs.caption}"),
            "change": lambda width: draw(
                table, "change", f"{title}: change from the start", width, f"end less first month; {runs.caption}"
            ),
        },
    )


def draw(table: pd.DataFrame, which: str, title: str, width: float, note: str) -> Figure:
    """Draw one tile map per strategy on a common colour scale; changes diverge around zero."""
    names = list(dict.fromkeys(table["strategy"].astype(str)))
    rows, columns = style.grid(len(names), width, 2.9)
    figure, axes = style.canvas(width, rows * (width / columns * 0.55) + 1.1, rows, columns)
    values = table[which].to_numpy(float)
    top = float(np.nanquantile(np.abs(values), 0.98)) or 1.0
    if which == "change":
        norm, cmap = mpl.colors.Normalize(-top, top), style.DIVERGING
    else:
        norm, cmap = mpl.colors.Normalize(float(min(0.0, np.nanmin(values))), top), "cividis_r"
    digits = 0 if top >= 10 else 1 if top >= 1 else 2
    for k, axis in enumerate(axes.ravel()):
        if k >= len(names):
            axis.set_visible(False)
            continue
        part = table[table["strategy"].astype(str) == names[k]].set_index("state")[which]
        tilemap.draw(axis, part.to_dict(), norm, cmap, digits=digits, text=width / columns > 2.2)
        style.titled(axis, words.words(names[k]), width, columns)
    shown = [a for a in axes.ravel() if a.get_visible()]
    bar = figure.colorbar(
        mpl.cm.ScalarMappable(norm, cmap), ax=shown, orientation="horizontal", shrink=0.5, aspect=40, pad=0.02,
        extend="both" if which == "change" else "max",
    )  # fmt: skip
    bar.outline.set_visible(False)
    return style.finish(figure, title, f"{note}; tiles stand near where the states lie")


def _sentences(table: pd.DataFrame, column: str, unit: str) -> tuple[str, ...]:
    out = []
    for strategy, part in table.groupby("strategy", observed=True, sort=False):
        up, down = part.loc[part["change"].idxmax()], part.loc[part["change"].idxmin()]
        out.append(
            f"{words.words(strategy)}: {words.words(column)} change most in {up['name']} ({up['start']:.3g} to "
            f"{up['end']:.3g} {unit}) and {down['name']} ({down['start']:.3g} to {down['end']:.3g}); "
            f"they rise in {int((part['change'] > 0).sum())} of {len(part)} states."
        )
    return tuple(out)
