"""Where runs stand on the pillars, which pillar holds them back, and what labels owe to their two thresholds."""

import numpy as np
import pandas as pd

from giants.analysis import intervals, words
from giants.analysis.autonomy.numbers import last_regime
from giants.analysis.ensemble import Ensemble
from giants.measures.regimes import FAIL, PASS, REGIMES

THRESHOLDS = ((0.25, 0.4), (0.3, 0.45), (FAIL, PASS), (0.4, 0.55), (0.45, 0.6))
"""Pairs of thresholds, to fail and to pass, from mild to strict; the middle one is that of the labels."""


def positions(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return by strategy and pillar its mean with a 95% interval, and the share of runs that it holds back most.

    `weakest` is the share in which this pillar is the lowest of the four: the one that the index gains most by.
    """
    frame = runs.numbers(words.PILLARS, when)
    lowest = frame[list(words.PILLARS)].fillna(np.inf).to_numpy(float).argmin(1)
    rows = []
    for strategy, part in frame.assign(lowest=lowest).groupby("strategy", sort=False):
        for k, pillar in enumerate(words.PILLARS):
            mean, low, high = intervals.mean_interval(part[pillar])
            rows.append((strategy, pillar, mean, low, high, float((part["lowest"] == k).mean()), len(part)))
    return pd.DataFrame(rows, columns=["strategy", "pillar", "mean", "low", "high", "weakest", "n"])


def sensitivity(runs: Ensemble) -> pd.DataFrame:
    """Return the share of runs with each label in the last month by strategy, under five pairs of thresholds."""
    rows = []
    for fail, passing in THRESHOLDS:
        codes = last_regime(runs, fail, passing)
        for strategy in runs.strategies:
            own = codes[(runs.runs["strategy"].astype(str) == strategy).to_numpy()]
            rows += [(strategy, fail, passing, name, float((own == k).mean())) for k, name in enumerate(REGIMES)]
    return pd.DataFrame(rows, columns=["strategy", "fail", "pass", "regime", "share"])


def told(place: pd.DataFrame, labels: pd.DataFrame) -> str:
    """Return how much the labels tell apart, and which pillar holds runs back, as a sentence."""
    middle = labels[(labels["fail"] == FAIL) & (labels["pass"] == PASS)]
    common = middle.groupby("regime")["share"].mean().sort_values(ascending=False)
    swing = labels[labels["regime"] == common.index[0]].groupby(["fail", "pass"])["share"].mean()
    lowest = place.groupby("pillar")["weakest"].mean().sort_values(ascending=False)
    return (
        f"The label {common.index[0]} covers {common.iloc[0]:.0%} of runs, and {swing.min():.0%} to {swing.max():.0%} "
        f"as its thresholds move from {THRESHOLDS[0]} to {THRESHOLDS[-1]}; the pillar that holds most runs back is "
        f"{words.named(lowest.index[0])} ({lowest.iloc[0]:.0%} of runs)."
    )
