"""What each mechanism moves: one switch at a time, runs on common seeds, differences with standard errors.

The switches stand in ``data/effects/switches.csv``: settings, the outcome looked at and when, and what a source says of
it.  ``analysis/effects.py`` makes the runs.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from giants import tables
from giants.config import default_settings
from giants.run import measures_of
from giants.scenario import month_number
from giants.symbols import Array

SEEDS = 16
SCALES = {"percent": (100.0, "%"), "points": (100.0, "hundredths"), "unit": (1.0, "points")}
"""Factor and name of what a difference is told in: percent of the base, hundredths of a share, or the unit itself."""
CERTAIN = 2.0
"""Standard errors beyond which a difference is told from nothing."""
SMALL = 0.1
"""Percent, or hundredths, below which an effect is small however certain."""
TEXT = ("block", "mechanism", "setting", "against", "outcome", "start", "scale", "evidence")
NUMBERS = ("base", "difference", "error")


def switches() -> pd.DataFrame:
    """Return the switches: settings, outcome and window of each, and what a source says."""
    table: pd.DataFrame = tables.read("effects/switches.csv", ("months",), TEXT)
    return table.fillna("")


def measured() -> pd.DataFrame:
    """Return what ``analysis/effects.py`` last found: mean of the base, difference and standard error of each row."""
    table: pd.DataFrame = tables.read("effects/measured.csv", NUMBERS, ("mechanism", "outcome", "setting"))
    return table


def effect(base: Array, moved: Array, scale: str) -> tuple[float, float, float]:
    """Return mean of the base, difference and standard error of paired runs (seed,).

    d = mean(moved - base), SE = sd(moved - base) / √n;  in percent of the mean of the base, in
    hundredths, or in the outcome's own unit, by `scale`.
    """
    mean = float(base.mean())
    gap = SCALES[scale][0] * (moved - base) / (mean if scale == "percent" else 1.0)
    return mean, float(gap.mean()), float(gap.std(ddof=1) / np.sqrt(gap.size))


def verdict(difference: float, error: float) -> str:
    """Return what a difference, in percent or hundredths, is called: by its standard error, then by its size."""
    if abs(difference) <= CERTAIN * error:
        return "not told from nothing"
    return "small" if abs(difference) < SMALL else "moves"


def rows(seeds: Sequence[int], workers: int = 1) -> Iterator[tuple[str, str, str, float, float, float]]:
    """Yield mechanism, outcome, setting, base, difference and error of each switch as it is found.  Takes minutes."""
    table = switches()
    cases = list(dict.fromkeys([*table["against"], *table["setting"]]))
    with ProcessPoolExecutor(workers) as pool:
        runs = {case: [pool.submit(_measures, case, seed) for seed in seeds] for case in cases}
        for row in table.itertuples():

            def mean(case: str, row: Any = row) -> Array:
                return np.array([_mean(one.result(), row.outcome, row.start, int(row.months)) for one in runs[case]])

            found = effect(mean(row.against), mean(row.setting), row.scale)
            yield str(row.mechanism), str(row.outcome), str(row.setting), *found


def _measures(case: str, seed: int) -> pd.DataFrame:
    """Return the measures of one run by month."""
    words = [case] if case else []
    frame: pd.DataFrame = measures_of(default_settings([*words, "record=summary", f"seed={seed}"]))
    return frame


def _mean(measures: pd.DataFrame, outcome: str, start: str, months: int) -> float:
    """Return the mean of an outcome over `months` from `start` on, over the whole run if none is named.

    Months in which the outcome is not defined, as the index before its first year, are left out.
    """
    first = month_number(start) - month_number(str(measures["date"][0])[:7]) if start else 0
    return float(np.nanmean(measures[outcome].to_numpy(float)[first : first + months if months else None]))
