"""What each plank of a strategy adds to an outcome, alone and together, from all combinations on common seeds.

Two strategies and, under each, every plank but one by both rules: 2^5 combinations.  The plank that is not varied by
name is the one in which the two strategies themselves differ.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from giants.analysis import intervals, shapley, words
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError
from giants.symbols import Array

PLANKS = ("industry", "china", "region", "security", "diplomacy")
OUTCOMES = ("index", "index_outcomes", *words.PILLARS, "disposable_mex", "homicide_rate", "spending")


class Factorial(NamedTuple):
    """A measure by combination of planks, (2^5, n): plank i as in the second strategy where bit i is set."""

    found: Array
    strategies: tuple[str, str]


def cells(runs: Ensemble, measure: str, when: str = "last12") -> Factorial:
    """Return a measure by combination of planks and replication (point and seed, averaged over other futures).

    Raises InputError unless the runs are the two strategies and four planks by two rules each.
    """
    rules = {p: f"mexico/{p}" for p in PLANKS if f"mexico/{p}" in runs.conditions}
    left = [p for p in PLANKS if p not in rules]
    if len(left) != 1 or len(runs.strategies) != 2:
        raise InputError(
            f"{runs.path} is no sweep of experiment=planks: it needs two strategies and four planks by two rules each"
        )
    frame = runs.numbers([measure], when)
    base, full = runs.strategies
    inside = {left[0]: frame["strategy"].astype(str) == full}
    for plank, label in rules.items():
        levels = list(dict.fromkeys(frame[label].astype(str)))
        if len(levels) != 2:
            raise InputError(f"{label} needs two rules, those of the two strategies; here: {', '.join(levels)}")
        inside[plank] = frame[label].astype(str) == levels[1]
    code = sum(inside[p].to_numpy(int) << k for k, p in enumerate(PLANKS))
    other = [c for c in runs.conditions if c not in (*rules.values(), *runs.factors)]
    table = frame.assign(code=code).pivot_table(
        index=[*dict.fromkeys([*other, "point_id", "seed"])], columns="code", values=measure, observed=True
    )
    table = table.dropna().groupby(level=["point_id", "seed"]).mean()
    if [int(c) for c in table.columns] != list(range(2 ** len(PLANKS))) or table.empty:
        raise InputError(f"{runs.path} lacks combinations of planks, or seeds that all of them met")
    return Factorial(table.to_numpy(float).T, (base, full))


def shares(runs: Ensemble, measures: Sequence[str] = OUTCOMES, when: str = "last12") -> pd.DataFrame:
    """Return the Shapley share of each plank in the difference of the two strategies, with its 95% interval.

    Columns: measure, plank, share, low, high, alone (added to the first strategy), last (taken from the second), pairs.
    """
    rows = []
    for measure in measures:
        v = cells(runs, measure, when).found
        every = len(v) - 1
        for k, (plank, phi) in enumerate(zip(PLANKS, shapley.shapley(v), strict=True)):
            alone, last = v[2**k] - v[0], v[every] - v[every - 2**k]
            rows.append((measure, plank, *intervals.mean_interval(phi), alone.mean(), last.mean(), phi.size))
    return pd.DataFrame(rows, columns=["measure", "plank", "share", "low", "high", "alone", "last", "pairs"])


def together(runs: Ensemble, measures: Sequence[str] = OUTCOMES, when: str = "last12") -> pd.DataFrame:
    """Return what two planks add together over what they add apart, with 95% intervals, one row per pair."""
    rows = []
    for measure in measures:
        found = shapley.interactions(cells(runs, measure, when).found)
        for i in range(len(PLANKS)):
            rows += [(measure, PLANKS[j], PLANKS[i], *intervals.mean_interval(found[i, j])) for j in range(i)]
    return pd.DataFrame(rows, columns=["measure", "one", "other", "interaction", "low", "high"])


def whole(runs: Ensemble, measures: Sequence[str] = OUTCOMES, when: str = "last12") -> pd.DataFrame:
    """Return the whole difference of the two strategies by measure, with its 95% interval."""
    rows = []
    for measure in measures:
        v = cells(runs, measure, when).found
        rows.append((measure, *intervals.mean_interval(v[-1] - v[0]), float(np.mean(v[0]))))
    return pd.DataFrame(rows, columns=["measure", "difference", "low", "high", "reference_mean"])
