"""What the law and the news did before a run starts, and the law of the day that a run begins with.

The base rates are those of 2024.  From 2017 to February 2020 US tariffs lie below them by what was added later (Section
301 on China, Section 232 on metals), as dated steps put it in force.  US tariffs on Mexico and Canada beyond the base,
and Mexico's, come from the table of duties (`giants.duties`); those on others from a dated path of average rates by
origin, spread over sectors by the estimated pattern of 2025.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from giants import duties, tables
from giants.scenario import month_number
from giants.symbols import ECONOMIES, IS_GOODS, MEX, PRECURSOR_ORIGINS, PREFERRED_ROWS, SECTORS, USA, Array

BEFORE = "2017-01"
"""The first month of the dated law; its rates stand for all earlier months."""


@dataclass(frozen=True)
class Law:
    """Tariffs above the base by absolute month; the first row holds before, the last from then on."""

    first: int  # absolute month of row 0
    united_states: Array  # (t, i, j) added US tariff by origin and sector, ad valorem, without the table of duties
    precursors: tuple[tuple[int, int, float], ...]  # (absolute month, origin of precursors, control)

    def added(self, month: int) -> Array:
        """Return the tariffs above the base in absolute `month`, if nothing claims a preference: (n, i, j).

        Mexico's are apart (`mexican`), as bargaining moves them.
        """
        out = duties.in_force(month).full.copy()
        out[MEX] = 0.0
        out[USA] += self.united_states[min(max(month - self.first, 0), len(self.united_states) - 1)]
        return out

    def mexican(self, month: int) -> Array:
        """Return Mexico's tariffs on non-treaty goods as the law writes them: (i, j), zero before 2026."""
        return np.asarray(duties.in_force(month).full[MEX])

    def precursor_control(self, month: int) -> Array:
        """Return how far each origin of precursors controlled their export in absolute `month`: (c,), 0..1."""
        return _in_force(self.precursors, month, len(PRECURSOR_ORIGINS))


@lru_cache(maxsize=1)
def law() -> Law:
    """Read the dated tariff tables.  Raises InputError naming file, row and column of what is wrong."""
    path = tables.read("trade/us_tariff_path_2025_26.csv", ("added_pp",), ("date", "origin_region"))
    path = path[path["origin_region"] != "TWN"]  # not a region of the trade tables
    tables.known("trade/us_tariff_path_2025_26.csv", "origin_region", list(path["origin_region"]), ECONOMIES)
    dates = sorted(path["date"].unique())
    first, second = month_number(BEFORE), month_number(dates[0][:7])
    months = range(second, month_number(dates[-1][:7]) + 2)  # one month more, so that the last date is in force
    pattern = _pattern()
    rows = _below_the_base(range(first, second))
    for month in months:
        # The rate of the 15th stands for the month.
        in_force = [d for d in dates if _day(d) <= 31 * month + 15]
        rates = np.zeros(len(ECONOMIES))
        if in_force:
            now = path[path["date"] == in_force[-1]]
            rates[[ECONOMIES.index(o) for o in now["origin_region"]]] = now["added_pp"].to_numpy(float) / 100.0
            rates[PREFERRED_ROWS] = 0.0  # by statute, in the table of duties
        rows.append(rates[:, None] * pattern)
    added = np.stack(rows)
    added.flags.writeable = False
    return Law(first, added, _precursor_control())


def _below_the_base(months: range) -> list[Array]:
    """Return added rates (i, j) of each month: rise of an origin and sector x (share in force - share in the base)."""
    name = "history/us_tariff_rise_2017_2024.csv"
    rise = _by_origin(name, "rise", origin="origin")
    steps = _dated("history/us_tariff_steps_2018_2020.csv", "in_force", ECONOMIES)
    settled = _in_force(steps, months[-1], len(ECONOMIES))
    return [rise * (_in_force(steps, month, len(ECONOMIES)) - settled)[:, None] for month in months]


def _pattern() -> Array:
    """Return a sector pattern by origin (i, j) with a mean of one over US goods imports of 2024."""
    rates = _by_origin("trade/us_tariff_added_2025_by_sector.csv", "added_pp", outside=True)
    return _unit_mean(rates, _by_origin("trade/us_imports_2024_sector.csv", "imports_usd", outside=True))


def _unit_mean(rates: Array, imports: Array) -> Array:
    mean = (rates * imports).sum(1) / np.maximum(imports.sum(1), 1.0)
    pattern: Array = np.where(mean[:, None] > 0, rates / np.where(mean > 0, mean, 1.0)[:, None], IS_GOODS)
    return pattern


def _by_origin(name: str, column: str, *, origin: str = "origin_region", outside: bool = False, **where: str) -> Array:
    """Read a table by origin and sector (i, j), zero where it has no row; rows of other codes are `outside`."""
    cells = {origin: ECONOMIES, "sector": SECTORS}
    return np.asarray(tables.matrix(name, cells, column, where=where, absent=0.0, outside=outside))


def _in_force(dated: tuple[tuple[int, int, float], ...], month: int, size: int) -> Array:
    """Return the last value of each row that is in force in absolute `month`, zero before the first."""
    out = np.zeros(size)
    for since, row, value in dated:  # in order of date, so that the last one in force stands
        if since <= month:
            out[row] = value
    return out


def _precursor_control() -> tuple[tuple[int, int, float], ...]:
    return _dated("security/precursor_control_history.csv", "control", PRECURSOR_ORIGINS)


def _dated(name: str, column: str, codes: tuple[str, ...]) -> tuple[tuple[int, int, float], ...]:
    """Read a table of dated values by origin; a value counts for a month if it was in force on the 15th."""
    table = tables.read(name, (column,), ("date", "origin")).sort_values("date")
    tables.known(name, "origin", list(table["origin"]), codes)
    since = [duties.since(day) for day in table["date"]]
    rows = [codes.index(origin) for origin in table["origin"]]
    return tuple(zip(since, rows, table[column].to_numpy(float).tolist(), strict=True))


def _day(date: str) -> int:
    return 31 * month_number(date[:7]) + int(date[8:])
