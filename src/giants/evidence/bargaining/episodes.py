"""Read a table of dated bargaining episodes, and say what could be known of each at its start."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from giants import tables
from giants.bargaining import signals
from giants.bargaining.clocks import decimal_year
from giants.bargaining.instruments import CONCAVITY
from giants.bargaining.patience import impatience, weight
from giants.errors import InputError
from giants.evidence.bargaining import coded_threats
from giants.evidence.bargaining.episode_model import ACT_SOFT, ACT_TOUGH, KINDS, ObservedOutcomes, Rows
from giants.symbols import Array, Bargaining, neutral_value

COLUMNS = ("id", "start", "sender", "target", "issue_group", "demand_class", "instrument", "explicit_threat")
BASE_BELIEF = neutral_value(Bargaining, "belief")
STRANGER = 0.02
"""Dependence of a pair that the table does not name, against Mexico on the United States; prior."""
PAST_ELECTIONS = {
    "USA": ("2016-11-08", "2018-11-06", "2020-11-03", "2022-11-08", "2024-11-05", "2026-11-03", "2028-11-07"),
    "MEX": ("2018-07-01", "2021-06-06", "2024-06-02", "2027-06-06", "2030-06-02"),
}


def read(path: Path | None = None) -> pd.DataFrame:
    """Return the episodes of a CSV file (the bundled ones if none is named), checked, with outcomes where it has them.

    Raises InputError naming the file and the row and column that is wrong.
    """
    folder, name = (path.parent, path.name) if path is not None else (None, "episodes/episodes.csv")
    rows: pd.DataFrame = tables.read(name, text=COLUMNS, folder=folder)
    tables.known(name, "demand_class", list(rows["demand_class"]), tuple(KINDS))
    rows["instrument"] = rows["instrument"].fillna("implicit")
    known = sorted(set(_losses()["instrument"]))
    tables.known(name, "instrument", list(rows["instrument"]), known)
    for position, day in enumerate(rows["start"]):
        try:
            decimal_year(day)
        except (ValueError, AttributeError):
            raise InputError(f"table {name}, row {position + 2}, column 'start': {day!r} is not an ISO day") from None
    return rows


def flag(rows: pd.DataFrame, column: str) -> Array:
    """Return a column of True and False as 1 and 0, with NaN where it is empty, NA or absent."""
    if column not in rows.columns:
        return np.full(len(rows), np.nan)
    return rows[column].astype(str).str.lower().map({"true": 1.0, "false": 0.0}).to_numpy(float)


def number(rows: pd.DataFrame, column: str) -> Array:
    """Return a column as numbers, NaN where it is empty or absent."""
    if column not in rows.columns:
        return np.full(len(rows), np.nan)
    return pd.to_numeric(rows[column], errors="coerce").to_numpy(float)


def outcomes(rows: pd.DataFrame) -> ObservedOutcomes:
    """Return what happened in each row."""
    return ObservedOutcomes(number(rows, "concession_0to1"), flag(rows, "imposed"), flag(rows, "retaliation"))


def features(rows: pd.DataFrame, history: pd.DataFrame) -> Rows:
    """Return what could be known of `rows` at their start; `history` are rows whose outcomes may be used.

    Only rows of `history` between the same two that had ended before the start move beliefs.
    """
    losses = [_loss(row) for row in rows.to_dict("records")]
    return Rows(
        kind=np.array([KINDS[kind] for kind in rows["demand_class"]]),
        loss=np.array([loss for loss, _, _ in losses]),
        own=np.array([own for _, own, _ in losses]),
        match=np.array([_coded().get(one, (0.0,))[0] for one in rows["id"]]),
        explicit=np.nan_to_num(flag(rows, "explicit_threat")),
        delay=np.array([delay for _, _, delay in losses]),
        shift=np.array([_reputation(row, history) for row in rows.to_dict("records")]),
        weight=np.array([_weight(row) for row in rows.to_dict("records")]),
    )


@lru_cache(maxsize=1)
def _losses() -> pd.DataFrame:
    rows: pd.DataFrame = tables.read(
        "episodes/instrument_losses.csv", columns=("loss", "delay", "own_loss"), text=("instrument",)
    )
    return rows


@lru_cache(maxsize=1)
def _pairs() -> dict[tuple[str, str], float]:
    rows = tables.read("episodes/pair_dependence.csv", columns=("scale",), text=("sender", "target"))
    return {(a, b): float(x) for a, b, x in zip(rows["sender"], rows["target"], rows["scale"], strict=True)}


@lru_cache(maxsize=1)
def _coded() -> dict[str, tuple[float, float, str]]:
    """Return, for each coded threat, whether its statute protects, what its end says about resolve, and its cluster."""
    rows = coded_threats.read_all()
    return dict(zip(rows.id, zip(rows.known.protective, rows.said, rows.cluster, strict=True), strict=True))


def _loss(row: dict[Any, Any]) -> tuple[float, float, float]:
    """Return (target's loss for a year, sender's loss over the worth of the demand, legal delay in months)."""
    table = _losses()
    mine = table[table["instrument"] == row["instrument"]]
    narrow = mine[mine["groups"] == row["issue_group"]]
    entry = (narrow if len(narrow) else mine[mine["groups"].isna()]).iloc[0]
    scale = _pairs().get((row["sender"], row["target"]), STRANGER)
    size = float(pd.to_numeric(pd.Series([row.get("threat_size")]), errors="coerce").iloc[0])
    if row["instrument"] == "tariff" and np.isfinite(size) and str(row.get("threat_unit", "")).startswith("pct"):
        scale *= (min(size, 100.0) / 25) ** CONCAVITY
    return float(entry["loss"]) * scale, float(entry["own_loss"]), float(entry["delay"])


def _reputation(row: dict[Any, Any], history: pd.DataFrame) -> float:
    """Return the log odds by which ended threats between the same two have moved the belief in resolve.

    r ln(P(act | tough) / P(act | soft)), r the record of the threats whose end is coded (`giants.bargaining.signals`):
    unspoken and censored ones say nothing.
    """
    past = history[(history["sender"] == row["sender"]) & (history["target"] == row["target"])]
    coded = [_coded().get(one, (0.0, 0.0, "")) for one in past["id"]]
    ended = np.array([decimal_year(day) if isinstance(day, str) else np.inf for day in past["end"]])
    age = 12 * (decimal_year(row["start"]) - ended)
    said, cluster = np.array([one[1] for one in coded]), np.array([one[2] for one in coded])
    return float(signals.record(said, cluster, np.where(age > 0, age, -1.0)) * np.log(ACT_TOUGH / ACT_SOFT))


def _weight(row: dict[Any, Any], r0: float = 0.02, eta: float = 0.02) -> float:
    """Return the sender's Nash weight from the elections ahead of both sides at the start."""
    start = decimal_year(row["start"])

    def rate(actor: str) -> Array:
        ahead = [12 * (decimal_year(day) - start) for day in PAST_ELECTIONS.get(actor, ())]
        return impatience(r0, eta, min((months for months in ahead if months >= 0), default=1200.0))

    return float(weight(rate(str(row["sender"])[:3]), rate(str(row["target"])[:3])))
