"""What autonomy costs in income: the Pareto front of strategies, and the price of a point of the index."""

import numpy as np
import pandas as pd

from giants.analysis.compare import reference_of, wide
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError
from giants.measures.price import price
from giants.symbols import Array

AXES = ("index", "disposable_mex", "homicide_rate")


def outcomes(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return mean index, real income and homicides by strategy, and whether it is on the Pareto front of the three.

    `front` judges index and income; `front3` adds homicides, of which fewer are better.
    """
    frame = runs.numbers(AXES, when)
    table = frame.groupby("strategy", sort=False)[list(AXES)].mean()
    table.insert(0, "n", frame.groupby("strategy", sort=False).size())
    good = table[list(AXES)].to_numpy() * np.array([1, 1, -1])
    table["front"], table["front3"] = efficient(good[:, :2]), efficient(good)
    return table.reset_index()


def efficient(good: Array) -> Array:
    """Return which rows (n, criteria; higher is better) no other row beats: at least as good in all, better in one."""
    at_least = (good[:, None, :] >= good[None, :, :]).all(-1)
    better = (good[:, None, :] > good[None, :, :]).any(-1)
    return ~(at_least & better).any(0)  # type: ignore[no-any-return]


def prices(runs: Ensemble, reference: str = "", when: str = "last12") -> pd.DataFrame:
    """Return the income given up per point (0.01) of the index against the reference, percent, with interval.

    Infinite ends say that the index did not change enough to price.  Raises InputError with under three seeds.
    """
    base = reference_of(runs, reference)
    frame = runs.numbers(AXES[:2], when)
    index, income = wide(runs, "index", frame), wide(runs, "disposable_mex", frame)
    rows = []
    for strategy in (s for s in runs.strategies if s != base):
        both = index.index.intersection(income.index)
        if not {strategy, base} <= set(index.columns) & set(income.columns):
            continue
        percent = 100 * income.loc[both] / income.loc[both, base].mean()
        got = price(percent[base], index.loc[both, base], percent[strategy], index.loc[both, strategy])
        rows.append((strategy, base, *got))
    if not rows:
        raise InputError("no strategy shares a seed and a future with the reference")
    names = ["price", "low", "high", "income_change", "index_change", "pairs"]
    return pd.DataFrame(rows, columns=["strategy", "reference", *names])
