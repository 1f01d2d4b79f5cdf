"""The past that leads to a run, January 2023 to its start, beside the record: the errors of the initial state."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from giants import tables
from giants.blocks import Blocks
from giants.config import Settings
from giants.evidence.model import patterns
from giants.evidence.model.hindcast import observe
from giants.evidence.rows import Benchmark, record, table
from giants.load import HISTORY, LUCK, spin_up
from giants.scenario import month_number
from giants.security.data import security_data
from giants.security.place_tables import inegi_over_sesnsp
from giants.symbols import DRUGS, ECONOMIES, MEX
from giants.world import World

FENTANYL = DRUGS.index("fentanyl")
LOOSE = 0.15
"""Relative tolerance of counts of deaths."""
FALL = "the fall since 2024 has no mechanism"
LACKS = "hardware, stocks ahead of duties and expected duties are not in runs; the hindcast tells each one's part"
MISSING = patterns.CUSTOMS | {"share of US": LACKS, "growth of Mexican": f"ours are at prices of 2023; {LACKS}"}
FITTED_TO = 2024
"""Counts of deaths up to this year set the level of homicides and of overdose deaths (conf/security)."""
ORIGINS = {"USA": 5.0, "CAN": 5.0, "CHN": 2.0}
"""Economies of the model whose share of foreign investment is published, and its tolerance in points: first counts are
revised, and monitors of Chinese investment count up to 3.8 percent where the official share is 0.4 to 1.9."""
SHARES = (
    ("remittances over GDP", 2023, 3.5, 0.5, "Banxico and INEGI"),
    ("reinvested profits over foreign investment", 2023, 73.7, 15.0, "Secretaria de Economia, first published"),
    ("reinvested profits over foreign investment", 2024, 77.8, 15.0, "Secretaria de Economia, first published"),
    ("reinvested profits over foreign investment", 2025, 67.5, 15.0, "Secretaria de Economia, first published"),
)
"""Fact, year, observed percent, tolerance in points, source."""


def months(settings: Settings) -> pd.DataFrame:
    """Return the months of the past as rows (index: absolute month), with what `observe` and `_more` tell of each."""
    b = Blocks(replace(settings, scenario=HISTORY), seed=LUCK)
    months_of_past = [observe(w) | _more(w) for w in spin_up(b)]
    return pd.DataFrame(months_of_past, index=range(b.clock.start - len(months_of_past), b.clock.start))


def rows(path: pd.DataFrame) -> pd.DataFrame:
    """Return each dated fact since 2023 with ours over the same months; columns as in `giants.evidence.rows.table`."""
    return table([*_patterns(path), *_deaths(path), *_shares(path)])


def _patterns(path: pd.DataFrame) -> Iterator[Benchmark]:
    text = ("id", "quantity", "period", "unit", "source", "note")
    for row in tables.read("history/patterns.csv", ("value", "tolerance"), text).itertuples():
        quantity, period = str(row.quantity), str(row.period)
        start, span = patterns.months_of(period, str(row.note))
        pick = patterns.picker(quantity, start, span, path["remittances"])
        lagged = quantity in patterns.GROWTH  # needs the year before as well
        if pick and start - 12 * lagged >= path.index[0] and start + span - 1 <= path.index[-1]:
            kind, why = _kind(str(row.id), quantity, period)
            yield _fact(
                quantity, period, kind, pick(path), float(row.value), float(row.tolerance), str(row.source), why
            )


def _kind(id_: str, quantity: str, period: str) -> tuple[str, str]:
    """Return the kind of a pattern in runs that start from the data of 2023 and the sectors of US imports of 2024."""
    base = (id_ == "C1" and period == "2023") or (id_ == "C2" and period == "2024")
    return ("calibrated", "base data") if base else patterns.kind_of(quantity, period, MISSING)


def _deaths(path: pd.DataFrame) -> Iterator[Benchmark]:
    for (fact, year), observed in _counted().items():
        ours = float(path.loc[12 * year : 12 * year + 11, fact].mean())
        kind, why = ("calibrated", "the level was fitted") if year <= FITTED_TO else ("outside", FALL)
        yield _fact(fact, str(year), kind, ours, observed, LOOSE * observed, _COUNTS[fact][2], why)
    for period, then, observed, source, known in _parts_of_years():
        ours = float(path.loc[then, "homicides"].mean())
        fitted = known or ("the level was fitted" if period < str(FITTED_TO + 1) else "")
        kind, fitted = ("calibrated", fitted) if fitted else ("outside", FALL)
        yield _fact("homicides", period, kind, ours, observed, LOOSE * observed, source, fitted)


def _shares(path: pd.DataFrame) -> Iterator[Benchmark]:
    for (fact, year), observed in _by_origin().items():
        ours = float(path.loc[12 * year : 12 * year + 11, fact].mean())
        tolerance = ORIGINS[fact.removeprefix("FDI from ")]
        yield _fact(fact, str(year), "outside", ours, observed, tolerance, "Secretaria de Economia (press)", "")
    for fact, year, observed, tolerance, source in SHARES:
        ours = float(path.loc[12 * year : 12 * year + 11, fact].mean())
        yield _fact(fact, str(year), "calibrated", ours, observed, tolerance, source, "fitted on these years")


def last(path: pd.DataFrame) -> str:
    """Return what the month before the start looks like, in words."""
    now = path.iloc[-1]
    return (
        f"The month before the start: the United States takes {now['exports to the US']:.0f}% of Mexican goods "
        f"exports, China sends {now['imports from China']:.0f}% of imports; {now['claims']:.0f}% of sales to the US "
        f"claim the treaty; {now['FDI']:.0f} bn USD of FDI, {now['remittances']:.0f} bn of remittances, "
        f"{now['homicides']:,.0f} homicides and {now['overdose deaths']:,.0f} US fentanyl deaths a year."
    )


_COUNTS = {
    "homicides": ("security/national_homicides.csv", "inegi_homicides", "INEGI"),
    "victims of homicide": ("security/national_homicides.csv", "sesnsp_victims", "SESNSP"),
    "overdose deaths": ("security/us_synthetic_opioid_deaths.csv", "synthetic_opioid_deaths", "CDC"),
}


def _counted() -> dict[tuple[str, int], float]:
    """Return counts of deaths by quantity and year since 2023, as far as there are any."""
    out: dict[tuple[str, int], float] = {}
    for fact, (name, column, _) in _COUNTS.items():
        table = tables.read(name, ("year",), (column,))
        table = table.assign(count=pd.to_numeric(table[column])).dropna(subset=["count"])
        late = table[table["year"] >= 2023]
        out |= {(fact, int(y)): float(n) for y, n in zip(late["year"], late["count"], strict=True)}
    return out


def _parts_of_years() -> list[tuple[str, slice, float, str, str]]:
    """Return period, months, homicides a year, source and what is known of counts of parts of years.

    The fall since 2024 has no mechanism: months after February 2026 are scaled to what was counted until then.
    """
    halves = tables.read("security/inegi_homicides_half_years.csv", ("year", "half", "inegi_homicides"))
    out = []
    for row in halves.itertuples():
        start = int(12 * row.year + 6 * (row.half - 1))
        period = f"{row.year:.0f}, half {row.half:.0f}"
        out.append((period, slice(start, start + 5), 2.0 * float(row.inegi_homicides), "INEGI", ""))
    early = 12.0 * float(security_data().places.homicides_2026.sum())
    now = month_number("2026-03")
    return [
        *out,
        (
            "2026, January and February",
            slice(now, None),
            early,
            "SESNSP on INEGI's scale",
            "months after it are scaled to it",
        ),
    ]


def _by_origin() -> dict[tuple[str, int], float]:
    """Return shares of foreign direct investment by origin and year since 2023, percent, where one was published."""
    table = tables.read("history/fdi_mexico_by_origin.csv", text=("period", "origin", "usd_mn"))
    flow = table.set_index(["origin", "period"])["usd_mn"]
    published = [(o, year) for o in ORIGINS for year in (2023, 2024, 2025) if (o, str(year)) in flow.index]
    return {(f"FDI from {o}", y): 100.0 * float(flow[o, str(y)]) / float(flow["World", str(y)]) for o, y in published}


def _fact(
    fact: str, period: str, kind: str, ours: float, observed: float, declared: float, source: str, why: str
) -> Benchmark:
    band = record(observed, declared)
    return Benchmark(
        period,
        f"{fact}, {period}",
        kind,
        f"{observed:.4g}" if observed < 1000 else f"{observed:.0f}",
        ours,
        band,
        patterns.DECLARED,
        source,
        why,
    )


def _more(w: World) -> dict[str, float]:
    invested = w.invest.fdi_origin
    return {
        "homicides": 12.0 * float(w.security.homicides.sum()),
        "victims of homicide": 12.0 * float(w.security.homicides.sum()) / inegi_over_sesnsp(),
        "overdose deaths": float(w.security.overdose_deaths[FENTANYL]),
        "remittances": float(w.society.remittances),
        "remittances over GDP": 100.0 * float(w.society.remittances / w.trade.gdp[MEX]),
        "reinvested profits over foreign investment": 100.0 * float(w.invest.fdi_reinvested.sum() / invested.sum()),
        **{f"FDI from {o}": 100.0 * float(invested[ECONOMIES.index(o)] / invested.sum()) for o in ORIGINS},
    }
