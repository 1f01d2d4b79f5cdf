"""Violence and drugs over time: members, groups, fragmentation, homicides, flows, deaths, crossings."""

import numpy as np
import pandas as pd

from giants import tables
from giants.analysis import intervals
from giants.analysis.ensemble import Ensemble

SERIES = (
    "members_total",
    "homicides_total",
    "flow_fentanyl",
    "overdose_deaths_fentanyl",
    "free_population",
)


def over_time(runs: Ensemble) -> pd.DataFrame:
    """Return quantiles over runs of each series by strategy and year, groups per state and fragmentation among them.

    Fragmentation is the effective number of groups, 1 / sum of squared shares of drug income.
    """
    frame = runs.table("measures", ["month", "year", *SERIES])
    begin = float((frame["year"] - frame["month"] / 12).median())
    parts = [intervals.quantiles(frame, ["strategy", "year"], s).assign(series=s) for s in SERIES]
    if "states" in runs.tables:
        groups = runs.table("states", ["month", "groups"], every=1, each=_groups)
        parts.append(_yearly(groups, "groups a state", begin))
    if "cartels" in runs.tables:
        income = runs.table("cartels", ["month", "revenue"], every=1, each=_effective)
        parts.append(_yearly(income, "effective groups", begin))
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "series", table.pop("series"))
    return table


def against(runs: Ensemble, reference: str) -> pd.DataFrame:
    """Return each strategy's difference from the reference on the same luck by year, percent: mean, 5th and 95th.

    Columns: series, strategy, year, mean, low, high, n (pairs of runs).
    """
    columns = ["members_total", "homicides_total", "flow_fentanyl"]
    frame = runs.table("measures", ["month", "year", *columns])
    keys = [c for c in (*runs.conditions, "point_id", "seed", "month") if c in frame and c != "strategy"]
    parts = []
    for series in columns:
        wide = frame.pivot_table(index=keys, columns="strategy", values=series, observed=True)
        for strategy in runs.strategies:
            if strategy == reference or not {strategy, reference} <= set(wide.columns):
                continue
            ratio = (100 * (wide[strategy] / wide[reference] - 1)).dropna().rename("value").reset_index()
            grouped = ratio.groupby("month")["value"]
            ends = {"low": grouped.quantile(0.05), "high": grouped.quantile(0.95)}
            out = pd.DataFrame({"mean": grouped.mean(), "n": grouped.size(), **ends}).reset_index()
            parts.append(out.assign(series=series, strategy=strategy))
    table = pd.concat(parts, ignore_index=True)
    table["year"] = float((frame["year"] - frame["month"] / 12).median()) + table["month"] / 12
    return table[["series", "strategy", "year", "mean", "low", "high", "n"]]


def _groups(states: pd.DataFrame) -> pd.DataFrame:
    return states.groupby(["run_id", "month"], sort=False)["groups"].mean().rename("value").reset_index()


def _effective(cartels: pd.DataFrame) -> pd.DataFrame:
    cartels = cartels.assign(squared=cartels["revenue"] ** 2)
    sums = cartels.groupby(["run_id", "month"], sort=False)[["revenue", "squared"]].sum()
    value = sums["revenue"] ** 2 / sums["squared"].where(sums["squared"] > 0)
    return value.rename("value").reset_index()


def _yearly(frame: pd.DataFrame, name: str, begin: float) -> pd.DataFrame:
    frame = frame.assign(year=begin + frame["month"].astype(float) / 12)
    return intervals.quantiles(frame, ["strategy", "year"], "value").assign(series=name)


def corridors(runs: Ensemble) -> pd.DataFrame:
    """Return by strategy and crossing the perceived risk of seizure and the cost of crime on freight, start and end."""
    frame = runs.means("crossings", ["crossing_risk", "freight_cost"], ["crossing"], ends=True)
    months = sorted(frame["month"].unique())
    known = tables.read("security/border_crossings.csv", text=("name",))["name"].tolist()
    keys = ["strategy", "crossing"]
    parts = []
    for when, month in (("start", months[0]), ("end", months[-1])):
        at = frame[frame["month"] == month]
        parts.append(
            at.groupby(keys, observed=True, sort=False)[["crossing_risk", "freight_cost"]].mean().add_suffix(f"_{when}")
        )
    table = pd.concat(parts, axis=1).reset_index()
    index = table["crossing"].astype(str).astype(int)
    table["name"] = [known[i] if i < len(known) else str(i) for i in index]
    return table.assign(risk_change=np.round(table["crossing_risk_end"] - table["crossing_risk_start"], 6))
