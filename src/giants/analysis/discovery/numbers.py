"""Under which futures does a strategy fail: PRIM boxes and a classification tree, in numbers and in words.

Sources: Friedman and Fisher (1999), Bump hunting; Bryant and Lempert (2010), Thinking inside the box, Technological
Forecasting and Social Change 77(1), for coverage, density and quasi-p values.
"""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp

from giants.analysis import intervals, words
from giants.analysis.autonomy.numbers import last_regime
from giants.analysis.ensemble import Ensemble
from giants.analysis.labels import aligned
from giants.errors import InputError
from giants.measures.regimes import CALIBRATED
from giants.symbols import Array

LEAST = 40
"""Runs below which boxes are anecdotes."""
SCREENED = 8
"""Dimensions that PRIM sees: the time it takes grows with them, and most of forty tell nothing."""
MANY = 5000
"""Runs, evenly spaced, beyond which the limits of a box hardly move."""
MOST_DIMENSIONS = 4
"""Restricted dimensions beyond which a box is no longer an explanation."""


@dataclass(frozen=True)
class Box:
    """One box: limits by restricted dimension, and how well it holds the failures.

    coverage = failures in the box / all failures; density = failures in the box / runs in it; mass = share of runs.
    `trajectory` is the peeling path, `resampled` how often each dimension came back on halves of the runs (%).
    """

    limits: pd.DataFrame
    coverage: float
    density: float
    mass: float
    trajectory: pd.DataFrame
    resampled: pd.DataFrame


def failures(runs: Ensemble, rule: str, when: str = "last12") -> tuple[pd.DataFrame, Array, str]:
    """Return the futures (run, dimension), whether each run failed, and the rule in words.

    `rule` is "not calibrated" or MEASURE<NUMBER / MEASURE>NUMBER, e.g. index<0.4; a percentage compares with the
    measure's own distribution, e.g. index<25%.  Raises InputError if the rule cannot be read or separates nothing.
    """
    dimensions = [*(c for c in runs.conditions if c not in runs.factors), *runs.factors]
    dimensions = [c for c in dimensions if len(runs.runs[c].unique()) > 1]
    if not dimensions:
        raise InputError(
            f"{runs.path} has one future, so there is nothing to discover; sweep scenario or an uncertainty"
        )
    if rule.strip() == "not calibrated":
        frame = runs.runs
        failed, meaning = last_regime(runs) != CALIBRATED, "a run that does not end calibrated"
    else:
        sign = "<" if "<" in rule else ">"
        measure, _, number = (part.strip() for part in rule.partition(sign))
        frame = runs.numbers([measure], when)
        value = frame[measure].to_numpy(float)
        try:
            bar = float(np.nanpercentile(value, float(number[:-1]))) if number.endswith("%") else float(number)
        except ValueError:
            raise InputError(f"{rule!r} is no rule; write e.g. index<0.4, homicide_rate>30 or index<25%") from None
        failed = value < bar if sign == "<" else value > bar
        meaning = f"{words.named(measure)} {'below' if sign == '<' else 'above'} {bar:.3g}"
    if len(failed) < LEAST:
        raise InputError(f"{len(failed)} runs are too few to discover anything; compute at least {LEAST}")
    if failed.all() or not failed.any():
        raise InputError(
            f"{'every' if failed.all() else 'no'} run fails by {rule!r}; choose a rule that separates them"
        )
    x = frame[dimensions].copy()
    for column in x:
        numeric = pd.api.types.is_numeric_dtype(x[column])
        x[column] = x[column].astype(float) if numeric else pd.Categorical(x[column].astype(str))
    return x.reset_index(drop=True), failed, meaning


def separation(x: pd.DataFrame, failed: Array) -> pd.DataFrame:
    """Return dimensions by how far apart failing and other runs lie on them, the farthest first.

    max |F(x | failed) - F(x | not failed)|, of kinds half the sum of absolute differences of their shares: regional
    sensitivity analysis of Hornberger and Spear (1981), Journal of Environmental Management 12.
    """
    rows, failed = [], aligned(failed, x, "failed").astype(bool)
    for name, column in x.items():
        if pd.api.types.is_numeric_dtype(column):
            gap = float(ks_2samp(column[failed], column[~failed]).statistic)
        else:
            share = pd.crosstab(column, failed, normalize="columns")
            gap = float((share[True] - share[False]).abs().sum() / 2)
        rows.append((name, gap))
    return pd.DataFrame(rows, columns=["dimension", "distance"]).sort_values("distance", ascending=False, kind="stable")


def objectives(runs: Ensemble, measures: Sequence[str], failed: Array, when: str = "last12") -> pd.DataFrame:
    """Return one row per strategy and future, seeds averaged: the measures, and the share of its runs that fail."""
    frame = runs.numbers(measures, when)
    frame = frame.assign(failed=aligned(failed, frame, "failed").astype(float))
    keys = ["strategy", *(c for c in runs.conditions if c not in runs.factors), "point_id"]
    return frame.groupby(keys, observed=True, sort=False)[[*measures, "failed"]].mean().reset_index()


