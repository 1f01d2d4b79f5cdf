"""Tables of coded threats: read, checked, and turned into what could be known at the start and what came of it.

Columns of `data/episodes/us_threats.csv`.  Where a table lacks cluster, statute, scope or size, a row that is bundled
takes what is listed there, and another one is derived by the rules below.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from giants import tables
from giants.bargaining import signals
from giants.bargaining.estimated import EXPOSURE_ORIGIN, MARKET_ORIGIN, KnownThreat
from giants.bargaining.ratify import CLASSES
from giants.errors import InputError
from giants.symbols import Array

BUNDLED = ("episodes/us_threats.csv", "episodes/us_threats_mexico.csv")
REQUIRED = ("id", "start", "sender", "target", "demand_class", "instrument", "form")
NUMBERS = ("conditional", "threat_size", "us_imports_2024_bn", "dependence", "concession_0to1")
ENDS = ("act", "withdrawn", "deal", "censored")
ADVERSARIES = ("CHN", "CUB", "IRN", "PRK", "RUS", "VEN")
"""15 CFR 791.4, foreign adversaries of the United States (2021, from memory)."""
OTHER_SCOPE, DAYS_A_MONTH = 0.1, 365.25 / 12
"""Share of imports hit where the text names no goods: prior, 0.03 to 0.3."""


class CodedThreats(NamedTuple):
    """Coded threats, each array (N,)."""

    id: Array
    target: Array
    tariff: Array
    """True where the instrument is a tariff"""
    cluster: Array
    """rows that share a cause; the month where none is given"""
    month: Array
    """of the start, as 2025-03"""
    start: Array
    """months since year 1"""
    end: Array
    """months since year 1, infinite where no end was seen"""
    known: KnownThreat
    """at the start, but for the record"""
    said: Array
    """what the end says about resolve, `signals.news`"""
    concession: Array
    """share of the demand, NaN where it is not known"""
    imposed: Array
    """1 or 0, NaN where it is not known"""
    counted: Array
    """True where the row may be estimated on and scored: by the United States, with a form, verified, not doubtful"""


def read(path: Path | str) -> CodedThreats:
    """Return the threats of a CSV file; a text names a bundled table.

    Raises InputError naming the file, and the row and column that is wrong.
    """
    folder, name = (path.parent, path.name) if isinstance(path, Path) else (None, path)
    t: pd.DataFrame = tables.read(name, text=REQUIRED, folder=folder)
    repeated = np.flatnonzero(t["id"].duplicated())
    if repeated.size:
        raise _wrong(name, repeated[0], "id", t["id"].iloc[repeated[0]], "an id of its own")
    for column in NUMBERS:
        t[column] = _numbers(name, t, column)
    for column in ("cluster", "statute"):
        own = _text(t, column)
        t[column] = own.where(own != "", t["id"].map(_bundled(column)).fillna(""))
    tables.known(name, "demand_class", list(t["demand_class"]), CLASSES)
    form = _text(t, "form").replace("private", "statement")
    tables.known(name, "form", list(form), ("", *signals.FORMS))
    ends = _text(t, "end_kind")
    tables.known(name, "end_kind", list(ends), ("", *ENDS))
    outside = np.flatnonzero(~t["concession_0to1"].fillna(0.0).between(0, 1))
    if outside.size:
        value = float(t["concession_0to1"].iloc[outside[0]])
        raise _wrong(name, outside[0], "concession_0to1", value, "a share from 0 to 1")
    statute = _statute(t)
    protects = signals.protective(statute, t["conditional"].fillna(1.0))
    known = KnownThreat(
        form=np.array([(*signals.FORMS, "").index(f) if f else -1 for f in form]),
        protective=protects,
        statute_named=signals.statute_named(statute),
        record=np.zeros(len(t)),
        kind=np.array([CLASSES.index(kind) for kind in t["demand_class"]]),
        exposure=signals.exposure(_of_target(t, "dependence", EXPOSURE_ORIGIN), _scope(t), _rate(t)),
        market=_of_target(t, "us_imports_2024_bn", MARKET_ORIGIN),
        adversary=t["target"].isin(ADVERSARIES).to_numpy(float),
        mexico=(t["target"] == "MEX").to_numpy(float),
    )
    return CodedThreats(
        id=t["id"].to_numpy(str),
        target=t["target"].to_numpy(str),
        tariff=(t["instrument"] == "tariff").to_numpy(),
        cluster=t["cluster"].where(t["cluster"] != "", t["start"].str[:7]).to_numpy(str),
        month=t["start"].str[:7].to_numpy(str),
        start=_months(name, t, "start", np.nan),
        end=_months(name, t, "end", np.inf),
        known=known,
        said=signals.news(ends == "act", ends == "withdrawn", _flag(name, t, "explicit_threat") == 1, protects),
        concession=t["concession_0to1"].to_numpy(float),
        imposed=_flag(name, t, "imposed"),
        counted=np.asarray(
            (t["sender"] == "USA") & (form != "") & (_text(t, "doubtful") == "") & (_flag(name, t, "verified") != 0)
        ),
    )


def read_all(paths: Sequence[Path] | None = None) -> CodedThreats:
    """Return the threats of several files, by default the bundled ones."""
    return join([read(path) for path in paths or BUNDLED])


def join(parts: list[CodedThreats]) -> CodedThreats:
    """Return several tables as one; a row that stands in an earlier table is left out of the later ones."""

    def end_to_end(tuples: list[Any]) -> dict[str, Array]:
        names = [name for name in tuples[0]._fields if name != "known"]
        return {name: np.concatenate([getattr(one, name) for one in tuples]) for name in names}

    known = KnownThreat(**end_to_end([part.known for part in parts]))
    every = CodedThreats(known=known, **end_to_end(list(parts)))
    return take(every, np.sort(np.unique(every.id, return_index=True)[1]))


def take(rows: CodedThreats, at: Array) -> CodedThreats:
    """Return the rows `at` (indices, or True where they are kept)."""
    columns: dict[str, Any] = {name: column[at] for name, column in rows._asdict().items() if name != "known"}
    return CodedThreats(known=KnownThreat(*(column[at] for column in rows.known)), **columns)


def at_start(rows: CodedThreats, history: CodedThreats) -> KnownThreat:
    """Return what could be known of `rows` at their start, the record of the sender from `history` included.

    Of `history` only threats that had ended speak, and never those of the row's own cluster.
    """
    age = rows.start[:, None] - history.end
    own = rows.cluster[:, None] == history.cluster
    age = np.where(own | (age <= 0), -1.0, age)
    return rows.known._replace(record=signals.record(history.said, history.cluster, age))


def _statute(t: pd.DataFrame) -> Array:
    """Return the statute: the one given, else the instrument if no tariff, else the law that text or product imply."""
    told = (_text(t, "threat") + " " + _text(t, "threat_unit")).str.lower()
    product = (_text(t, "issue_group") == "steel_aluminum") | told.str.contains(r"\b(?:cars|vehicles|steel)\b")
    rules = (
        (t["instrument"] != "tariff", t["instrument"]),
        (told.str.contains("antidump"), "AD"),
        (told.str.contains(r"\b232\b") | product, "232"),
        (told.str.contains(r"\b301\b"), "301"),
        (told.str.contains("ieepa|emergency"), "IEEPA"),
    )
    found = np.full(len(t), "unspecified", dtype=object)
    for applies, code in reversed(rules):
        found = np.where(applies, code, found)
    return np.where(t["statute"] != "", t["statute"].str.removesuffix(".0"), found).astype(str)


def _scope(t: pd.DataFrame) -> Array:
    """Return the share of the sender's imports that is hit, from the words of `threat_unit`; the table says which."""
    words = tables.read("episodes/threat_scopes.csv", columns=("share",), text=("words",))
    unit = _text(t, "threat_unit").str.lower()
    found = np.where(t["instrument"].isin(("treaty_exit", "border_closure")), 1.0, OTHER_SCOPE)
    for text, part in reversed(list(zip(words["words"], words["share"], strict=True))):
        found = np.where(unit.str.contains(text, regex=False), part, found)
    imports = _of_target(t, "us_imports_2024_bn", MARKET_ORIGIN)
    for row, text in enumerate(unit):
        sum_named = re.search(r"on ([\d.]+) bn usd", text)
        if sum_named or text.startswith("bn usd"):
            size = float(sum_named[1]) if sum_named else t["threat_size"].fillna(1.0).iloc[row]
            found[row] = np.clip(size / imports[row], 1e-3, 1.0)
    return np.asarray(found, float)


