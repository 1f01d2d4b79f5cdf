"""Whether pairs of strategies keep their order from future to future, and in which futures one falls behind."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from giants.analysis import intervals, words
from giants.analysis.discovery.numbers import LEAST, Box, prim
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError

MEASURES = ("index_history", "index_outcomes_history", "structural", "agency_history", "relations", "sovereignty",
            "disposable_mex")  # fmt: skip
"""By the convention of history, so that a future in which nothing is pressed is not lost."""
APART = ("politics",)
"""Labels whose values are told in tables of their own."""


def futures(runs: Ensemble, measure: str, when: str = "last12") -> pd.DataFrame:
    """Return a measure by future (rows) and strategy, averaged over seeds; futures that all strategies met.

    Raises InputError with fewer than two strategies or futures.
    """
    if len(runs.strategies) < 2:
        raise InputError(f"an order needs two strategies; {runs.path} has only {', '.join(runs.strategies)}")
    labels = [c for c in runs.conditions if c not in (*runs.factors, *runs.choices)]
    frame = runs.numbers([measure], when)
    table = frame.pivot_table(
        index=[*labels, "point_id"], columns="strategy", values=measure, observed=True, sort=False
    )
    table = table.dropna()
    if len(table) < 2:
        raise InputError(f"{runs.path} has fewer than two futures that every strategy met; sweep experiment=futures")
    return table


def kept(runs: Ensemble, measures: Sequence[str] = MEASURES, when: str = "last12") -> pd.DataFrame:
    """Return by pair of strategies and measure the share of futures in which they keep the order of their means.

    Columns: those of APART that vary, measure, better, worse, gap (mean difference), low, high (its 95% interval over
    futures), kept, kept_low, kept_high (Wilson), futures, seeds, seed_error (standard error of the gap over seeds, NaN
    with one: where futures share their seeds, luck is alike in all of them, and the intervals over futures hold none
    of it).  Of homicides and the like the lower is better.
    """
    split = [c for c in APART if c in runs.conditions]
    rows = []
    for measure in measures:
        table = futures(runs, measure, when)
        sign = -1 if measure in words.LOWER_IS_BETTER else 1
        lucks = runs.numbers([measure], when).pivot_table(
            index=[*split, "seed"], columns="strategy", values=measure, observed=True, sort=False
        )
        groups = table.groupby(level=split, observed=True, sort=False) if split else [((), table)]
        for key, part in groups:
            key = key if isinstance(key, tuple) else (key,)
            luck = lucks.loc[key] if split else lucks
            for one, other in combinations(part.columns, 2):
                gap = (luck[one] - luck[other]).dropna()
                rows.append((*key, measure, *_pair(part, one, other, sign), len(gap), intervals.standard_error(gap)))
    columns = ["better", "worse", "gap", "low", "high", "kept", "kept_low", "kept_high", "futures"]
    columns += ["seeds", "seed_error"]
    return pd.DataFrame(rows, columns=[*split, "measure", *columns])


def _pair(
    table: pd.DataFrame, one: str, other: str, sign: int
) -> tuple[str, str, float, float, float, float, float, float, int]:
    gap = sign * (table[one] - table[other]).to_numpy(float)
    if gap.mean() < 0:
        one, other, gap = other, one, -gap
    count = int((gap > 0).sum())
    low, high = intervals.wilson(count, gap.size)
    return (one, other, *intervals.mean_interval(gap), count / gap.size, float(low), float(high), gap.size)


def behind(
    runs: Ensemble, strategy: str, reference: str, measure: str, when: str = "last12", repeats: int = 4
) -> tuple[Box, float]:
    """Return the box of futures in which a strategy lies below the reference, and the share of futures that do.

    Raises InputError if the futures are too few, or it lies below in all or in none.
    """
    table = futures(runs, measure, when)
    sign = -1 if measure in words.LOWER_IS_BETTER else 1
    for name in (strategy, reference):
        if name not in table:
            raise InputError(f"no strategy {name!r} here; there are: {', '.join(map(str, table.columns))}")
    failed = (sign * (table[strategy] - table[reference]) < 0).to_numpy(bool)
    if len(failed) < LEAST:
        raise InputError(f"{len(failed)} futures are too few for a box; compute at least {LEAST}")
    if failed.all() or not failed.any():
        raise InputError(f"{strategy} lies below {reference} in {'every' if failed.all() else 'no'} future")
    return prim(_dimensions(runs, table.index), failed, repeats=repeats), float(failed.mean())


def _dimensions(runs: Ensemble, at: pd.Index) -> pd.DataFrame:
    """Return what tells the futures `at` apart, one row each: drawn factors, and labels that vary."""
    names = [n for n in at.names if n != "point_id"]
    drawn = [*runs.factors, *runs.choices]
    points = runs.runs.drop_duplicates("point_id").set_index("point_id")[drawn]
    x = points.loc[at.get_level_values("point_id")].reset_index(drop=True)
    for name in names:
        x[name] = at.get_level_values(name).astype(str)
    for column in x:
        numeric = pd.api.types.is_numeric_dtype(x[column])
        x[column] = x[column].astype(float) if numeric else pd.Categorical(x[column].astype(str))
    return x[[c for c in x if len(x[c].unique()) > 1]]


def grid(table: pd.DataFrame, measure: str, names: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
    """Return the share of futures in which the strategy of the row lies above that of the column."""
    out = np.full((len(names), len(names)), np.nan)
    for row in table[table["measure"] == measure].itertuples():
        i, j = names.index(row.better), names.index(row.worse)
        out[i, j], out[j, i] = row.kept, 1 - row.kept
    return out
