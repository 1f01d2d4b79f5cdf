"""What each choice of rule moves, beside what was named before any run: differences on common seeds.

Outcome, sign and mechanism of each choice stand in ``data/rules/predicted.csv``; ``analysis/rules.py`` makes the runs.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from giants import tables
from giants.config import default_settings
from giants.errors import InputError
from giants.evidence.model.effects import CERTAIN, effect
from giants.run import run
from giants.symbols import Array

SEEDS = 16
LEAST_PERCENT, LEAST_POINTS = 1.0, 0.5
"""What a choice must move its outcome by: percent of its mean, or points where it is a share."""
TEXT = ("group", "choice", "against", "under", "outcome", "scale", "mechanism")


def predicted() -> pd.DataFrame:
    """Return the outcome and sign named for each choice, with its mechanism."""
    table: pd.DataFrame = tables.read("rules/predicted.csv", ("sign",), TEXT)
    return table.fillna({"under": ""})


def measured(when: Literal["measured", "first"] = "measured") -> pd.DataFrame:
    """Return what ``analysis/rules.py`` last found: mean under the default, difference, standard error, verdict.

    `when` is "first" for what it found before choices that moved nothing were given mechanisms.
    """
    numbers = ("mean", "difference", "error")
    table: pd.DataFrame = tables.read(f"rules/{when}.csv", numbers, ("group", "choice", "outcome", "verdict"))
    return table


def judged(base: Array, moved: Array, scale: str, sign: float) -> dict[str, Any]:
    """Return mean, difference, standard error and verdict of one outcome: paired runs (seed,) of ten-year means.

    Difference d and SE are those of `effect`, in percent of mean(base) or in points of a share.
    A choice acts if sign · d >= 1% (or half a point) and sign · d > 2 SE.
    """
    mean, difference, error = effect(base, moved, scale)
    least = LEAST_PERCENT if scale == "percent" else LEAST_POINTS
    certain, large = abs(difference) > CERTAIN * error, abs(difference) >= least
    acts = "acts" if sign * difference > 0.0 else "acts, other sign"
    verdict = acts if certain and large else "inert"
    return {"mean": mean, "difference": difference, "error": error, "verdict": verdict}


def rows(seeds: Sequence[int], groups: Sequence[str] = (), overrides: Sequence[str] = ()) -> pd.DataFrame:
    """Return predictions and what runs of `seeds` say of them; `overrides` hold for all runs.  Takes minutes.

    `groups` are those to run, all if none is named.  Raises InputError for one without a prediction.
    """
    table = predicted()
    unknown = sorted(set(groups) - set(table["group"]))
    if unknown:
        raise InputError(f"{unknown[0]}: no choice of it is predicted; known are {', '.join(table['group'].unique())}")
    table = table[table["group"].isin(groups or table["group"])]

    @cache
    def found(words: tuple[str, ...]) -> Mapping[str, Array]:
        return means_over_run((*words, *overrides), seeds)

    out = []
    for row in table.itertuples():
        under = tuple(str(row.under).split())
        base, moved = found(under), found((*under, f"{row.group}={row.choice}"))
        verdict = judged(base[row.outcome], moved[row.outcome], row.scale, float(row.sign))
        out.append({**dict(zip(table.columns, row[1:], strict=True)), **verdict})
    return pd.DataFrame(out)


def means_over_run(words: Sequence[str], seeds: Sequence[int]) -> dict[str, Array]:
    """Return the mean over a run of every recorded measure, (seed,), with the overrides `words`."""
    runs = [run(default_settings([*words, f"seed={seed}", "record=summary"])).recorder for seed in seeds]
    columns = [one.columns("measures") for one in runs]
    numbers = [name for name in columns[0] if name not in ("month", "date", "regime")]
    return {name: np.array([np.mean(each[name]) for each in columns]) for name in numbers}
