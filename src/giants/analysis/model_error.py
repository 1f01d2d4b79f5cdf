"""The model's own error in levels of runs: the random walk of the hindcast, where there is one.

    q' = q50 +- sqrt((q - q50)^2 + (z_q s)^2 h),   z_q the normal quantile, h years since the date of the data

Only levels are widened.  In differences on common seeds the error of the same model is on both sides, and is left out.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.stats import norm

from giants import tables
from giants.analysis import words
from giants.analysis.intervals import QUANTILES

SINCE = 2023.5
"""Middle of the year of the data, where the error is none."""


@lru_cache(maxsize=1)
def steps() -> Mapping[str, float]:
    """Return, by measure, the spread of a year's step of the model's own error, in the unit of the measure."""
    table = tables.read("validation/model_error.csv", ("step",), ("measure", "series"))
    return dict(zip(table["measure"], table["step"].astype(float), strict=True))


def widened(table: pd.DataFrame) -> pd.DataFrame:
    """Return quantiles (columns as of :func:`giants.analysis.intervals.quantiles`, `measure`, `year`) made wider.

    Levels of measures without a known error stay as they are.
    """
    out = table.copy()
    step = out["measure"].map(steps()).fillna(0.0).to_numpy(float)
    own = step * np.sqrt(np.maximum(out["year"].to_numpy(float) - SINCE, 0.0))
    for level in QUANTILES:
        name = f"q{round(100 * level):02d}"
        gap = out[name] - out["q50"]
        reach = np.sqrt(gap**2 + (norm.ppf(level) * own) ** 2)
        out[name] = out["q50"] + np.sign(level - 0.5) * reach
    return out


def said(measures: Sequence[str]) -> str:
    """Return which levels were widened, and which bands hold luck and sampled futures only."""
    known = [m for m in measures if m in steps()]
    rest = [m for m in measures if m not in steps()]
    text = []
    if known:
        text.append(
            f"Levels of {words.listed(map(words.named, known), 4)} are wider by the model's own error, a random walk "
            f"as in the hindcast of 2018 to 2022; differences on common seeds are not."
        )
    if rest:
        text.append(
            f"Bands of {words.listed(map(words.named, rest), 4)} hold luck and sampled futures only: no record tells "
            "the model's own error."
        )
    return " ".join(text)
