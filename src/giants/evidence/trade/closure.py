"""Published effects of tariffs in North America beside ours under either closure, and what retaliation does.

Nothing here is fitted: each study has its horizon and its concept, and its row stands by itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Literal

import numpy as np
import pandas as pd

from giants import tables
from giants.evidence.trade.response import at_rest, parts, response
from giants.symbols import Array
from giants.trade.counterfactual import Changes, expand
from giants.trade.data import bundled
from giants.trade.equilibrium import Solution
from giants.trade.parameters import TradeParameters

NORTH: Changes = {("USA", "MEX", "*"): 0.25, ("USA", "CAN", "*"): 0.25}
ANSWER: Changes = {("MEX", "USA", "*"): 0.25, ("CAN", "USA", "*"): 0.25}
CASES: dict[str, Changes] = {
    "north": NORTH,
    "north answered": {**NORTH, **ANSWER},
    "north and China": {**NORTH, ("USA", "CHN", "*"): 0.20},
    "cars": {("USA", "*", "AUT"): 0.25},
    "US 10% on all": {("USA", "*", "*"): 0.10},
    "US 25% on all": {("USA", "*", "*"): 0.25},
    "Mexico 25% on all": {("MEX", "*", "*"): 0.25},
}
"""Tariffs added for good, by case."""
CLOSURES: tuple[Literal["instant"], Literal["sticky"]] = ("instant", "sticky")
MONTHS = (12, 24, 60, 120)


def paths(p: TradeParameters, case: str) -> dict[str, list[Solution]]:
    """Return the first 120 months of a case under each closure."""
    data = bundled(p.tables)
    t = data.t0 + expand(data, CASES[case], "tariff_changes", own=False)
    return {name: list(islice(response(replace(p, closure=name), t, data), max(MONTHS))) for name in CLOSURES}


def income(path: list[Solution], row: int) -> Array:
    """Return the change of real income, percent: the mean of the first year, then MONTHS."""
    pct = np.array([100.0 * (s.real_income_hat[row] - 1.0) for s in path])
    return np.array([pct[:12].mean(), *(pct[month - 1] for month in MONTHS)])


def studies(p: TradeParameters) -> pd.DataFrame:
    """Return every published figure with its horizon and concept, and real income of ours under each closure."""
    published = tables.read("trade/closure_studies.csv", ("published_pct",), ("study", "case", "region"))
    at = bundled(p.tables).regions.index
    found = {case: paths(p, case) for case in dict.fromkeys(published["case"])}
    for name in CLOSURES:
        ours = [income(found[r.case][name], at(r.region)) for r in published.itertuples()]
        columns = [f"{name} year 1", *(f"{name} {month}" for month in MONTHS)]
        published[columns] = np.array(ours)
    shown: pd.DataFrame = published.drop(columns="source")
    return shown


def own_tariffs(p: TradeParameters) -> pd.DataFrame:
    """Return what an economy's own tariffs on all goods do to its real income, percent, under each closure."""
    rows = []
    for case, economy in (("US 10% on all", "USA"), ("US 25% on all", "USA"), ("Mexico 25% on all", "MEX")):
        row = bundled(p.tables).regions.index(economy)
        for name, path in paths(p, case).items():
            rows.append((case, name, *income(path, row)))
    return pd.DataFrame(rows, columns=["case", "closure", "year 1", *map(str, MONTHS)])


def retaliation(p: TradeParameters, region: str = "MEX") -> pd.DataFrame:
    """Return real income of a region under US tariffs, answered and not, and what the answer adds, by part, percent.

    Rows: closure and month (`rest` once everyone has adjusted); see `response.parts`.
    """
    data = bundled(p.tables)
    row = data.regions.index(region)
    alone, answered = (dict(_months(p, case)) for case in ("north", "north answered"))
    rows = []
    for key, s in alone.items():
        without, with_it = (np.array([part[row] for part in parts(data, one)]) for one in (s, answered[key]))
        rows.append((*key, without[0], with_it[0], *(with_it - without)[1:]))
    columns = ["closure", "month", "no answer", "answered", "added revenue", "added terms", "added slack"]
    return pd.DataFrame(rows, columns=columns)


def _months(p: TradeParameters, case: str) -> Iterator[tuple[tuple[str, str], Solution]]:
    """Yield closure and month with the equilibrium then, and at last that of the long run."""
    for name, path in paths(p, case).items():
        for month in (1, 12, 60, 120):
            yield (name, str(month)), path[month - 1]
    data = bundled(p.tables)
    t = data.t0 + expand(data, CASES[case], "tariff_changes", own=False)
    yield ("either", "rest"), at_rest(p, t, data)
