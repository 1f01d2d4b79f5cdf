"""Measure the arrows of the argument: each is a switch, run on common seeds (docs/argument/measured.csv).

    python docs/argument/measure.py [SEEDS [MONTHS]]        by default 16 seeds and ten years: some 400 runs

The difference in the mean of an outcome over the run, in percent of its mean without the switch or in points, with its
standard error: d = mean(y1 - y0), SE = sd(y1 - y0) / sqrt(n).
"""

import sys
from functools import cache
from pathlib import Path

import pandas as pd

from giants.evidence.model.rules import judged, means_over_run
from giants.symbols import Array

HERE = Path(__file__).resolve().parent
KEY = ["from", "to", "outcome"]


def measured(arrows: pd.DataFrame, seeds: int, months: int) -> pd.DataFrame:
    """Return difference, standard error and verdict of every arrow."""

    @cache
    def found(words: tuple[str, ...]) -> dict[str, Array]:
        print(" ".join(words) or "defaults", flush=True)
        return means_over_run((*words, f"months={months}"), range(seeds))

    rows = []
    for arrow in arrows.to_dict("records"):
        base, moved = (found(tuple(str(arrow[key]).split())) for key in ("under", "change"))
        outcome = arrow["outcome"]
        verdict = judged(base[outcome], moved[outcome], arrow["scale"], float(arrow["sign"]))
        rows.append({**{key: arrow[key] for key in KEY}, **verdict, "seeds": seeds, "months": months})
    return pd.DataFrame(rows)


def main(seeds: int = 16, months: int = 120) -> None:
    """Measure all arrows and write the table."""
    table = measured(pd.read_csv(HERE / "arrows.csv", keep_default_na=False), seeds, months)
    table.to_csv(HERE / "measured.csv", index=False, float_format="%.4g")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
