"""The hindcast against the record: every dated pattern with ours, an interval, persistence and a verdict."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from giants import duties, tables
from giants.evidence.model.hindcast import Histories, yearly
from giants.evidence.rows import Benchmark, as_line, record
from giants.history import law
from giants.scenario import month_number
from giants.symbols import ECONOMIES, GOODS, MEX, SECTORS, USA
from giants.trade.origin import claims

ORIGIN = 2017
"""Persistence holds each quantity at its last observation up to this year."""
SERIES = {
    "share of US goods imports, Mexico": "US imports, MEX",
    "share of US goods imports, China": "US imports, CHN",
    "share of US goods imports, Canada": "US imports, CAN",
    "share of US goods imports, rest of Asia": "US imports, RAS",
    "share of US imports of transport equipment, MEX": "US imports of transport, MEX",
    "share of US imports of transport equipment, CHN": "US imports of transport, CHN",
    "share of US imports of electronics and electrical goods, MEX": "US imports of electronics, MEX",
    "share of US imports of electronics and electrical goods, CHN": "US imports of electronics, CHN",
    "share of US imports of machinery, MEX": "US imports of machinery, MEX",
    "share of US imports of machinery, CHN": "US imports of machinery, CHN",
    "US share of Mexican exports": "exports to the US",
    "US share of Mexican non-oil exports": "exports to the US, without oil",
    "China share of Mexican imports": "imports from China",
    "export partner HHI (normalised)": "HHI",
    "FDI inflow, first published": "FDI",
    "duties collected on Mexican goods over imports": "duties",
    "share of US imports from Mexico claiming the regional preference": "claims",
}
"""Quantity of history/patterns.csv: the column of the hindcast that stands for it."""
IMPORT_SHARES = ("C1", "C2")
GROWTH = {
    "growth of Mexican total exports": "exports",
    "growth of Mexican automotive exports": "exports, cars",
    "growth of Mexican other manufactures": "exports, other manufactures",
}
ABSENT = {
    "VNM": "Vietnam is part of the rest of Asia",
    "share of US imports of electronics, ": "one sector with electrical goods: see both together",
    "share of US imports of electrical, ": "one sector with electronics: see both together",
    "UN ideal point": "votes are data, and move with nothing in the model",
    "geopolitical risk": "news counts have no counterpart",
    "value added": "last observed in 2011",
}
"""Part of a quantity's name: why the hindcast has nothing to say about it."""
GIVEN = {
    "added US tariff on Mexico": ("", "given: the dated law"),
    "duties collected on Mexican goods over imports": ("2023", "given after 2022: the dated law"),
    "share of US imports from Mexico claiming the regional preference": ("2023", "given after 2022: use was fitted"),
}
"""What the model is given of a quantity: from which period on, and why."""
CUSTOMS = {"China share of Mexican imports": "origin by customs and by shipment differ by a point or two"}
MISSING = CUSTOMS | {
    "share of US": "left with all causes on: suppliers moved by firms ahead of any duty, above all in 2023",
    "growth of Mexican": "ours are at prices of 2023",
}
"""Part of a quantity's name: what the hindcast lacks that would move it."""
DECLARED = "declared for the record, at most half of the figure"
type Pick = Callable[[pd.DataFrame], float]
"""What reads one number off a simulated history."""


def rows(histories: Histories) -> pd.DataFrame:
    """Return one row per pattern from 2017 on, columns as in :func:`giants.evidence.rows.table` and more.

    `ours` of an import share is the share observed in 2017 plus the simulated change since, as a forecaster of that
    year would say it (origin by shipment and by customs differ by a point or two, Taiwan is missing); `level` is the
    simulated value itself, and is `ours` elsewhere.  `ours_low` and `ours_high` are its 90% interval, `closer` says
    whether ours or persistence is nearer to the record, `use` whether a pattern was put aside as held out.
    """
    text = ("id", "use", "quantity", "period", "unit", "source", "note")
    table = tables.read("history/patterns.csv", ("value", "tolerance"), text)
    return pd.DataFrame([row for pattern in table.itertuples() if (row := _score(pattern, table, histories))])


