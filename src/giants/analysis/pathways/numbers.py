"""Signposts and how long each strategy lasts before it passes one; an adaptive strategy against static ones.

Source of the idea: Haasnoot et al. (2013), Dynamic adaptive policy pathways, Global Environmental Change 23(2): a
policy has a sell-by date, and signposts with triggers say when to change it.
"""

import operator
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from giants.analysis import intervals
from giants.analysis.ensemble import Ensemble
from giants.analysis.futures.numbers import named
from giants.errors import InputError

MANY = 5000
"""Runs above which signposts are read at the end of each year instead of each month."""


class Signpost(NamedTuple):
    """A trigger on a recorded measure: it has fired once `measure` is beyond `bar`."""

    name: str
    measure: str
    sign: str
    bar: float


SIGNPOSTS = (
    Signpost("US tariff above 15%", "us_tariff", ">", 15.0),
    Signpost("preference lost", "preference_lost", ">", 0.5),
    Signpost("China above 25% of imports", "china_import_share", ">", 25.0),
    Signpost("internal sovereignty below 0.3", "sovereignty", "<", 0.3),
    Signpost("index below 0.4", "index", "<", 0.4),
    Signpost("partnership with the US below 0.35", "relations_us", "<", 0.35),
)
_BEYOND: dict[str, Callable[[float, float], bool]] = {">": operator.gt, "<": operator.lt}
KEYS = ["future", "signpost", "strategy"]
STAYS = 12
"""Months for which a trigger must hold before it counts as a change of the world rather than a bad month."""


def read(text: str) -> Signpost:
    """Return the signpost MEASURE<NUMBER or MEASURE>NUMBER.  Raises InputError if it cannot be read."""
    sign = "<" if "<" in text else ">"
    measure, _, number = (part.strip() for part in text.partition(sign))
    try:
        return Signpost(f"{measure} {'below' if sign == '<' else 'above'} {number}", measure, sign, float(number))
    except ValueError:
        raise InputError(f"{text!r} is no signpost; write e.g. us_tariff>15 or sovereignty<0.3") from None


def fired(runs: Ensemble, posts: tuple[Signpost, ...] = SIGNPOSTS) -> pd.DataFrame:
    """Return, run by run, the year in which each signpost fired (missing: never).

    A signpost fires in the first month from which it held for STAYS months, or to the end; a year-end reading counts
    at once.
    """
    runs.check([p.measure for p in posts])
    yearly = len(runs.runs) > MANY
    columns = list(dict.fromkeys(["month", "year", *(p.measure for p in posts)]))
    frame = runs.table("measures", columns, every=12 if yearly else 1).sort_values(["run_id", "month"])
    parts = []
    for post in posts:
        on = pd.Series(_BEYOND[post.sign](frame[post.measure], post.bar), frame.index)
        if not yearly:
            held = on[::-1].groupby(frame["run_id"][::-1], sort=False).rolling(STAYS, min_periods=1).min()
            on = held.reset_index(level=0, drop=True).reindex(frame.index) > 0
        first = frame["year"].astype(float).where(on).groupby(frame["run_id"], sort=False).min()
        keep = runs.runs[["run_id", "strategy", "seed"]].assign(future=named(runs, runs.runs))
        parts.append(keep.assign(signpost=post.name, year=keep["run_id"].map(first)))
    return pd.concat(parts, ignore_index=True)


def lasting(table: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return by future, signpost, strategy and year the share of runs in which it has not fired, with Wilson intervals.

    Futures stand apart: a share over several would be that of the mix of futures that happened to be swept.
    """
    rows = []
    for (future, post, strategy), part in table.groupby(KEYS, sort=False):
        n = len(part)
        for year in range(first, last + 1):
            left = int((~(part["year"] <= year)).sum())
            low, high = intervals.wilson(left, n)
            rows.append((future, post, strategy, year, left / n, float(low), float(high), n))
    return pd.DataFrame(rows, columns=[*KEYS, "year", "share", "low", "high", "n"])


def sell_by(left: pd.DataFrame) -> pd.DataFrame:
    """Return the first year in which a signpost has fired in at least half of the runs (missing: it lasts)."""
    gone = left[left["share"] <= 0.5].groupby(KEYS, sort=False)["year"].min()
    grid = left[KEYS].drop_duplicates().set_index(KEYS)
    return grid.assign(sell_by=gone.reindex(grid.index).astype(float)).reset_index()


def firing(table: pd.DataFrame) -> pd.DataFrame:
    """Return by future, signpost and strategy the share of runs in which it fired, and quartiles of its year."""
    grouped = table.groupby(KEYS, sort=False)["year"]
    years = grouped.quantile([0.25, 0.5, 0.75]).unstack()  # noqa: PD010
    years.columns = ["q25", "q50", "q75"]
    return years.assign(share=grouped.count() / grouped.size()).reset_index()


def passed(runs: Ensemble) -> pd.DataFrame:
    """Return the signposts that the government itself passed: strategy, signpost, outcome, share of runs, median year.

    Read from the log of an adaptive strategy, which reconsiders its course there; empty where no run has any.
    """
    names = ["strategy", "signpost", "outcome", "share", "year"]
    if "events" not in runs.tables:
        return pd.DataFrame(columns=names)
    frame = runs.table("events", ["month", "date", "kind", "issue", "outcome"], every=1)
    frame = frame[frame["kind"].astype(str) == "signpost"].rename(columns={"issue": "signpost"})
    if frame.empty:
        return pd.DataFrame(columns=names)
    date = pd.to_datetime(frame["date"])
    frame = frame.assign(year=date.dt.year + (date.dt.month - 0.5) / 12)
    keys = ["strategy", "signpost", "outcome"]
    first = frame.groupby([*keys, "run_id"], observed=True, sort=False)["year"].min().reset_index()
    table = first.groupby(keys, observed=True, sort=False)["year"].agg(["count", "median"]).reset_index()
    n = runs.runs.groupby("strategy", sort=False).size()
    table["share"] = table["count"] / table["strategy"].astype(str).map(n).to_numpy(float)
    return table.rename(columns={"median": "year"})[names]


def adaptive(runs: Ensemble) -> str:
    """Return the adaptive strategy of the runs, or an empty text."""
    return next((s for s in runs.strategies if "adaptive" in s), "")


def span(runs: Ensemble) -> tuple[int, int]:
    """Return the first and last year of the runs."""
    year = runs.table("measures", ["month", "year"], labels=False)["year"]
    return int(np.floor(year.min())), int(np.floor(year.max()))
