"""Mexico as 32 equal tiles, each state near where it lies, so that small states can be read too.

The layout is this project's own: (row, column) from north to south and west to east, by abbreviation.
"""

from functools import lru_cache

from giants import tables

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
