"""How much of each sector pays the duties that are written: coverage, fitted on duties collected in 2025.

Monthly US imports and duties collected by three-digit industry, August to November 2025, from Mexico and Canada: after
claims of the treaty's preference had risen and before emergency powers were void.  One number a sector is fitted, the
level of its Section 232 rows, or of the general duty where there are none; everything else is the law's.
"""

from typing import NamedTuple

import numpy as np

from giants import duties, tables
from giants.scenario import month_number
from giants.symbols import ECONOMIES, GOODS, IS_GOODS, PREFERRED_ROWS, SECTORS, USA, Array
from giants.trade import origin
from giants.trade.data import TradeData

COLLECTED = "trade/us_duties_collected_2025.csv"
MONTHS = ("2025-08", "2025-09", "2025-10", "2025-11")


class Collected(NamedTuple):
    """US imports, duties and use of the preference by month, origin (Mexico, Canada) and sector, (m, 2, j)."""

    imports: Array
    """million USD."""
    rate: Array
    """duties over imports."""
    use: Array
    """share of imports that claims."""


def collected(months: tuple[str, ...] = MONTHS) -> Collected:
    """Return what was collected and claimed in each of `months`; services have none."""
    codes = [ECONOMIES[i] for i in PREFERRED_ROWS]
    table = tables.read(COLLECTED, ("imports_usd_mn", "duty_usd_mn"), ("month", "origin", "naics3", "sector"))
    sums = table.groupby(["month", "origin", "sector"])[["imports_usd_mn", "duty_usd_mn"]].sum()
    shape = (len(months), len(codes), len(SECTORS))
    imports, duty, use = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for m, month in enumerate(months):
        cells = {"partner": codes, "sector": GOODS}
        at = {"period": month}
        use[m][:, IS_GOODS > 0] = tables.matrix("trade/usmca_utilization.csv", cells, "share", where=at, outside=True)
        for i, code in enumerate(codes):
            for j, sector in enumerate(SECTORS):
                if (month, code, sector) in sums.index:
                    imports[m, i, j], duty[m, i, j] = sums.loc[(month, code, sector)]
    return Collected(imports, np.divide(duty, imports, out=np.zeros(shape), where=imports > 0), use)


def predicted(data: TradeData, months: tuple[str, ...] = MONTHS) -> Array:
    """Return what the table of duties takes at the use that was observed, with the base rate, (m, 2, j) ad valorem."""
    seen, low = collected(months), origin.claims().low
    base, none = data.t0[USA, PREFERRED_ROWS], np.zeros_like(low)
    out = []
    for month, use in zip(months, seen.use, strict=True):
        d, i = duties.in_force(month_number(month)), PREFERRED_ROWS
        rows = duties.paid(d.full[USA, i], d.spared[i], d.scope[i], use)
        out.append(rows + origin.preferential_tariff(base, base, none, none, low, np.maximum(use, low)))
    return np.stack(out)


def means(data: TradeData) -> tuple[Array, Array]:
    """Return collected and predicted rates (2, j), means of the fitted months by imports."""
    seen = collected()
    total = np.maximum(seen.imports.sum(0), 1e-9)
    return (seen.rate * seen.imports).sum(0) / total, (predicted(data) * seen.imports).sum(0) / total
