"""What happens where: a measure by Mexican state and strategy, with people to divide by."""

from functools import lru_cache

import pandas as pd

from giants import tables
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError

RATES = {"homicides": 12e5, "recruits": 12e5, "arrests": 12e5, "killed": 12e5}
"""Monthly counts are shown per 100,000 people a year; other columns as they are."""


@lru_cache(maxsize=1)
def people() -> pd.Series:
    """Return the population of each state of 2024 by INEGI code."""
    table = tables.read("states/states.csv", ("population_2024",), ("state_code",))
    return table.set_index("state_code")["population_2024"].astype(float)


def by_state(runs: Ensemble, column: str = "homicides") -> pd.DataFrame:
    """Return first and last value of a column by strategy and state, means over runs, and the change.

    Last is the mean of the last three records.  Raises InputError for a column that was not kept.
    """
    frame = runs.table("states", ["month", "state", column], every=1)
    if not pd.api.types.is_numeric_dtype(frame[column]):
        raise InputError(f"column {column!r} of the table of states is not a number")
    frame["state"] = frame["state"].astype(str)
    months = sorted(frame["month"].unique())
    keys = ["strategy", "state"]
    first = frame[frame["month"] == months[0]].groupby(keys, observed=True, sort=False)[column].mean()
    last = frame[frame["month"].isin(months[-3:])].groupby(keys, observed=True, sort=False)[column].mean()
    table = pd.DataFrame({"start": first, "end": last}).reset_index()
    if column in RATES:
        scale = RATES[column] / table["state"].map(people())
        table["start"] *= scale
        table["end"] *= scale
    table["change"] = table["end"] - table["start"]
    return table


def unit(column: str) -> str:
    """Return the unit in which a column is shown."""
    if column in RATES:
        return "per 100,000 people a year"
    from giants.records.tables import TABLES

    columns = next(t.columns for t in TABLES if t.name == "states")
    return next((c.unit for c in columns if c.name == column), "")
