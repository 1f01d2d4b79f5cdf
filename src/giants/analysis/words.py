"""Codes in plain words: strategies, scenarios, measures with their units."""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from giants.records.words import words as log

STRATEGIES = {
    "status_quo": "status quo",
    "us_alignment": "alignment with the US",
    "china_tilt": "tilt to China",
    "latin_american_turn": "Latin American turn",
    "iron_fist": "iron fist",
    "defiance": "defiance",
    "calibrated_autonomy": "calibrated autonomy",
    "adaptive_autonomy": "adaptive autonomy",
    "searched": "searched mix",
}
OTHERS = {
    "baseline_2026": "baseline 2026",
    "usmca_renewed": "treaty renewed",
    "usmca_sunset": "treaty runs out",
    "tariff_shock": "tariff shock",
    "us_recession": "US recession",
    "synthetic_surge": "synthetic drug surge",
    "china_market_access": "market access",
    "china_port_telecom": "ports and telecom",
    "china_tariff_alignment": "tariffs on China",
    "mexico": "strategy",
    "mexico/industry": "industrial policy",
    "mexico/china": "policy on China",
    "mexico/region": "regional policy",
    "mexico/security": "security policy",
    "mexico/diplomacy": "diplomacy",
    "usa": "US posture",
    "china": "Chinese posture",
    "latam": "Latin American posture",
}
SHORT = {
    "index": "Calibrated Autonomy Index",
    "index_outcomes": "the index on outcomes only",
    "index_outcomes_history": "the index on outcomes only, by history",
    "index_history": "the index, by history",
    "index_threat": "the index, by the strongest threat",
    "agency_history": "agency, by history",
    "agency_threat": "agency, by the strongest threat",
    "structural": "structural freedom",
    "agency": "agency",
    "relations": "relations",
    "sovereignty": "internal sovereignty",
    "relations_us": "partnership with the US",
    "relations_cn": "partnership with China",
    "relations_la": "partnership with Latin America",
    "real_income_mex": "real national income",
    "disposable_mex": "real national income after programmes",
    "homicide_rate": "homicides",
    "homicides_total": "homicides",
    "regional_gini": "Gini of labour income among states",
    "members_total": "members of groups",
    "flow_fentanyl": "fentanyl reaching the US",
    "free_population": "people outside criminal rule",
    "us_tariff": "US tariff on Mexican goods",
    "concession_cost_usa": "yearly cost of concessions to the US",
    "impositions_usa": "instruments that the US put in force",
    "treaty_horizon": "years until the treaty ends",
    "overdose_deaths_fentanyl": "US deaths with fentanyl",
    "approval_mex": "approval of Mexico's government",
}
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
PILLARS = ("structural", "agency", "relations", "sovereignty")
WHEN = {
    "start": "first month",
    "mean": "mean of all months",
    "last12": "mean of the last twelve months",
    "end": "last month",
}
LOWER_IS_BETTER = frozenset(
    {
        "value_at_risk",
        "value_at_risk_reference",
        "break_loss",
        "homicide_rate",
        "homicides_total",
        "poverty",
        "us_tariff",
        "overdose_deaths_fentanyl",
        "regional_gini",
        "hhi_exports",
        "hhi_imports",
        "concession",
        "migration",
        "members_total",
    }
)

HIGHER_IS_BETTER = frozenset(
    {
        "index",
        "index_outcomes",
        "index_history",
        "index_outcomes_history",
        *PILLARS,
        "agency_history",
        "relations_us",
        "relations_cn",
        "relations_la",
        "real_income_mex",
        "real_gdp_mex",
        "disposable_mex",
        "free_population",
        "treaty_in_force",
        "law_index",
        "jobs_total",
    }
)


class Measure(NamedTuple):
    """A measure that runs record: its name, unit and what it is."""

    name: str
    unit: str
    label: str


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Measure]:
    """Return every column that the table of measures of the present version holds, by name."""
    from giants.records.tables import TABLES

    columns = next(table.columns for table in TABLES if table.name == "measures")
    return {c.name: Measure(c.name, c.unit, c.label) for c in columns}


def words(code: object) -> str:
    """Return a code in words: a strategy, a scenario, a posture, a factor; a number as a number."""
    text = str(code)
    told = STRATEGIES.get(text) or OTHERS.get(text) or factors().get(text)
    return told or (text if NUMBER.fullmatch(text) else text.replace("_", " ").replace(".", ": "))


def choice(label: str, value: object) -> str:
    """Return the value of a label in words, with what it is of where the value alone does not say so."""
    text = words(value)
    return text if label in ("strategy", "scenario") else f"{words(label)} {text}"


@lru_cache(maxsize=1)
def factors() -> dict[str, str]:
    """Return the names of parameters that designs vary, by dotted path (data/labels/factors.csv)."""
    from giants import tables

    table = tables.read("labels/factors.csv", text=("path", "text"))
    return dict(zip(table["path"], table["text"], strict=True))


def spelled(cell: object) -> object:
    """Return a heading or cell of a table in words: a code as what it stands for, anything else as it is."""
    if not isinstance(cell, str):
        return cell
    if ", " in cell and all(map(CODE.fullmatch, cell.split(", "))):
        return ", ".join(str(spelled(part)) for part in cell.split(", "))
    matter = log().texts.get(("matter", cell))
    if matter:
        return matter[0]
    return SHORT.get(cell) or (words(cell) if CODE.fullmatch(cell) else factors().get(cell, cell))


def named(measure: str) -> str:
    """Return a measure in words without its unit."""
    known = catalogue().get(measure)
    return SHORT.get(measure) or (known.label if known else words(measure))


def unit(measure: str) -> str:
    """Return the unit of a measure, in words."""
    known = catalogue().get(measure)
    return known.unit.replace("0..1", "0 to 1") if known else ""


def titled(measure: str) -> str:
    """Return a measure in words with its unit, for an axis."""
    return f"{named(measure)} ({unit(measure)})" if unit(measure) else named(measure)


def decimals(width: float, most: int = 4) -> int:
    """Return the decimals that show two figures of `width`: what is told side by side is told alike."""
    return min(max(1 - math.floor(math.log10(abs(width))), 0), most) if math.isfinite(width) and width else 3


def change(mean: float, low: float, high: float) -> str:
    """Return a change with its sign and 95% interval, as exact as half the interval allows."""
    known = math.isfinite(high - low)
    d = decimals((high - low) / 2 if known and high > low else mean)
    reach = f"95% interval {low:+z.{d}f} to {high:+z.{d}f}" if known else "one seed, no interval"
    return f"{mean:+z.{d}f} ({reach})"


def listed(items: object, most: int = 12) -> str:
    """Return names separated by commas, the first `most` of them."""
    names = [str(item) for item in items]  # type: ignore[attr-defined]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def joined(items: object) -> str:
    """Return names as a list that ends in "and"."""
    names = [str(item) for item in items]  # type: ignore[attr-defined]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