def _score(pattern: Any, table: pd.DataFrame, histories: Histories) -> dict[str, Any] | None:
    """Return one row of the comparison, None for a pattern that ended before 2017."""
    quantity, period, observed = str(pattern.quantity), str(pattern.period), float(pattern.value)
    start, months = months_of(period, str(pattern.note))
    if start < 12 * ORIGIN:
        return None
    level = picker(quantity, start, months)
    ours, first = level, start < 12 * (ORIGIN + 1)
    same = table[(table["quantity"] == quantity) & (table["period"] == str(ORIGIN))]["value"]
    if level and pattern.id in IMPORT_SHARES and len(same):
        ours = _since(float(same.iloc[0]), level, partial(_mean, SERIES[quantity], 12 * ORIGIN, 12))
    naive = _persistence(table, quantity)
    value = ours(histories.usual) if ours else np.nan
    low, high = histories.interval(ours) if ours else (np.nan, np.nan)
    kind, why = kind_of(quantity, period)
    if first and ours is not level:
        kind, why = "identity", "the share of 2017 is where the change starts"
    elif ours is None:
        why = absent(quantity)
    row = _judged(pattern, kind, value, why)
    closer = "persistence" if abs(naive - observed) < abs(value - observed) else "ours"
    return row | {
        "use": pattern.use,
        "quantity": quantity,
        "period": period,
        "observed": observed,
        "ours_low": low,
        "ours_high": high,
        "level": level(histories.usual) if level else np.nan,
        "persistence": naive,
        "unit": pattern.unit,
        "closer": closer if kind == "outside" and not first and np.isfinite([value, naive]).all() else "",
    }


def _judged(pattern: Any, kind: str, ours: float, why: str) -> dict[str, Any]:
    band = record(float(pattern.value), float(pattern.tolerance))
    fact = f"{pattern.quantity}, {pattern.period}"
    return as_line(Benchmark(pattern.id, fact, kind, f"{pattern.value:g}", ours, band, DECLARED, pattern.source, why))


def kind_of(quantity: str, period: str, missing: Mapping[str, str] = MISSING) -> tuple[str, str]:
    """Return the kind of a pattern and why it is no outside figure, or what is `missing` that would move it."""
    since, why = GIVEN.get(quantity, ("9999", ""))
    if period >= since:
        return "calibrated", why
    if "HHI" in quantity and period == "2023":
        return "calibrated", "base data of 2023"
    return "outside", next((why for part, why in missing.items() if part in quantity), "")


def observed_shares() -> pd.DataFrame:
    """Return shares of US goods imports for consumption by year from 2017 (percent), columns as in the hindcast.

    2026 is January, and general imports, which differ by up to 2%.
    """
    name = "history/us_goods_trade_by_partner.csv"
    table = tables.read(name, ("year",), ("partner", "share_consumption_imports_pct"))
    table = table[table["year"] >= ORIGIN]  # the series begins in 2013; before, the column is empty
    share = pd.to_numeric(table["share_consumption_imports_pct"])
    wide = table.assign(share=share).pivot_table(index="year", columns="partner", values="share")
    late = tables.read("history/us_general_imports_2026.csv", ("MEX", "CHN", "CAN", "WLD"), ("month",)).iloc[0]
    out = pd.DataFrame({f"US imports, {p}": wide[p] for p in ("MEX", "CHN", "CAN")})
    out.loc[int(str(late["month"])[:4])] = [100.0 * late[p] / late["WLD"] for p in ("MEX", "CHN", "CAN")]
    out["US imports, others"] = 100.0 - out.sum(axis=1)
    out.index = out.index.astype(int)
    return out


def errors(variants: Mapping[str, pd.DataFrame], fitted: range, tested: range) -> pd.DataFrame:
    """Return root mean squared errors of the four import shares over two spans of years, in points.

    For each variant of the hindcast the level, and the simulated change added to the share observed in 2017; below
    them persistence from 2017, and in the second span also from the last year of the first.
    """
    observed = observed_shares()
    spans = {span(fitted): list(fitted), span(tested): list(tested)}
    out = []

    def add(name: str, kind: str, forecast: Callable[[str, list[int]], np.ndarray]) -> None:
        for span_name, years in spans.items():
            miss = {c: forecast(c, years) - observed.loc[years, c].to_numpy() for c in observed}
            rms = {c: float(np.sqrt(np.mean(m**2))) for c, m in miss.items()}
            out.append((name, kind, span_name, *rms.values(), float(np.sqrt(np.mean([v**2 for v in rms.values()])))))

    for name, path in variants.items():
        add(name, "level", partial(yearly, path))
        add(name, "change since 2017", partial(anchored, path))
    add("persistence", "of 2017", lambda c, years: np.full(len(years), observed.loc[ORIGIN, c]))
    last = fitted[-1]
    add("persistence", f"of {last}", lambda c, years: np.full(len(years), observed.loc[last, c]))
    names = ["forecast", "kind", "years", *(str(c).removeprefix("US imports, ") for c in observed), "all"]
    table = pd.DataFrame(out, columns=names)
    return table[~((table["kind"] == f"of {last}") & (table["years"] == span(fitted)))].reset_index(drop=True)


