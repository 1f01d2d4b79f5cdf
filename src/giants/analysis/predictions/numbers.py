"""What was predicted before any run, beside what came: paired differences, two standard errors, and a verdict.

Sources of the idea: known-groups validation, Cronbach and Meehl (1955), Construct validity in psychological tests.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from giants import tables
from giants.analysis import intervals, words
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError
from giants.measures.index import power_mean
from giants.symbols import Array

FILE = "predictions/autonomy.csv"
LESS = "_less_structural"
"""Ending of an index that leaves structural freedom out: the geometric mean of the other three pillars."""
AGENCIES = {"index": "agency", "index_history": "agency_history", "index_threat": "agency_threat"}
SIGMAS = 2.0
"""Standard errors beyond which a difference counts."""


class Difference(NamedTuple):
    """A mean difference over replications, its standard error, and how many there are."""

    mean: float
    error: float
    pairs: int


def named() -> pd.DataFrame:
    """Return the predictions, in their order."""
    text = ("set", "where", "label", "one", "other", "measure", "claim", "basis", "reason")
    table = tables.read(FILE, ("sign",), text)
    return table.assign(where=table["where"].astype(object).where(table["where"].notna(), ""))


def outcome(runs: Ensemble, measure: str, when: str = "last12") -> pd.Series:
    """Return a measure of every run, or an index without structural freedom, in the order of `runs.runs`."""
    if not measure.endswith(LESS):
        return runs.numbers([measure], when)[measure]
    pillars = [AGENCIES[measure.removesuffix(LESS)], "relations", "sovereignty"]
    frame = runs.numbers(pillars, when)
    return pd.Series(power_mean(frame[pillars].to_numpy(float)), frame.index)


def measure_named(measure: str) -> str:
    """Return a measure in words, an index without structural freedom too."""
    base = words.named(measure.removesuffix(LESS))
    return f"{base}, without structural freedom" if measure.endswith(LESS) else base


def difference(runs: Ensemble, label: str, one: str, other: str, measure: str, when: str = "last12") -> Difference:
    """Return the difference of a measure between two values of a label, paired on everything else.

    The unit is the replication (point and seed), over which futures and strategies are averaged; missing if none is
    common to both.
    """
    keys = [c for c in ("strategy", *runs.conditions) if c != label and c not in runs.factors]
    frame = runs.runs.assign(value=outcome(runs, measure, when))
    frame = frame[frame[label].astype(str).isin([one, other])]
    table = frame.pivot_table(
        index=[*dict.fromkeys([*keys, "point_id", "seed"])], columns=label, values="value", observed=True
    ).dropna()
    if not {one, other} <= set(table.columns) or table.empty:
        return Difference(np.nan, np.nan, 0)
    gap = (table[one] - table[other]).groupby(level=["point_id", "seed"]).mean().to_numpy(float)
    return Difference(float(gap.mean()), intervals.standard_error(gap), gap.size)


def came(runs: Ensemble, sets: Sequence[str] = (), when: str = "last12") -> pd.DataFrame:
    """Return every prediction that these runs can judge with the difference that came, and its verdict.

    Columns: those of the table, difference, error, pairs, verdict.  `sets` chooses among the sets of predictions.
    Raises InputError if the runs can judge none.
    """
    rows = []
    for row in named().itertuples(index=False):
        part = _where(runs, row.where)
        if (sets and row.set not in sets) or part is None or not _holds(part, row.label, (row.one, row.other)):
            continue
        got = difference(part, row.label, row.one, row.other, row.measure, when)
        rows.append((*row, *got, verdict(got, row.sign)))
    if not rows:
        raise InputError(
            f"{runs.path} can judge no prediction of {FILE}: sweep experiment=known_groups, corners or metagame"
        )
    return pd.DataFrame(rows, columns=[*named().columns, *Difference._fields, "verdict"])


def verdict(got: Difference, sign: float) -> str:
    """Return whether a difference came as named, the other way round, or cannot be told from nothing."""
    if not np.isfinite(got.mean):
        return "missing"
    if not np.isfinite(got.error):
        return "one seed"
    if got.error == 0 and got.mean == 0:
        return "no effect"
    if sign * got.mean > SIGMAS * got.error:
        return "as named"
    return "against" if sign * got.mean < -SIGMAS * got.error else "not told"


def by_group(runs: Ensemble, label: str, measures: Sequence[str], when: str = "last12") -> pd.DataFrame:
    """Return mean and standard error of measures by strategy and value of a label, and the share of runs known."""
    rows = []
    for measure in measures:
        frame = runs.runs.assign(value=outcome(runs, measure, when))
        for (strategy, group), part in frame.groupby(["strategy", label], observed=True, sort=False):
            means = part.groupby(["point_id", "seed"])["value"].mean().dropna().to_numpy(float)
            error = intervals.standard_error(means)
            share = part["value"].notna().mean()
            rows.append((measure, strategy, group, means.mean() if means.size else np.nan, error, share))
    return pd.DataFrame(rows, columns=["measure", "strategy", label, "mean", "error", "known"])


def _where(runs: Ensemble, where: str) -> Ensemble | None:
    """Return the runs of one future, LABEL=VALUE, or all of them; nothing where that future was not met."""
    if not where:
        return runs
    label, _, value = where.partition("=")
    if label not in runs.labels or value not in set(runs.runs[label].astype(str)):
        return None
    return runs.where(label, value)


def _holds(runs: Ensemble, label: str, values: Sequence[str]) -> bool:
    return label in runs.labels and set(values) <= set(runs.runs[label].astype(str))


def told(row: "pd.Series") -> str:  # type: ignore[type-arg]
    """Return one prediction and what came as a sentence."""
    way = "above" if row["sign"] > 0 else "below"
    where = f" under {words.words(row['where'].partition('=')[2])}" if row["where"] else ""
    built = "; ordered by construction" if row["basis"] == "construction" else ""
    return (
        f"{measure_named(row['measure'])}: {words.words(row['one'])} {way} {words.words(row['other'])}{where}, "
        f"{row['verdict']} ({row['mean']:+.3g}, standard error {row['error']:.2g}, {row['pairs']} pairs{built})."
    )


def counted(table: pd.DataFrame) -> Array:
    """Return how many named predictions came as named, the other way, or are not told."""
    verdicts = table.loc[table["claim"] == "named", "verdict"]
    return np.array([(verdicts == v).sum() for v in ("as named", "against")] + [len(verdicts)])
