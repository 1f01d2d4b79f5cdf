"""Measure the arrows of the argument: each is a switch, run for ten years on common seeds (docs/argument/measured.csv).

    python docs/argument/measure.py [SEEDS]

The difference in the ten-year mean of an outcome, in percent of its mean without the switch or in points, with its
standard error: d = mean(y1 - y0), SE = sd(y1 - y0) / sqrt(n).
"""

import sys
from functools import cache
from pathlib import Path

import pandas as pd

from giants.evidence.model.rules import judged, ten_year_means
from giants.symbols import Array

HERE = Path(__file__).resolve().parent
KEY = ["from", "to", "outcome"]


def measured(arrows: pd.DataFrame, seeds: range) -> pd.DataFrame:
    """Return difference, standard error and verdict of every arrow."""

    @cache
    def found(words: tuple[str, ...]) -> dict[str, Array]:
        print(" ".join(words) or "defaults", flush=True)
        return ten_year_means(words, seeds)

    rows = []
    for arrow in arrows.to_dict("records"):
        base, moved = (found(tuple(str(arrow[key]).split())) for key in ("under", "change"))
        outcome = arrow["outcome"]
        verdict = judged(base[outcome], moved[outcome], arrow["scale"], float(arrow["sign"]))
        rows.append({**{key: arrow[key] for key in KEY}, **verdict})
    return pd.DataFrame(rows)


if __name__ == "__main__":
    table = measured(
        pd.read_csv(HERE / "arrows.csv", keep_default_na=False), range(int(sys.argv[1]) if sys.argv[1:] else 16)
    )
    table.to_csv(HERE / "measured.csv", index=False, float_format="%.4g")
    print(table.to_string(index=False))
