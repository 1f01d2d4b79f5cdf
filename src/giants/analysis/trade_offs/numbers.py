"""What autonomy costs in income: the Pareto front of strategies, and the price of a point of the index."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from giants.analysis import intervals
from giants.analysis.compare.numbers import reference_of, wide
from giants.analysis.ensemble import PURSE, Ensemble
from giants.analysis.trade_offs.price import Price, price, price_along
from giants.errors import InputError
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


def money(runs: Ensemble, when: str = "mean") -> pd.DataFrame:
    """Return what was spent on programmes and incentives by strategy and purse, % of GDP: all, and what was asked for.

    `when` is of the whole run by default.
    """
    keys = [*([PURSE] if PURSE in runs.conditions else []), "strategy"]
    frame = runs.numbers(["spending", "spending_asked"], when)
    table = 100 * frame.groupby(keys, sort=False)[["spending", "spending_asked"]].mean()
    return table.rename(columns={"spending": "spent", "spending_asked": "asked"}).reset_index()


def efficient(good: Array) -> Array:
    """Return which rows (n, criteria; higher is better) no other row beats: at least as good in all, better in one."""
    at_least = (good[:, None, :] >= good[None, :, :]).all(-1)
    better = (good[:, None, :] > good[None, :, :]).any(-1)
    return ~(at_least & better).any(0)  # type: ignore[no-any-return]


def prices(runs: Ensemble, reference: str = "", when: str = "last12") -> pd.DataFrame:
    """Return the income given up per point (0.01) of the index against the reference, percent, with interval.

    Columns: the price; the paired changes behind it, of income in percent and of the index, each with its 95% interval.
    Infinite ends of the price say that the index did not change enough.  Raises InputError with under three seeds.
    """
    base = reference_of(runs, reference)
    frame = runs.numbers(AXES[:2], when)
    index, income = wide(runs, "index", frame), wide(runs, "disposable_mex", frame)
    rows = []
    for strategy in (s for s in runs.strategies if s != base):
        both = index.index.intersection(income.index)
        if not {strategy, base} <= set(index.columns) & set(income.columns):
            continue
        rows.append((strategy, base, *_priced(income.loc[both], index.loc[both], strategy, base)))
    if not rows:
        raise InputError("no strategy shares a seed and a future with the reference")
    return pd.DataFrame(rows, columns=["strategy", "reference", *PRICED])


def along(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return the price of a point of the index along each lever of Mexico that a grid varies on common seeds.

    A lever with numbers is priced by its slope, over its range; one with named rules is priced rule by rule against
    `steady`, or the first.  Columns: lever, choice, reference, and those of :func:`prices`.  Empty if none varies.
    """
    rows = []
    for lever in (c for c in runs.conditions if c.startswith("mexico") and c not in runs.factors):
        levels = list(dict.fromkeys(runs.runs[lever]))
        frame = runs.numbers(AXES[:2], when)
        others = [c for c in (*runs.conditions, "strategy") if c not in (lever, *runs.factors)]
        keys = [*dict.fromkeys(others), "point_id", "seed"]
        index, income = (
            frame.pivot_table(index=keys, columns=lever, values=name, observed=True, sort=False)
            .dropna()
            .groupby(level=["point_id", "seed"])
            .mean()
            for name in AXES[:2]
        )
        if pd.api.types.is_numeric_dtype(runs.runs[lever]):
            rows.append((lever, f"{min(levels):g} to {max(levels):g}", "", *_sloped(income, index)))
        else:
            base = "steady" if "steady" in levels else levels[0]
            rows += [(lever, x, base, *_priced(income, index, x, base)) for x in levels if x != base]
    return pd.DataFrame(rows, columns=["lever", "choice", "reference", *PRICED])


PRICED = ["price", "low", "high", "income_change", "income_low", "income_high",
          "index_change", "index_low", "index_high", "pairs"]  # fmt: skip


def _priced(income: pd.DataFrame, index: pd.DataFrame, one: str, base: str) -> tuple[float, ...]:
    """Return the columns PRICED of choice `one` against `base`, from tables of replications by choice."""
    percent = 100 * income / income[base].mean()
    got = price(percent[base], index[base], percent[one], index[one])
    return _row(got, percent[one] - percent[base], index[one] - index[base])


def _sloped(income: pd.DataFrame, index: pd.DataFrame) -> tuple[float, ...]:
    """Return the columns PRICED over the range of a lever whose levels are the columns."""
    levels = income.columns.to_numpy(float)
    percent = 100 * income / income.iloc[:, 0].mean()
    got = price_along(levels, percent.to_numpy(), index.to_numpy())
    across = (levels - levels.mean()) / ((levels - levels.mean()) ** 2).sum() * np.ptp(levels)
    return _row(got, percent.to_numpy() @ across, index.to_numpy() @ across)


def _row(got: Price, income: ArrayLike, index: ArrayLike) -> tuple[float, ...]:
    changes = (*intervals.mean_interval(income), *intervals.mean_interval(index))
    return got.price, got.low, got.high, *changes, got.runs