def fit(paths: Mapping[float, pd.DataFrame], years: range) -> tuple[pd.DataFrame, float, float, float]:
    """Return the profile of one parameter over its `paths`, its best value, and a 95% interval.

    Errors e of the simulated changes of the four import shares since 2017 are taken as normal with one variance and
    independent over `years` (three of the four shares are): with n = 3 years, values with
    n ln(S / S_min) <= 3.84, S = sum e^2, are in the interval.  S is interpolated over the log of the parameter; errors
    of neighbouring years are alike, so that the interval is rather too narrow.  Source: profile likelihood, Cox (1970).
    """
    observed = observed_shares()
    squares = {
        value: float(
            sum(
                ((anchored(path, str(c), list(years)) - observed.loc[years, c].to_numpy()) ** 2).sum() for c in observed
            )
        )
        for value, path in sorted(paths.items())
    }
    known = np.log(list(squares))
    fine = np.linspace(known[0], known[-1], 400)
    curve = PchipInterpolator(known, list(squares.values()))(fine)
    inside = fine[3 * len(years) * np.log(curve / curve.min()) <= 3.84]
    profile = pd.DataFrame({"value": list(squares), "squares": list(squares.values())})
    best, low, high = (float(np.exp(x)) for x in (fine[curve.argmin()], inside[0], inside[-1]))
    return profile, best, low, high


def anchored(path: pd.DataFrame, column: str, years: list[int]) -> np.ndarray:
    """Return the share observed in 2017 plus the simulated change since, by year."""
    start = float(observed_shares().loc[ORIGIN, column])
    return start + yearly(path, column, years) - yearly(path, column, [ORIGIN])


def picker(quantity: str, start: int, months: int, sent: pd.Series | None = None) -> Pick | None:
    """Return what reads a quantity of some months off a simulated history, None where there is no counterpart."""
    if quantity in SERIES:
        return partial(_mean, SERIES[quantity], start, months)
    if quantity in GROWTH:
        return partial(_growth, GROWTH[quantity], start)
    if quantity == "added US tariff on Mexico":
        return lambda _: _added(start)
    if quantity == "remittances" and sent is not None and start >= sent.index[0]:
        return lambda _: float(sent.loc[start : start + months - 1].mean())
    return None


def _mean(column: str, start: int, months: int, path: pd.DataFrame) -> float:
    return float(path.loc[start : start + months - 1, column].mean())


def _growth(column: str, start: int, path: pd.DataFrame) -> float:
    return 100.0 * (_mean(column, start, 12, path) / _mean(column, start - 12, 12, path) - 1.0)


def _since(observed: float, level: Pick, at_start: Pick) -> Pick:
    return lambda path: observed + level(path) - at_start(path)


def absent(quantity: str) -> str:
    """Return why the hindcast has nothing to say about a quantity."""
    return next(
        (why for part, why in ABSENT.items() if part in quantity), "counted in the past of runs only: see start"
    )


def _persistence(table: pd.DataFrame, quantity: str) -> float:
    """Return the last observation up to ORIGIN; growth and added tariffs are naively none."""
    if quantity in GROWTH or quantity == "added US tariff on Mexico":
        return 0.0
    part = table[table["quantity"] == quantity]
    early = {_last_year(str(row.period)): float(row.value) for row in part.itertuples()}
    before = [year for year in early if year <= ORIGIN]
    return early[max(before)] if before else np.nan


def _last_year(period: str) -> int:
    """Return the year of a period, the last one of a span such as 2013-2017."""
    return int(period[5:] if len(period) == 9 else period[:4])


def months_of(period: str, note: str) -> tuple[int, int]:
    """Return the first absolute month and the number of months of a period such as 2025, 2025-07 or 2025-03-06.

    A day after the 15th belongs to the month that follows, as in the dated law; spans of years count by their first.
    """
    parts = period.split("-")
    if len(parts) == 3:
        return month_number(period[:7]) + (int(parts[2]) > 15), 1
    if len(parts) == 2 and len(parts[1]) == 2:
        return month_number(period), 1
    return 12 * int(period[:4]), 11 if note.startswith("January to November") else 12


def _added(month: int) -> float:
    """Return the added US tariff on Mexican goods at the imports of 2024, in points, as paid."""
    name = "trade/us_imports_2024_sector.csv"
    table = tables.read(name, ("imports_usd",), ("sector", "origin_region"))
    mine = table[table["origin_region"] == ECONOMIES[MEX]].set_index("sector")["imports_usd"]
    weight = mine.reindex(list(GOODS)).fillna(0.0).to_numpy(float)
    d = duties.in_force(month)
    use = claims().high[0]  # of December 2025
    rate = duties.paid(law().added(month)[USA, MEX], d.spared[MEX], d.scope[MEX], use)
    rate = rate[[SECTORS.index(j) for j in GOODS]]
    return 100.0 * float(rate @ weight / weight.sum())


def span(years: range) -> str:
    """Return how a span of years is written."""
    return f"{years[0]}-{years[-1]}"
