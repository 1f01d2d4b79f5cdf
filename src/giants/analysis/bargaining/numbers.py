"""What was asked, threatened and conceded: episodes of a run, concessions by issue, outcomes by strategy."""

from collections.abc import Sequence

import pandas as pd

from giants.analysis.ensemble import Ensemble
from giants.bargaining import issues
from giants.bargaining.issues import Issue
from giants.config import default_settings
from giants.errors import InputError
from giants.measures.frames import demand_columns
from giants.records.schema import COLUMNS as EVENT
from giants.records.schema import Event
from giants.records.story import Story
from giants.records.words import words as catalogue
from giants.twins import STEP

COLUMNS = ("month", "date", "kind", "actor", "other", "issue", "instrument", "size", "value", "outcome", "form",
           "episode", "text")  # fmt: skip
TEXTS = ("kind", "actor", "other", "issue", "instrument", "outcome", "form")
BARGAINING = "bargaining"
"""Kind of the events that the bargaining phase tells; others are those of groups and governments."""


def classes() -> dict[str, str]:
    """Return what each issue of the default configuration is: whose demand, and of which kind."""
    return {name: _class(one) for name, one in default_settings().issues.items()}


def _class(one: Issue) -> str:
    if one.proposer == "USA":
        security = "security" if one.topic in ("drugs", "migration") else "economic"
        return f"{'sovereign' if one.demand_class == 'sovereign' else security} demand of the US"
    return {"CHN": "demand of China", "MEX": "demand of Mexico"}.get(one.proposer, "regional issue")


def log(runs: Ensemble, run_id: int | None = None, lang: str = "en") -> pd.DataFrame:
    """Return the bargaining log of one run (the first by default), in order, in the words of `lang`.

    Raises InputError if it is not there.
    """
    present = runs.runs["run_id"]
    chosen = int(present.iloc[0]) if run_id is None else run_id
    if chosen not in set(present):
        raise InputError(f"no run {chosen} that succeeded; run_id goes from {present.min()} to {present.max()}")
    if lang == "en":
        frame = _events(runs, COLUMNS, chosen)
        return frame.sort_values("month", kind="stable", ignore_index=True)
    frame = runs.table("events", ["month", "date", "episode", "text", *EVENT], every=1, only=chosen)
    frame = frame.sort_values("month", kind="stable", ignore_index=True)
    if len(frame):
        first = pd.Timestamp(frame["date"].iloc[0]) - pd.DateOffset(months=int(frame["month"].iloc[0]))
        story = Story(f"{first:%Y-%m}", catalogue(lang))
        rows = frame[["month", *EVENT]].astype(dict.fromkeys(TEXTS, str)).to_dict("records")
        frame["text"] = [story.tell(Event(**{str(k): v for k, v in row.items()}))[1] for row in rows]
    return _ours(frame)


def last_year(runs: Ensemble, run_id: int) -> float:
    """Return the date of the last month of a run, in decimal years."""
    months = runs.table("measures", ["month", "date"], every=1, only=run_id)
    date = pd.to_datetime(months["date"]).max()
    return float(date.year + (date.month - 0.5) / 12)


def _events(runs: Ensemble, columns: Sequence[str], only: int | None = None) -> pd.DataFrame:
    """Return the events of bargaining, their kind being how the step ended (threat, deal, imposed, ...)."""
    return _ours(runs.table("events", columns, every=1, only=only))


def _ours(frame: pd.DataFrame) -> pd.DataFrame:
    kind, outcome = frame["kind"].astype(str), frame["outcome"].astype(str)
    ours: pd.DataFrame = frame[(kind == BARGAINING) | (kind == outcome)]
    return ours.assign(kind=outcome)


def episodes(runs: Ensemble) -> pd.DataFrame:
    """Return how many events of each kind a run has on average, by strategy and actor."""
    frame = _events(runs, ["month", "kind", "actor", "outcome"])
    count = (
        frame.groupby(["strategy", "actor", "kind"], observed=True, sort=False).size().rename("events").reset_index()
    )
    n = runs.runs.groupby("strategy", sort=False).size()
    count["per_run"] = count["events"] / count["strategy"].astype(str).map(n).to_numpy(float)
    return count


def concessions(runs: Ensemble) -> pd.DataFrame:
    """Return deals by strategy and class of issue: deals a run, mean concession (share of the full demand), n."""
    frame = _events(runs, ["month", "kind", "issue", "value", "outcome"])
    deals = frame[(frame["kind"].astype(str) == "deal") & (frame["value"] > 0)].copy()
    if deals.empty:
        raise InputError(f"no deal was made in the runs of {runs.path}")
    deals["class"] = deals["issue"].astype(str).map(classes()).fillna("other")
    table = (
        deals.groupby(["strategy", "class"], observed=True, sort=False)["value"]
        .agg(["mean", "std", "count"])
        .reset_index()
    )
    n = runs.runs.groupby("strategy", sort=False).size()
    table["per_run"] = table["count"] / table["strategy"].astype(str).map(n).to_numpy(float)
    return table.rename(columns={"mean": "concession", "count": "n"})


def responses(runs: Ensemble) -> pd.DataFrame:
    """Return how far outcomes follow each side's ideals: month, actor, response by strategy (needs twins=all).

    response = mean over the giants' demands of (z_shifted - z) / step, with the ideals of one actor moved by `step`
    from the first month on, on the same seeds: 0 if outcomes ignore the actor, 1 if they follow one for one.  Means
    over runs are taken of the movement, never of ratios.
    """
    levers = demand_columns(issues.of(default_settings().issues, "USA", "CHN"))
    frame = runs.table("twins", ["month", "twin", *levers], every=1)
    frame["lever"] = frame[levers].astype(float).mean(axis=1)
    table = frame.pivot_table(index=["strategy", "run_id", "month"], columns="twin", values="lever", observed=True)
    shifted = [c for c in table if str(c).endswith("_shifted")]
    if "base" not in table or not shifted:
        raise InputError(f"the twins of {runs.path} hold no shifted ideals; run with twins=all")
    moved = table[shifted].sub(table["base"], axis=0) / STEP
    mean = moved.groupby(level=["strategy", "month"], observed=True, sort=False).mean().reset_index()
    long = mean.melt(["strategy", "month"], var_name="actor", value_name="response")
    long["actor"] = long["actor"].astype(str).str.removesuffix("_shifted")
    return long
