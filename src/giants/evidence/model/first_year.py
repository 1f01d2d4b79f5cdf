"""The first year of a baseline run beside the latest observed figures: where the model is off."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from giants import tables
from giants.security.data import security_data

QUANTITIES = {
    "share of US goods imports, Mexico": ("us_import_share_mex", 100.0),
    "share of US goods imports, China": ("us_import_share_chn", 100.0),
    "US share of Mexican exports": ("export_share_usa", 100.0),
    "China share of Mexican imports": ("import_share_chn", 100.0),
    "export partner HHI (normalised)": ("hhi_exports", 1.0),
    "FDI inflow, first published": ("fdi_total", 1.0),
    "share of US imports from Mexico claiming the regional preference": ("preference_use_mex", 100.0),
    "remittances": ("remittances", 1.0),
    "added US tariff on Mexico": ("us_tariff", 1.0),
}
"""Observed quantity of history/patterns.csv: the measure that stands for it, and its scale."""


class Fact(NamedTuple):
    """An observed figure with its absolute tolerance and source, and the measure (times scale) that stands for it."""

    fact: str
    observed: float
    unit: str
    period: str
    tolerance: float
    source: str
    measure: str
    scale: float = 1.0


def observed() -> list[Fact]:
    """Return the latest observed figure of each fact, from the bundled tables."""
    patterns = tables.read("history/patterns.csv", ("value", "tolerance"), ("quantity", "period", "unit", "source"))
    out = []
    for quantity, (measure, scale) in QUANTITIES.items():
        row = patterns[patterns["quantity"] == quantity].sort_values("period").iloc[-1]
        value, tolerance = float(row["value"]), float(row["tolerance"])
        period = (str(row["unit"]), str(row["period"]))
        out.append(Fact(quantity, value, *period, tolerance, str(row["source"]), measure, scale))
    killed, source = float(security_data().places.homicides_2026.sum()), "SESNSP on INEGI's scale"
    out.append(Fact("homicides", killed, "a month", "2026-01 and 02", 0.15 * killed, source, "homicides_total"))
    out.append(_chinese_content())
    return out


def _chinese_content() -> Fact:
    """Return the latest published Chinese share of Mexico's manufacturing exports; ours: of goods sold to the US.

    The tolerance is that of the other shares of value added in history/patterns.csv.
    """
    text = ("id", "source", "scenario", "region", "value")
    published = tables.read("trade/validation_targets.csv", text=text)
    mine = (published["id"] == "TIVA") & (published["region"] == "MEX") & (published["scenario"] == "2020")
    row = published[mine].iloc[0]
    name = "Chinese value added in Mexican exports"
    return Fact(name, float(row["value"]), "%", row["scenario"], 3.0, row["source"], "content_chn", 100.0)


def columns() -> list[str]:
    """Return the columns of the table of measures that :func:`rows` reads."""
    return ["month", *(f.measure for f in observed())]


def rows(measures: pd.DataFrame) -> pd.DataFrame:
    """Return observed figure, ours (mean of the first twelve months over runs), tolerance and verdict for each fact.

    `measures` are the months (rows) of any number of runs, with :func:`columns`.
    """
    facts = observed()
    first = measures[measures["month"] < 12]
    table = []
    for f in facts:
        ours = f.scale * float(first[f.measure].mean())
        said = verdict(ours, f.observed, f.tolerance)
        table.append((f.fact, f.period, f.observed, ours, f.tolerance, f.unit, said, f.source))
    names = ["fact", "period", "observed", "ours", "tolerance", "unit", "verdict", "source"]
    return pd.DataFrame(table, columns=names)


def verdict(ours: float, observed: float, tolerance: float) -> str:
    """Return whether a figure of ours holds: |ours - observed| <= tolerance."""
    return "holds" if abs(ours - observed) <= tolerance else "falls short"


def gap(table: pd.DataFrame) -> str:
    """Return the largest miss in words."""
    relative = (table["ours"] - table["observed"]).abs() / table["tolerance"].replace(0, np.nan)
    worst = table.loc[relative.idxmax()]
    return (
        f"{(table['verdict'] == 'holds').sum()} of {len(table)} facts of today hold; the largest miss is "
        f"{worst['fact']}: "
        f"observed {worst['observed']:.3g} ({worst['period']}), ours {worst['ours']:.3g} {worst['unit']}."
    )
