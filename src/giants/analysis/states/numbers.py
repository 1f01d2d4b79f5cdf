"""What happens where: a measure by Mexican state and strategy, with people to divide by."""

from functools import lru_cache

import pandas as pd

from giants import tables
from giants.analysis import intervals, words
from giants.analysis.ensemble import Ensemble
from giants.errors import InputError
from giants.records.tables import TABLES, columns_of
from giants.schema import nearest

RATES = {"homicides": 12e5, "recruits": 12e5, "arrests": 12e5, "killed": 12e5}
"""Monthly counts are shown per 100,000 people a year; other columns as they are."""


@lru_cache(maxsize=1)
def people() -> pd.Series:
    """Return the population of each state of 2024 by INEGI code."""
    table = tables.read("states/states.csv", ("population_2024",), ("state_code",))
    return table.set_index("state_code")["population_2024"].astype(float)


SECTORS = "state_sectors"
"""The table of states by sector; a measure of it alone is added up over the sectors unless one is named."""


def table_of(column: str, sector: str = "") -> str:
    """Return the table that holds a measure of states, by sector if one is named.

    Raises InputError for an unknown measure or sector, naming the nearest.
    """
    if sector and sector not in codes_of_sectors():
        raise InputError(f"there is no sector {sector!r}{nearest(sector, codes_of_sectors())}")
    ours, theirs = (columns_of(name) - {"month", "date", "state", "sector"} for name in ("states", SECTORS))
    if column not in (theirs if sector else ours | theirs):
        where = f"of states by sector: {', '.join(sorted(theirs))}" if sector else "of states"
        raise InputError(
            f"there is no measure {column!r} {where}{nearest(column, theirs if sector else ours | theirs)}"
        )
    return SECTORS if sector or column not in ours else "states"


@lru_cache(maxsize=1)
def codes_of_sectors() -> dict[str, str]:
    """Return the names of the sectors by code."""
    table = tables.read("trade/sectors.csv", text=("sector", "label"))
    return dict(zip(table["sector"], table["label"], strict=True))


def spoken(column: str, sector: str = "") -> str:
    """Return a measure of states in words, with its sector."""
    return f"{words.words(column)} in {codes_of_sectors()[sector].partition(':')[0]}" if sector else words.words(column)


def by_state(runs: Ensemble, column: str = "homicides", sector: str = "") -> pd.DataFrame:
    """Return first and last value of a column by strategy and state, means over runs, and two differences.

    `change` is end less start; `difference` is the end less that of the reference strategy (status quo, else the
    first), which met the same luck.  Last is the mean of the last three records.  Raises InputError for a column that
    was not kept.
    """
    frame = _frame(runs, column, sector)
    months = sorted(frame["month"].unique())
    table = pd.DataFrame({"start": _mean(frame, months[:1], column), "end": _mean(frame, months[-3:], column)})
    table = table.reset_index()
    table["change"] = table["end"] - table["start"]
    base = table[table["strategy"] == reference(runs)].set_index("state")["end"]
    table["difference"] = table["end"] - table["state"].map(base)
    return table


def over_years(runs: Ensemble, column: str, strategy: str, maps: int = 4, sector: str = "") -> pd.DataFrame:
    """Return a column by year and state under one strategy, means over runs of three records; equally many years apart.

    Columns: year (of the record, as a whole number), state, value.
    """
    frame = _frame(runs, column, sector)
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


def _frame(runs: Ensemble, column: str, sector: str = "") -> pd.DataFrame:
    """Return means over runs of one column by strategy, month and state, counts as rates; states as text."""
    if table_of(column, sector) == SECTORS:
        frame = runs.means(SECTORS, [column], ["state", "sector"])
        frame = frame[frame["sector"].astype(str) == sector] if sector else frame
        frame = frame.groupby(["strategy", "month", "state"], observed=True, sort=False)[column].sum().reset_index()
    else:
        frame = runs.means("states", [column], ["state"])
    frame["state"] = frame["state"].astype(str)
    if column in RATES:
        frame[column] = frame[column] * RATES[column] / frame["state"].map(people())
    return frame


def _mean(frame: pd.DataFrame, months: list[int], column: str) -> pd.Series:
    at = frame[frame["month"].isin(months)]
    return at.groupby(["strategy", "state"], observed=True, sort=False)[column].mean()


def unit(column: str, sector: str = "") -> str:
    """Return the unit in which a measure is shown."""
    if column in RATES:
        return "per 100,000 people a year"
    columns = next(t.columns for t in TABLES if t.name == table_of(column, sector))
    return next((c.unit for c in columns if c.name == column), "")


def uncertain(runs: Ensemble, column: str = "homicides", sector: str = "") -> pd.DataFrame:
    """Return by strategy and state the difference from the reference at the end, with its 95% interval over luck.

    Paired on the same future, point and seed, averaged over futures and points within a seed; last three records.
    """
    table, base = table_of(column, sector), reference(runs)
    keys = ["state", *(["sector"] if table == SECTORS else [])]

    def ends(piece: pd.DataFrame) -> pd.DataFrame:
        piece = piece[piece["month"].isin(sorted(piece["month"].unique())[-3:])]
        piece = piece[piece["sector"].astype(str) == sector] if sector else piece
        months = piece.groupby(["run_id", "month", "state"], observed=True, sort=False)[column].sum()
        return months.groupby(level=["run_id", "state"], observed=True, sort=False).mean().reset_index()

    frame = runs.table(table, ["month", *keys, column], each=ends)
    frame = frame.merge(runs.runs[["run_id", "point_id"]], on="run_id")
    same = [*(c for c in runs.conditions if c not in runs.factors), "point_id", "seed", "state"]
    wide = frame.pivot_table(index=same, columns="strategy", values=column, observed=True, sort=False)
    gaps = wide.drop(columns=base).sub(wide[base], axis=0).groupby(level=["seed", "state"], observed=True).mean()
    rows = []
    for strategy in gaps:
        for state, part in gaps[strategy].groupby(level="state", observed=True):
            scale = RATES[column] / people()[str(state)] if column in RATES else 1.0
            mean, low, high = (scale * v for v in intervals.mean_interval(part))
            rows.append((str(strategy), str(state), mean, low, high))
    return pd.DataFrame(rows, columns=["strategy", "state", "difference", "low", "high"])
