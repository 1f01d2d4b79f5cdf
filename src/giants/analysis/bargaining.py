"""What was asked, threatened and conceded: episodes of a run, concessions by issue, outcomes by strategy."""

import pandas as pd

from giants.analysis.ensemble import Ensemble
from giants.errors import InputError
from giants.symbols import CHINA_DEMANDS, MEXICAN_DEMANDS, REGIONAL_ISSUES, SOVEREIGN, US_DEMANDS

COLUMNS = ("month", "date", "kind", "actor", "other", "issue", "instrument", "size", "value", "outcome", "text")
KINDS = ("threat", "deal", "imposed", "extended", "withdrawn", "lifted")
CLASSES = (
    dict.fromkeys(US_DEMANDS[:3], "security demand of the US")
    | dict.fromkeys(US_DEMANDS[3:], "economic demand of the US")
    | dict.fromkeys(SOVEREIGN, "sovereign demand of the US")
    | dict.fromkeys(CHINA_DEMANDS, "demand of China")
    | dict.fromkeys(REGIONAL_ISSUES, "regional issue")
    | dict.fromkeys(MEXICAN_DEMANDS, "demand of Mexico")
)


def log(runs: Ensemble, run_id: int | None = None) -> pd.DataFrame:
    """Return the bargaining log of one run (the first by default), in order.  Raises InputError if it is not there."""
    there = runs.runs["run_id"]
    chosen = int(there.iloc[0]) if run_id is None else run_id
    if chosen not in set(there):
        raise InputError(f"no run {chosen} that succeeded; run_id goes from {there.min()} to {there.max()}")
    frame = runs.table("events", COLUMNS, every=1)
    mine: pd.DataFrame = frame[frame["run_id"] == chosen].sort_values("month", kind="stable", ignore_index=True)
    return mine


def episodes(runs: Ensemble) -> pd.DataFrame:
    """Return how many events of each kind a run has on average, by strategy and actor."""
    frame = runs.table("events", ["month", "kind", "actor"], every=1)
    count = (
        frame.groupby(["strategy", "actor", "kind"], observed=True, sort=False).size().rename("events").reset_index()
    )
    n = runs.runs.groupby("strategy", sort=False).size()
    count["per_run"] = count["events"] / count["strategy"].astype(str).map(n).to_numpy(float)
    return count


def concessions(runs: Ensemble) -> pd.DataFrame:
    """Return deals by strategy and class of issue: deals a run, mean concession (share of what was asked), n."""
    frame = runs.table("events", ["month", "kind", "issue", "value"], every=1)
    deals = frame[(frame["kind"].astype(str) == "deal") & (frame["value"] > 0)].copy()
    if deals.empty:
        raise InputError(f"no deal was made in the runs of {runs.path}")
    deals["class"] = deals["issue"].astype(str).map(CLASSES).fillna("other")
    table = (
        deals.groupby(["strategy", "class"], observed=True, sort=False)["value"]
        .agg(["mean", "std", "count"])
        .reset_index()
    )
    n = runs.runs.groupby("strategy", sort=False).size()
    table["per_run"] = table["count"] / table["strategy"].astype(str).map(n).to_numpy(float)
    return table.rename(columns={"mean": "concession", "count": "n"})
