"""Paired differences between strategies that met the same luck, and whether there are seeds enough.

Common random numbers make a difference of two strategies far less variable than either; source: Klein et al. (2024)
on paired simulations, and the classic standard error of a difference, sqrt(2 s^2 (1 - rho) / n).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from giants.analysis import intervals, words
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError

TARGET = 0.02
"""Half width of the 95% interval that is precise enough, in points of an index between 0 and 1."""


def reference_of(runs: Ensemble, reference: str = "") -> str:
    """Return the strategy to compare with: the one asked for, else status quo, else the first.

    Raises InputError if there is nothing to compare or the one asked for is absent.
    """
    present = runs.strategies
    if len(present) < 2:
        raise InputError(f"a comparison needs two strategies; {runs.path} has only {', '.join(present)}")
    if reference and reference not in present:
        raise InputError(f"no strategy {reference!r} here; there are: {', '.join(present)}")
    return reference or ("status_quo" if "status_quo" in present else present[0])


def wide(runs: Ensemble, measure: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a measure by replication (point and seed) and strategy, averaged over the other futures.

    Only futures that every strategy met count, so that each difference compares like with like.
    """
    keys = [*(c for c in runs.conditions if c not in runs.factors), "point_id", "seed"]
    table = frame.pivot_table(index=keys, columns="strategy", values=measure, observed=True, sort=False).dropna()
    return table.groupby(level=["point_id", "seed"], sort=True).mean()


def paired(runs: Ensemble, measures: Sequence[str], reference: str = "", when: str = "last12") -> pd.DataFrame:
    """Return mean difference from the reference with its 95% interval, by strategy and measure.

    Columns: reference_mean; difference, low, high; pairs (replications); correlation of the two; gain, how many times
    fewer runs the pairing needs; better, the share of replications in which the strategy does
    better (of homicides and the like: has less).
    """
    base = reference_of(runs, reference)
    frame = runs.numbers(measures, when)
    rows = []
    for measure in measures:
        table = wide(runs, measure, frame)
        for strategy in runs.strategies:
            if strategy != base and {strategy, base} <= set(table.columns):
                sign = -1 if measure in words.LOWER_IS_BETTER else 1
                rows.append((strategy, base, measure, *_difference(table[strategy], table[base], sign)))
    if not rows:
        raise InputError(f"no two strategies of {runs.path} share a seed and a future")
    names = ["reference_mean", "difference", "low", "high", "pairs", "correlation", "gain", "better"]
    return pd.DataFrame(rows, columns=["strategy", "reference", "measure", *names])


def beyond(runs: Ensemble, measure: str, when: str = "last12") -> list[str]:
    """Return the strategies that luck does not tell from the one with the best mean of a measure.

    Those whose paired difference from it, on the same seeds and futures, has a 95% interval that holds zero.
    """
    if len(runs.strategies) < 2:
        return []
    table = wide(runs, measure, runs.numbers([measure], when))
    sign = -1 if measure in words.LOWER_IS_BETTER else 1
    best = (sign * table.mean()).idxmax()
    return [str(s) for s in table if s != best and not intervals.mean_interval(sign * (table[best] - table[s]))[1] > 0]


def _difference(one: pd.Series, base: pd.Series, sign: int) -> tuple[float, ...]:
    gap = (one - base).to_numpy(float)
    mean, low, high = intervals.mean_interval(gap)
    n = gap.size
    correlation = gain = np.nan
    if n > 2 and one.std() > 0 and base.std() > 0:
        correlation = float(np.corrcoef(one, base)[0, 1])
        gain = float((one.var() + base.var()) / gap.var(ddof=1)) if gap.var() > 0 else np.inf
    return float(base.mean()), mean, low, high, n, correlation, gain, float((sign * gap > 0).mean())


def replication(
    runs: Ensemble, measure: str = "index", reference: str = "", when: str = "last12", target: float = TARGET
) -> pd.DataFrame:
    """Return the half width of the 95% interval of each paired difference after n replications.

    Columns: strategy, n, half_width, variation (sd / |mean|), enough: half width at or below `target` from here on.
    """
    base = reference_of(runs, reference)
    table = wide(runs, measure, runs.numbers([measure], when))
    rows = []
    for strategy in (s for s in runs.strategies if s != base and s in table):
        gap = (table[strategy] - table[base]).to_numpy(float)
        ns = np.unique(np.geomspace(2, max(2, gap.size), 40).round().astype(int))
        ns = ns[ns <= gap.size]
        halves = np.array([_half(gap[:n]) for n in ns])
        for k, n in enumerate(ns):
            variation = gap[:n].std(ddof=1) / abs(gap[:n].mean()) if gap[:n].mean() else np.nan
            rows.append((strategy, int(n), halves[k], variation, bool((halves[k:] <= target).all())))
    if not rows:
        raise InputError(f"how many seeds are enough needs at least two; {runs.path} has {len(table)}")
    return pd.DataFrame(rows, columns=["strategy", "n", "half_width", "variation", "enough"])


def _half(gap: np.ndarray) -> float:  # type: ignore[type-arg]
    _, low, high = intervals.mean_interval(gap)
    return (high - low) / 2
