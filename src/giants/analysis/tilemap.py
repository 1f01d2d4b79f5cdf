"""Draws Mexico as 32 equal tiles, laid out in `giants.tiles`."""

from collections.abc import Collection, Mapping

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from giants.analysis import style
from giants.tiles import COLUMNS, PLACES, ROWS, abbreviations


def draw(
    axes: Axes,
    values: Mapping[str, float],
    norm: mpl.colors.Normalize,
    cmap: str,
    *,
    digits: int = 0,
    text: bool = True,
    framed: Collection[str] = (),
) -> None:
    """Fill `axes` with the tiles: `values` by INEGI code; a state without one is left white."""
    colours = mpl.colormaps[cmap]
    for code, abbr in abbreviations().items():
        row, column = PLACES[abbr]
        value = values.get(code, np.nan)
        face = colours(norm(value)) if np.isfinite(value) else (1, 1, 1, 1)
        edge, thick = ("#222222", 1.2) if code in framed else ("#CCCCCC", 0.4)
        axes.add_patch(Rectangle((column, -row), 0.94, 0.94, facecolor=face, edgecolor=edge, lw=thick))
        if text:
            ink = style.ink_on(face[:3])
            axes.text(column + 0.47, -row + 0.66, abbr, ha="center", va="center", fontsize=5, color=ink)
            shown = f"{value:z.{digits}f}" if np.isfinite(value) else "-"
            axes.text(column + 0.47, -row + 0.28, shown, ha="center", va="center", fontsize=5.5, color=ink)
    axes.set_xlim(-0.1, COLUMNS)
    axes.set_ylim(-ROWS + 0.9, 1.05)
    axes.set_aspect("equal")
    axes.axis("off")
