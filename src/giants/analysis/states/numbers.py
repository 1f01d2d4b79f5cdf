"""What happens where: a measure by Mexican state and strategy, with people to divide by."""

from functools import lru_cache

import pandas as pd

from giants import tables
from giants.analysis.ensemble import Ensemble

RATES = {"homicides": 12e5, "recruits": 12e5, "arrests": 12e5, "killed": 12e5}
"""Monthly counts are shown per 100,000 people a year; other columns as they are."""


@lru_cache(maxsize=1)
def people() -> pd.Series:
    """Return the population of each state of 2024 by INEGI code."""
    table = tables.read("states/states.csv", ("population_2024",), ("state_code",))
    return table.set_index("state_code")["population_2024"].astype(float)


def by_state(runs: Ensemble, column: str = "homicides") -> pd.DataFrame:
    """Return first and last value of a column by strategy and state, means over runs, and two differences.

    `change` is end less start; `difference` is the end less that of the reference strategy (status quo, else the
    first), which met the same luck.  Last is the mean of the last three records.  Raises InputError for a column that
    was not kept.
    """
    frame = _frame(runs, column)
    months = sorted(frame["month"].unique())
    table = pd.DataFrame({"start": _mean(frame, months[:1], column), "end": _mean(frame, months[-3:], column)})
    table = table.reset_index()
    table["change"] = table["end"] - table["start"]
    base = table[table["strategy"] == reference(runs)].set_index("state")["end"]
    table["difference"] = table["end"] - table["state"].map(base)
    return table


def over_years(runs: Ensemble, column: str, strategy: str, maps: int = 4) -> pd.DataFrame:
    """Return a column by year and state under one strategy, means over runs of three records; equally many years apart.

    Columns: year (of the record, as a whole number), state, value.
    """
    frame = _frame(runs, column)
    frame = frame[frame["strategy"] == strategy]
    months = sorted(frame["month"].unique())
    clock = runs.table("measures", ["month", "year"])
    begin = float((clock["year"] - clock["month"] / 12).median())
    parts = []
    for last in _spaced(len(months), maps):
        chosen = months[max(0, last - 2) : last + 1]
        year = int(begin + months[last] / 12)
        value = _mean(frame, chosen, column).rename("value").reset_index()
        parts.append(value.assign(year=year)[["year", "state", "value"]])
    return pd.concat(parts, ignore_index=True).drop_duplicates(["year", "state"], keep="last")


def _spaced(count: int, maps: int) -> list[int]:
    """Return places of `count` records that lie equally far apart from the first to the last: about `maps` of them."""
    gaps = [k for k in range(1, count) if (count - 1) % k == 0]
    gap = min(gaps, key=lambda k: abs((count - 1) / k + 1 - maps), default=1)
    return list(range(0, count, gap))


def reference(runs: Ensemble) -> str:
    """Return the strategy that the others are compared with: status quo, else the first."""
    return "status_quo" if "status_quo" in runs.strategies else str(runs.strategies[0])


def _frame(runs: Ensemble, column: str) -> pd.DataFrame:
    """Return means over runs of one column by strategy, month and state, counts as rates; states as text."""
    frame = runs.means("states", [column], ["state"])
    frame["state"] = frame["state"].astype(str)
    if column in RATES:
        frame[column] = frame[column] * RATES[column] / frame["state"].map(people())
    return frame


def _mean(frame: pd.DataFrame, months: list[int], column: str) -> pd.Series:
    at = frame[frame["month"].isin(months)]
    return at.groupby(["strategy", "state"], observed=True, sort=False)[column].mean()


def unit(column: str) -> str:
    """Return the unit in which a column is shown."""
    if column in RATES:
        return "per 100,000 people a year"
    from giants.records.tables import TABLES

    columns = next(t.columns for t in TABLES if t.name == "states")
    return next((c.unit for c in columns if c.name == column), "")
