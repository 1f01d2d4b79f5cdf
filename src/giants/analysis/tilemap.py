"""Mexico as 32 equal tiles, each state near where it lies, so that small states can be read too.

The layout is this project's own: (row, column) from north to south and west to east, by INEGI code.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from giants import tables
from giants.analysis import style

PLACES = {
    "BC": (0, 0), "SON": (0, 1), "CHH": (0, 2), "COA": (0, 3), "NLE": (0, 4), "TAM": (0, 5),
    "BCS": (1, 0), "SIN": (1, 1), "DUR": (1, 2), "ZAC": (1, 3), "SLP": (1, 4),
    "NAY": (2, 1), "JAL": (2, 2), "AGS": (2, 3), "GTO": (2, 4), "QUE": (2, 5), "HID": (2, 6), "VER": (2, 7),
    "YUC": (2, 10),
    "COL": (3, 2), "MIC": (3, 3), "MEX": (3, 4), "CMX": (3, 5), "TLA": (3, 6), "PUE": (3, 7), "TAB": (3, 8),
    "CAM": (3, 9), "ROO": (3, 10),
    "GRO": (4, 4), "MOR": (4, 5), "OAX": (4, 7), "CHP": (4, 8),
}  # fmt: skip
ROWS, COLUMNS = 5, 11


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Return the abbreviation of each state by INEGI code."""
    table = tables.read("states/states.csv", text=("state_code", "abbr"))
    return dict(zip(table["state_code"], table["abbr"], strict=True))


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
