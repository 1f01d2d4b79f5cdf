"""The past that leads to a run, January 2023 to its start, beside the record: the errors of the initial state."""

import pandas as pd

from giants import tables
from giants.analysis import patterns
from giants.analysis.hindcast import observe
from giants.blocks import Blocks
from giants.config import Settings
from giants.load import LUCK, past
from giants.symbols import DRUGS, USA
from giants.world import World

FENTANYL = DRUGS.index("fentanyl")
LOOSE = 0.15
"""Relative tolerance of counts of deaths."""
POINTS = 5.0
"""Tolerance of shares of foreign investment, in points: first counts are revised."""


def months(settings: Settings) -> pd.DataFrame:
    """Return the months of the past as rows (index: absolute month), with what `observe` and `_more` tell of each."""
    b = Blocks(settings, seed=LUCK)
    told = [observe(w) | _more(w) for w in past(b)]
    return pd.DataFrame(told, index=range(b.clock.start - len(told), b.clock.start))


def rows(path: pd.DataFrame) -> pd.DataFrame:
    """Return observed figure, ours over the same months, tolerance and verdict of each dated fact since 2023.

    verdict: holds or falls short by |ours - observed| <= tolerance; set (the months after it are scaled to a count of
    that year); given (an input).
    """
    table = tables.read(
        "history/patterns.csv", ("value", "tolerance"), ("quantity", "period", "unit", "source", "note")
    )
    out = []
    for row in table.itertuples():
        start, span = patterns.months_of(str(row.period), str(row.note))
        pick = patterns.picker(str(row.quantity), start, span, path["remittances"])
        lagged = row.quantity in patterns.GROWTH  # needs the year before as well
        if pick and start - 12 * lagged >= path.index[0] and start + span - 1 <= path.index[-1]:
            given = "given" if row.quantity in patterns.GIVEN else ""
            numbers = (pick(path), float(row.value), float(row.tolerance))
            out.append(_fact(str(row.quantity), str(row.period), *numbers, row.unit, row.source, given))
    for (fact, year), seen in _counted().items():
        then, verdict = slice(12 * year, 12 * year + 11), ""
        if (fact, year) == ("homicides", 2025):  # its fall has no mechanism: the months after are scaled to the count
            then, verdict = slice(12 * year + 12, None), "set"
        ours = float(path.loc[then, fact].mean())
        out.append(_fact(fact, str(year), ours, seen, LOOSE * seen, "persons", _COUNTS[fact][2], verdict))
    for year, seen in _from_the_us().items():
        ours = float(path.loc[12 * year : 12 * year + 11, "FDI from the US"].mean())
        out.append(_fact("FDI from the US", str(year), ours, seen, POINTS, "%", "Secretaria de Economia (press)", ""))
    return pd.DataFrame(out)


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
    "homicides": ("security/national_homicides.csv", "sesnsp_victims", "SESNSP"),
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


def _from_the_us() -> dict[int, float]:
    """Return the United States' share of foreign direct investment by year since 2023, percent."""
    table = tables.read("history/fdi_mexico_by_origin.csv", text=("period", "origin", "share_pct"))
    mine = table[(table["origin"] == "USA") & table["period"].isin(["2023", "2024", "2025"])]
    return {int(year): float(share) for year, share in zip(mine["period"], mine["share_pct"], strict=True)}


def _fact(
    fact: str, period: str, ours: float, seen: float, tolerance: float, unit: str, source: str, known: str
) -> dict[str, str | float]:
    holds = "holds" if abs(ours - seen) <= tolerance else "falls short"
    return {
        "fact": fact,
        "period": period,
        "observed": seen,
        "ours": ours,
        "tolerance": tolerance,
        "unit": unit,
        "verdict": known or holds,
        "source": source,
    }


def _more(w: World) -> dict[str, float]:
    invested = w.invest.fdi_origin
    return {
        "homicides": 12.0 * float(w.security.homicides.sum()),
        "overdose deaths": float(w.security.overdose_deaths[FENTANYL]),
        "remittances": float(w.society.remittances),
        "FDI from the US": 100.0 * float(invested[USA] / invested.sum()),
    }
