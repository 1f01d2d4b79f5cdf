"""Scores of forecasts of how threats end: Brier, CRPS, coverage, calibration; clusters of rows count equally."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from giants.bargaining.estimated import GRID
from giants.evidence.bargaining.coded_threats import CodedThreats
from giants.evidence.bargaining.threat_fit import weights
from giants.symbols import Array

LEVELS = {"p02": 0.025, "p10": 0.1, "p25": 0.25, "p75": 0.75, "p90": 0.9, "p97": 0.975}
INTERVALS = {50: ("p25", "p75"), 80: ("p10", "p90"), 95: ("p02", "p97")}
RESAMPLES, INTERVAL = 4000, (0.05, 0.95)
LETTERS = "2025-07-letters"
CLAIMS = {"Brier of imposition": "form only", "CRPS of concession": "class means"}
"""Skill is claimed against these only."""


class ThreatForecast(NamedTuple):
    """Predictions of N threats."""

    imposed: Array
    """chance of being carried out, (N,)"""
    share: Array
    """chance of each share of GRID that is conceded, (N, 41)"""


def quantile(share: Array, level: float) -> Array:
    """Return the smallest share whose cumulated chance reaches `level`, (N,)."""
    return np.asarray(GRID[np.argmax(np.cumsum(share, axis=1) >= level - 1e-12, axis=1)])


def crps(share: Array, seen: Array) -> Array:
    """Return the continuous ranked probability score, (N,), NaN where the concession is not known.

    CRPS = Σ_k (F(g_k) - 1[seen <= g_k])² Δ;  for a certain forecast it is the absolute error.
    Source: Matheson and Winkler 1976.
    """
    reached = np.nan_to_num(seen)[:, None] - 1e-9 <= GRID
    score = np.sum((np.cumsum(share, axis=1) - reached)[:, :-1] ** 2, axis=1) * GRID[1]
    return np.where(np.isfinite(seen), score, np.nan)


def transform(share: Array, seen: Array) -> tuple[Array, Array]:
    """Return the cumulated chance below what was seen and up to it, (N,) each.

    Between them the probability integral transform of a forecast with atoms is spread evenly (Czado, Gneiting and
    Held 2009).
    """
    at = np.rint(np.nan_to_num(seen) / GRID[1]).astype(int)[:, None]
    high = np.take_along_axis(np.cumsum(share, axis=1), at, axis=1)[:, 0]
    return high - np.take_along_axis(share, at, axis=1)[:, 0], np.minimum(high, 1.0)


def transform_histogram(share: Array, seen: Array, weight: Array, bins: int = 10) -> Array:
    """Return the share of the weight in each of `bins` equal parts of the transform; even where forecasts are right."""
    known = np.isfinite(seen)
    low, high = transform(share[known], seen[known])
    edges = np.linspace(0, 1, bins + 1)[:, None]
    below = np.clip((edges - low) / np.maximum(high - low, 1e-12), 0.0, 1.0)
    return np.asarray(np.diff(below, axis=0) @ weight[known] / weight[known].sum())


def by_row(forecast: ThreatForecast, concession: Array, imposed: Array) -> dict[str, Array]:
    """Return the scores of each row, NaN where the outcome is not known."""
    mean, known = forecast.share @ GRID, np.isfinite(concession)
    columns = {
        "Brier of imposition": (imposed - forecast.imposed) ** 2,
        "CRPS of concession": crps(forecast.share, concession),
        "absolute error of concession": np.abs(concession - mean),
    }
    for percent, (low, high) in INTERVALS.items():
        bottom, top = (quantile(forecast.share, LEVELS[name]) for name in (low, high))
        inside = (concession >= bottom - 1e-9) & (concession <= top + 1e-9)
        columns[f"inside the {percent}% interval"] = np.where(known, inside * 1.0, np.nan)
    return columns


@lru_cache(maxsize=64)
def _resamples(clusters: int) -> Array:
    """Return how often each cluster is drawn in each resample, (RESAMPLES, clusters)."""
    chance = np.full(clusters, 1 / clusters)
    return np.asarray(np.random.default_rng(0).multinomial(clusters, chance, RESAMPLES))


def interval(values: Array, cluster: Array) -> tuple[float, float, float, int]:
    """Return the mean, the bounds of its 90% interval and the number of rows known.

    Clusters count equally, and are resampled whole.
    """
    known = np.isfinite(values)
    if not known.any():
        return np.nan, np.nan, np.nan, 0
    _, code = np.unique(cluster[known], return_inverse=True)
    mean = np.bincount(code, weights(cluster[known]) * values[known])
    low, high = np.quantile(_resamples(len(mean)) @ mean / len(mean), INTERVAL)
    return float(mean.mean()), float(low), float(high), int(known.sum())


def groups(cluster: Array, target: Array, tariff: Array) -> dict[str, Array]:
    """Return which rows belong to each kind: all, all but the letters of July 2025, Mexican, letters, the rest.

    Tariffs on Mexico stand apart too, because what became of them can be read in tables that the model runs on.
    """
    letters, mexico = cluster == LETTERS, target == "MEX"
    kinds = {
        "all": np.ones(len(cluster), bool),
        "without the letters of July 2025": ~letters,
        "Mexico": mexico & ~letters,
        "Mexico, tariffs": mexico & ~letters & tariff,
        "Mexico, other instruments": mexico & ~letters & ~tariff,
        "letters of July 2025": letters,
        "rest": ~letters & ~mexico,
    }
    return {name: rows for name, rows in kinds.items() if rows.any()}


def table(forecasts: Mapping[str, ThreatForecast], seen: CodedThreats) -> pd.DataFrame:
    """Return every score of every forecast by kind of row, and the first forecast's difference from each other one.

    Columns group, score, forecast, value, low, high (90%, clusters resampled, of equal weight), by_row (rows of equal
    weight) and n.  A difference below 0 is to the first one's credit.
    """
    each = {name: by_row(forecast, seen.concession, seen.imposed) for name, forecast in forecasts.items()}
    first, *others = each
    lines = []
    for group, rows in groups(seen.cluster, seen.target, seen.tariff).items():
        for score in each[first]:
            compared = {name: each[name][score] for name in each}
            if not score.startswith("inside"):
                compared |= {f"{first} less {name}": each[first][score] - each[name][score] for name in others}
            for name, values in compared.items():
                value, low, high, n = interval(values[rows], seen.cluster[rows])
                plain = float(np.nanmean(values[rows])) if n else np.nan
                lines.append((group, score, name, value, low, high, plain, n))
    return pd.DataFrame(lines, columns=["group", "score", "forecast", "value", "low", "high", "by_row", "n"])


def verdicts(table: pd.DataFrame, first: str) -> tuple[str, ...]:
    """Return, for each claim of skill and each kind of row, what the interval of the difference allows to say."""
    said = []
    for score, baseline in CLAIMS.items():
        for group in ("all", "without the letters of July 2025", "Mexico"):
            at = (table["group"] == group) & (table["score"] == score)
            line = table[at & (table["forecast"] == f"{first} less {baseline}")]
            if line.empty or not np.isfinite(line["value"].iloc[0]):
                continue
            value, low, high, n = (line[name].iloc[0] for name in ("value", "low", "high", "n"))
            own = table.loc[at & (table["forecast"] == first), "value"].iloc[0]
            skill = "skill" if high < 0 else "worse" if low > 0 else "no skill shown"
            less = f"{value:+.3f} (90% {low:+.3f} to {high:+.3f})"
            said.append(f"{score}, {group} ({n} rows): {own:.3f}, against {baseline} {less}: {skill}.")
    return tuple(said)


def reliability(p: Array, imposed: Array, cluster: Array, bins: int = 5) -> pd.DataFrame:
    """Return, for groups of rows of like forecasts, the mean forecast and the share imposed with its 90% interval."""
    known = np.isfinite(imposed)
    p, imposed, cluster = p[known], imposed[known], cluster[known]
    order, weight = np.argsort(p, kind="stable"), weights(cluster)
    rank = np.empty(len(p))
    rank[order] = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    code, lines = np.minimum((rank * bins).astype(int), bins - 1), []
    for group in np.unique(code):
        at = code == group
        value, low, high, n = interval(imposed[at], cluster[at])
        lines.append((float(np.average(p[at], weights=weight[at])), value, low, high, n, len(np.unique(cluster[at]))))
    return pd.DataFrame(lines, columns=["forecast", "imposed", "low", "high", "n", "clusters"])