def _rate(t: pd.DataFrame) -> Array:
    """Return the rate announced, ad valorem; the reference rate where no percentage was."""
    pct = _text(t, "threat_unit").str.startswith("pct") & (t["threat_size"] > 0)
    return np.where(pct, t["threat_size"] / 100, signals.REFERENCE_RATE)


@lru_cache(maxsize=4)
def _bundled(column: str) -> dict[str, str]:
    rows = pd.concat([tables.read(name, text=("id", column)) for name in BUNDLED])
    return dict(zip(rows["id"], rows[column], strict=True))


@lru_cache(maxsize=4)
def _targets(column: str) -> dict[str, float]:
    rows = pd.concat([tables.read(name, text=("target",)) for name in BUNDLED]).dropna(subset=[column])
    return dict(zip(rows["target"], rows[column], strict=True))


def _of_target(t: pd.DataFrame, column: str, otherwise: float) -> Array:
    """Return a figure of the target: the row's, else that of the bundled tables, else the origin of its term."""
    own = t[column] if column in t else pd.Series(np.nan, index=t.index)
    return own.fillna(t["target"].map(_targets(column))).fillna(otherwise).to_numpy(float)


def _text(t: pd.DataFrame, column: str) -> pd.Series:
    if column not in t:
        return pd.Series("", index=t.index)
    return t[column].astype(object).where(t[column].notna(), "").astype(str).str.strip()