def prim(x: pd.DataFrame, failed: Array, *, alpha: float = 0.05, mass: float = 0.05, repeats: int = 8) -> Box:
    """Return the box with the best product of coverage and density among those that a reader can hold in mind.

    Resampling runs PRIM again on `repeats` halves of the runs; alpha is the share peeled at each step.  PRIM sees the
    SCREENED dimensions that :func:`separation` puts first, and at most MANY evenly spaced runs.
    """
    logging.getLogger("EMA").setLevel(logging.ERROR)
    failed = aligned(failed, x, "failed").astype(bool)
    few = intervals.evenly(len(x), MANY)
    ranked = separation(x, failed)
    x = x[ranked["dimension"].head(SCREENED)].iloc[few].reset_index(drop=True)
    failed = failed[few]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import prim as method

        box = method.Prim(x, failed, peel_alpha=alpha, mass_min=mass).find_box()
        path = box.peeling_trajectory.reset_index(drop=True)
        product = (path["coverage"] * path["density"]).where(path["res_dim"] <= MOST_DIMENSIONS, -1.0)
        best = int(product.to_numpy(float).argmax())
        box.select(best)
        with _untested(method):
            resampled = box.resample(best, iterations=repeats, rng=0) if repeats else pd.DataFrame()
    rows = []
    for name, p in box.p_values[best].items():
        low, high = box.box_lims[best][name]
        if isinstance(low, set | frozenset):
            limit = {"low": np.nan, "high": np.nan, "kinds": ", ".join(sorted(map(str, low)))}
        else:
            limit = {"low": float(low), "high": float(high), "kinds": ""}
        edge = [float(v) for v in (p if hasattr(p, "__len__") else [p]) if np.isfinite(v) and v >= 0]
        span = x[name]
        low_end, high_end = (span.min(), span.max()) if pd.api.types.is_numeric_dtype(span) else (np.nan, np.nan)
        rows.append({"dimension": name, **limit, "quasi_p": min(edge, default=np.nan), "min": low_end, "max": high_end})
    names = ["dimension", "low", "high", "kinds", "quasi_p", "min", "max"]
    at = path.iloc[best]
    return Box(
        pd.DataFrame(rows, columns=names),
        float(at["coverage"]),
        float(at["density"]),
        float(at["mass"]),
        path[["coverage", "density", "mass", "res_dim"]].astype(float),
        resampled.rename_axis("dimension").reset_index() if len(resampled) else resampled,
    )


@contextmanager
def _untested(method: Any) -> Iterator[None]:
    """Let PRIM find boxes without their quasi-p values, which take half of its time: resampling asks for no p."""
    test = method.calculate_qp
    method.calculate_qp = lambda *_: [-1.0, -1.0]
    try:
        yield
    finally:
        method.calculate_qp = test


def cart(x: pd.DataFrame, failed: Array, mass: float = 0.05) -> pd.DataFrame:
    """Return the leaves of a classification tree with coverage, density and mass, the densest first."""
    failed = aligned(failed, x, "failed").astype(bool)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import cart as method

        tree: Any = method.CART(x, failed, mass_min=mass)
        before = np.random.get_state()  # noqa: NPY002
        np.random.seed(0)  # noqa: NPY002 (equal splits are chosen between by numpy's own generator)
        tree.build_tree()
        np.random.set_state(before)  # noqa: NPY002
        table: pd.DataFrame = tree.stats_to_dataframe()
        boxes = tree.boxes
    table["rule"] = [_leaf(box, x) for box in boxes]
    return table.sort_values("density", ascending=False, ignore_index=True)


def _leaf(box: pd.DataFrame, x: pd.DataFrame) -> str:
    parts = []
    for name in (n for n in x if n in box):
        low, high = box[name].iloc[0], box[name].iloc[1]
        if isinstance(low, set | frozenset):
            if len(low) < x[name].nunique():
                parts.append(f"{words.words(name)} in {{{words.listed(sorted(map(words.words, low)))}}}")
        elif low > x[name].min() or high < x[name].max():
            parts.append(_between(name, float(low), float(high), float(x[name].min()), float(x[name].max())))
    return " and ".join(parts) or "everywhere"


def _between(name: str, low: float, high: float, least: float, most: float) -> str:
    if low <= least:
        return f"{words.words(name)} below {high:.3g}"
    if high >= most:
        return f"{words.words(name)} above {low:.3g}"
    return f"{words.words(name)} from {low:.3g} to {high:.3g}"


def sentence(box: Box, meaning: str, who: str) -> str:
    """Return a box in words: where the failures are."""
    if box.limits.empty:
        return f"{who}: no box holds the failures ({meaning}) better than the whole."
    parts = []
    for row in box.limits.itertuples():
        if row.kinds:
            parts.append(f"{words.words(row.dimension)} is {words.listed(map(words.words, row.kinds.split(', ')))}")
        else:
            parts.append(_between(row.dimension, row.low, row.high, row.min, row.max))
    weak = [words.words(r.dimension) for r in box.limits.itertuples() if np.isfinite(r.quasi_p) and r.quasi_p > 0.05]
    doubt = f"; {words.listed(weak)} may be there by chance (quasi-p above 0.05)" if weak else ""
    return (
        f"{who} fails ({meaning}) when {' and '.join(parts)}: {box.density:.0%} of the runs there fail, and "
        f"{box.coverage:.0%} "
        f"of all failures are there{doubt}."
    )
