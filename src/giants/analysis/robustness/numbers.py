"""How strategies fare over many futures: eleven metrics of robustness, regret, and whether the metrics agree.

Source of the metrics and of their order (transform, choose futures, aggregate): McPhail et al. (2018), Robustness
Metrics: How Are They Calculated, When Should They Be Used and Why Do They Give Different Results?, Earth's Future 6,
doi 10.1002/2017EF000649.  Seeds are averaged within a future first: luck is not deep uncertainty.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, rankdata

from giants.analysis import words
from giants.analysis.compare.numbers import reference_of
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError
from giants.symbols import Array

OPTIMISM = 0.5
INCOME_SLACK = 0.005
"""Share of income that a strategy may fall short of the reference and still satisfy."""


def performance(runs: Ensemble, measure: str = "index", when: str = "last12") -> pd.DataFrame:
    """Return f(strategy, future), higher better, averaged over seeds: rows futures, columns strategies.

    A measure of which less is better is turned round.  Only futures that every strategy met are kept.
    """
    table = _averaged(runs, runs.numbers([measure], when), measure)
    return -table if measure in words.LOWER_IS_BETTER else table


def _averaged(runs: Ensemble, frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    labels = [c for c in runs.conditions if c not in runs.factors]
    table = frame.pivot_table(index=[*labels, "point_id"], columns="strategy", values=measure, observed=True,
                              sort=False, aggfunc="mean").dropna()  # fmt: skip
    if table.empty:
        raise InputError(f"no future of {runs.path} was met by every strategy, so nothing can be compared")
    return table[[s for s in runs.strategies if s in table]]


def satisficed(runs: Ensemble, reference: str = "", when: str = "last12", threshold: float = 0.5) -> pd.DataFrame:
    """Return whether all four pillars reach `threshold` and income at least that of the reference less 0.5%.

    Rows futures, columns strategies; the mean by strategy is Starr's domain criterion.  Agency that is missing
    because nothing was contested does not satisfy.
    """
    frame = runs.numbers([*words.PILLARS, "disposable_mex"], when)
    income = _averaged(runs, frame, "disposable_mex")
    base = reference or ("status_quo" if "status_quo" in income else income.columns[0])
    met = income.ge(income[base] * (1 - INCOME_SLACK), axis=0)
    for pillar in words.PILLARS:
        score = _averaged(runs, frame, pillar).reindex(index=income.index, columns=income.columns)
        met &= score >= threshold
    return met


def regret(f: Array) -> Array:
    """Return the regret of each strategy in each future: max_x' f(x', s) - f(x, s); f is (futures, strategies)."""
    return f.max(1, keepdims=True) - f  # type: ignore[no-any-return]


def _deviations(f: Array) -> Array:
    return np.maximum(np.median(f, 0) - f, 0).sum(0)  # type: ignore[no-any-return]


def _skewness(f: Array) -> Array:
    q10, q50, q90 = np.quantile(f, [0.1, 0.5, 0.9], axis=0)
    return _over((q90 + q10) / 2 - q50, (q90 - q10) / 2)


def _peakedness(f: Array) -> Array:
    q10, q25, q75, q90 = np.quantile(f, [0.1, 0.25, 0.75, 0.9], axis=0)
    return _over(q90 - q10, q75 - q25)


def _over(top: Array, bottom: Array) -> Array:
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)


def _mean_variance(f: Array) -> Array:
    return (f.mean(0) + 1) / (f.std(0) + 1)  # type: ignore[no-any-return]


METRICS: dict[str, tuple[Callable[[Array], Array], bool]] = {
    "maximin": (lambda f: f.min(0), True),
    "maximax": (lambda f: f.max(0), True),
    "Hurwicz": (lambda f: OPTIMISM * f.max(0) + (1 - OPTIMISM) * f.min(0), True),
    "Laplace": (lambda f: f.mean(0), True),
    "minimax regret": (lambda f: regret(f).max(0), False),
    "90th percentile regret": (lambda f: np.quantile(regret(f), 0.9, axis=0), False),
    "mean-variance": (_mean_variance, True),
    "undesirable deviations": (_deviations, False),
    "percentile skewness": (_skewness, True),
    "percentile peakedness": (_peakedness, True),
}
"""Function of f (futures, strategies) and whether more is better; the domain criterion is added to these ten."""


def metrics(f: pd.DataFrame, domain: pd.DataFrame) -> pd.DataFrame:
    """Return the eleven metrics by strategy, the domain criterion first: value, rank (1 best), whether more is better.

    Columns: strategy, metric, value, rank, more_is_better.  Ranks of equal values are their mean.
    """
    values: dict[str, Array] = {"domain criterion": domain.mean().reindex(f.columns).to_numpy(float)}
    better = {"domain criterion": True}
    for name, (function, more) in METRICS.items():
        values[name], better[name] = function(f.to_numpy(float)), more
    rows = []
    for name, value in values.items():
        sign = -1.0 if better[name] else 1.0
        ranks = rankdata(np.where(np.isfinite(value), sign * value, np.inf).round(12))  # rounding errors rank nobody
        rows += [(s, name, v, r, better[name]) for s, v, r in zip(f.columns, value, ranks, strict=True)]
    return pd.DataFrame(rows, columns=["strategy", "metric", "value", "rank", "more_is_better"])


def agreement(table: pd.DataFrame) -> pd.DataFrame:
    """Return Kendall's tau-b between the rankings of each pair of metrics; missing where one ranks all alike."""
    ranks = table.pivot_table(index="strategy", columns="metric", values="rank", sort=False)
    names = list(ranks.columns)
    grid = [[_tau(ranks[a], ranks[b]) for b in names] for a in names]
    return pd.DataFrame(grid, index=pd.Index(names, name="metric"), columns=names)


def _tau(a: pd.Series, b: pd.Series) -> float:
    return float(kendalltau(a, b).statistic) if len(a.unique()) > 1 and len(b.unique()) > 1 else float("nan")


def regrets(f: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Return mean regret by strategy and group of futures (labels of the index named by `groups`)."""
    table = pd.DataFrame(regret(f.to_numpy(float)), index=f.index, columns=f.columns)
    if not groups:
        return table.mean().to_frame("all futures").T
    return table.groupby(level=list(groups), sort=False, observed=True).mean()


def check(runs: Ensemble, reference: str = "") -> str:
    """Return the reference; raise InputError unless there are two strategies and two futures to compare."""
    base = reference_of(runs, reference)
    labels = [*(c for c in runs.conditions if c not in runs.factors), "point_id"]
    futures = len(runs.runs[labels].drop_duplicates())
    if futures < 2:
        raise InputError(
            f"robustness is judged over futures, and {runs.path} has one; sweep scenario, usa or an uncertainty"
        )
    return base