def _numbers(name: str, t: pd.DataFrame, column: str) -> pd.Series:
    text = _text(t, column)
    values = pd.to_numeric(text.where(text != ""), errors="coerce")
    bad = np.flatnonzero((text != "") & ~np.isfinite(values.to_numpy(float)))
    if bad.size:
        raise _wrong(name, bad[0], column, text.iloc[bad[0]], "a number, or nothing")
    return values


def _flag(name: str, t: pd.DataFrame, column: str) -> Array:
    """Return True and False as 1 and 0, NaN where nothing or NA is said."""
    codes = {"true": 1.0, "1": 1.0, "1.0": 1.0, "false": 0.0, "0": 0.0, "0.0": 0.0, "": np.nan, "na": np.nan}
    text = _text(t, column).str.lower()
    for row in np.flatnonzero(~text.isin(list(codes)))[:1]:
        raise _wrong(name, row, column, text.iloc[row], "True, False or nothing")
    return text.map(codes).to_numpy(float)


def _months(name: str, t: pd.DataFrame, column: str, absent: float) -> Array:
    months = np.full(len(t), absent)
    for row, day in enumerate(_text(t, column)):
        try:
            if day or np.isnan(absent):
                months[row] = date.fromisoformat(day).toordinal() / DAYS_A_MONTH
        except ValueError:
            raise _wrong(name, row, column, day, "an ISO day such as 2025-03-04") from None
    return months


def _wrong(name: str, row: int, column: str, value: object, right: str) -> InputError:
    return InputError(f"table {name}, row {row + 2}, column {column!r}: {value!r} is not {right}")
