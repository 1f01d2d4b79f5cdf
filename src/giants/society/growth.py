"""Growth and labour-cost paths by economy; a scenario multiplies them in the calendar."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from giants import tables
from giants.errors import InputError
from giants.symbols import ECONOMIES, Array

BASE = 2023.5  # the endowment is 1 at the middle of the base year of the trade tables


@dataclass(frozen=True)
class Paths:
    """Growth by economy and calendar year, and the drift of relative labour cost."""

    years: Array  # (y,) calendar years of `growth`; the last rate holds afterwards
    growth: Array  # (y, n) real GDP growth a year, fraction
    rate: Array  # (y, n) ln(1 + growth)
    level: Array  # (y, n) log endowment at the start of each year, 0 at BASE
    labour_cost: Array  # (n,) change a year of productivity-adjusted labour cost relative to the USA, fraction
    labour_cost_low: Array  # (n,)
    labour_cost_high: Array  # (n,)


@lru_cache(maxsize=1)
def load_paths() -> Paths:
    """Read the growth and labour-cost tables; years between two rows are interpolated linearly."""
    table = tables.read("society/growth_paths.csv", ("year", "growth_pct"), ("economy",))
    tables.known("society/growth_paths.csv", "economy", list(table["economy"]), ECONOMIES)
    years = np.arange(int(table["year"].min()), int(table["year"].max()) + 1)
    growth = np.empty((len(years), len(ECONOMIES)))
    for n, name in enumerate(ECONOMIES):
        rows = table[table["economy"] == name].sort_values("year")
        if rows.empty:
            raise InputError(f"table society/growth_paths.csv, column 'growth_pct': the row economy {name} is missing")
        growth[:, n] = np.interp(years, rows["year"], rows["growth_pct"]) / 100.0
    middle, low, high = (
        tables.matrix("society/labour_cost.csv", {"economy": ECONOMIES}, c) / 100.0
        for c in ("annual_change_pct", "low_pct", "high_pct")
    )
    rate = np.log1p(growth)
    starts = np.vstack([np.zeros(len(ECONOMIES)), np.cumsum(rate[:-1], axis=0)])
    starts -= starts[int(BASE) - years[0]] + (BASE % 1.0) * rate[int(BASE) - years[0]]
    return Paths(years, growth, rate, starts, middle, low, high)


@lru_cache(maxsize=4096)
def sourced(year: float) -> Array:
    """Return the endowment (n) of the bundled paths at decimal `year`, locked against writing."""
    level = endowment(load_paths(), year)
    level.flags.writeable = False
    return level


def endowment(paths: Paths, year: Array | float) -> Array:
    """Endowment L_n at decimal `year` (any shape, then n), 1 at mid-2023: ln L = ∫ ln(1 + g) dt.

    An identity, given the sourced path of growth g.
    """
    when = np.asarray(year, dtype=float)
    row = np.minimum(np.maximum(np.floor(when).astype(int) - paths.years[0], 0), len(paths.years) - 1)
    level: Array = np.exp(paths.level[row] + (when - paths.years[row])[..., None] * paths.rate[row])
    return level


def labour_cost(paths: Paths, year: Array | float, pace: float = 0.0) -> Array:
    """Relative labour cost by economy at decimal `year` (any shape, then n), 1 at mid-2023.

    `pace` in -1..1 moves every economy from its central rate to its low (-1) or high (+1) one.
    c_n = (1 + rate_n)^(year − 2023.5).  Source: the table of labour costs, with its low and high rates.
    """
    low, high = paths.labour_cost - paths.labour_cost_low, paths.labour_cost_high - paths.labour_cost
    rate = paths.labour_cost + np.where(pace < 0.0, pace * low, pace * high)
    cost: Array = np.exp(np.multiply.outer(np.asarray(year, dtype=float) - BASE, np.log1p(rate)))
    return cost
