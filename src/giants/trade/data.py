"""The calibrated base of the trade block: shares, tariffs, input-output coefficients, in any dimensions.

Axes everywhere: n importer, i origin, j sector, k input sector.  Values are shares of world factor income.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from giants import tables
from giants.errors import InputError
from giants.symbols import ECONOMIES, IS_GOODS, SECTORS, Array
from giants.trade.own_data import check_array, check_connected, check_names, home_sales


@dataclass(frozen=True, eq=False)
class TradeData:
    """One balanced cross-section of world trade with input-output links."""

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    goods: NDArray[np.bool_]
    """(J,) true where the sector is a traded good (what "*" means in a tariff change)."""
    pi0: Array
    """(N, N, J) share of origin i in the expenditure of n on j, tariffs included."""
    t0: Array
    """(N, N, J) applied ad valorem tariff of importer n on origin i."""
    X0: Array
    """(N, J) expenditure at purchaser prices, share of world factor income."""
    Y0: Array
    """(N, J) gross output at producer prices, share of world factor income."""
    b: Array
    """(N, J) value added per unit of gross output."""
    g: Array
    """(N, J, J) input k used per unit of output of j: g[i, k, j]."""
    a: Array
    """(N, J) final expenditure shares."""
    VA: Array
    """(N,) factor income; sums to one over the world."""
    D: Array
    """(N,) deficit (spending beyond income), share of world factor income; sums to zero."""
    world_income: float = 1.0
    """World factor income in the user's money (million USD a year for the bundled set)."""

    @property
    def shape(self) -> tuple[int, int]:
        """Number of regions and of sectors."""
        return len(self.regions), len(self.sectors)

    @property
    def flows(self) -> Array:
        """(N, N, J) sales of origin i to importer n, net of tariffs: pi X / (1 + t)."""
        return np.asarray(self.pi0 * self.X0[:, None, :] / (1 + self.t0))

    def check_arrays(self) -> None:
        """Raise InputError unless names differ, arrays have their shapes and signs, and every region trades."""
        regions, sectors = self.regions, self.sectors
        check_names("region", regions)
        check_names("sector", sectors)
        cube = {"importer": regions, "origin": regions, "sector": sectors}
        cells, each = {"region": regions, "sector": sectors}, {"region": regions}
        check_array("goods", self.goods, {"sector": sectors})
        check_array("pi0", self.pi0, cube, least=0)
        check_array("t0", self.t0, cube, above=-1)
        for name, least in (("X0", 0.0), ("Y0", 0.0), ("b", 0.0), ("a", 0.0)):
            check_array(name, getattr(self, name), cells, least=least)
        # Published input tables contain tiny negative coefficients, so g may be negative.
        check_array("g", self.g, {"region": regions, "input sector": sectors, "using sector": sectors})
        check_array("VA", self.VA, each, above=0)
        check_array("D", self.D, each)
        check_connected(regions, abroad(self.flows))

    def check(self, tolerance: float = 1e-9) -> None:
        """Raise InputError unless `check_arrays` passes, shares sum to one, markets clear and incomes are spent.

        sum_i pi = 1;  sum_j a = 1;  sum_k g = 1 - b;  sum_n Z = Y;  a I + g Y = X;  I = VA + R + D;
        sum VA = 1;  sum D = 0.
        """
        self.check_arrays()
        Z = self.flows
        final = self.VA + (self.t0 * Z).sum((1, 2)) + self.D
        uses = np.einsum("njk,nk->nj", self.g, self.Y0)
        gaps = {
            "trade shares of importer {n} in sector {j} do not sum to one": self.pi0.sum(1) - 1,
            "final shares of region {n} do not sum to one": self.a.sum(1)[:, None] - 1,
            "inputs and value added of {n} in {j} do not sum to one": self.g.sum(1) + self.b - 1,
            "sales of {n} in {j} differ from its output": Z.sum(0) - self.Y0,
            "market of {n} for {j} does not clear": self.a * final[:, None] + uses - self.X0,
            "factor income of {n} differs from its value added": ((self.VA - (self.b * self.Y0).sum(1))[:, None]),
            "world factor income is not one": np.array([[self.VA.sum() - 1]]),
            "deficits do not sum to zero": np.array([[self.D.sum()]]),
        }
        for text, gap in gaps.items():
            worst = np.unravel_index(int(np.argmax(np.abs(gap))), gap.shape)
            if not np.abs(gap[worst]) <= tolerance:
                where = text.format(n=self.regions[worst[0]], j=self.sectors[worst[1]])
                raise InputError(f"trade data: {where} (gap {gap[worst]:.3g}, allowed {tolerance:g})")


def from_flows(
    regions: tuple[str, ...],
    sectors: tuple[str, ...],
    goods: NDArray[np.bool_],
    Z: Array,
    t0: Array,
    g: Array,
    repair: bool = False,
) -> TradeData:
    """Build a balanced base from flows Z[n, i, j] net of tariffs, tariffs and input coefficients.

    Output, expenditure, value added (b = 1 - sum_k g), final demand F = X - g Y and deficits follow from
    accounting, so all identities hold to machine precision whatever the rounding of the inputs.  Final demand that
    rounding makes negative (down to -1e-6 of expenditure) is set to zero and the missing sale is booked as domestic
    output; with `repair` so is any other, as published tables have it where stocks are run down, and a warning says
    how many cells and how much.  Raises InputError naming region, partner, sector and value of the first cell that is
    wrong.
    Z (N, N, J), t0 (N, N, J), g (N, J, J).  Accounting identity.
    """
    check_names("region", regions)
    check_names("sector", sectors)
    cube = {"importer": regions, "origin": regions, "sector": sectors}
    check_array("flow", Z, cube, least=0)
    check_array("tariff", t0, cube, above=-1)
    check_array("g", g, {"region": regions, "input sector": sectors, "using sector": sectors})
    check_array("value added (1 - sum of g)", 1 - g.sum(1), {"region": regions, "sector": sectors}, least=0)
    added = home_sales(regions, sectors, Z, t0, g, repair)
    home = np.arange(len(regions))
    Z = np.array(Z, float)
    Z[home, home] += added
    Y, X = Z.sum(0), ((1 + t0) * Z).sum(1)
    F = X - np.einsum("njk,nk->nj", g, Y)
    F = np.where(added > 0, 0.0, np.maximum(F, 0.0))  # what is left below zero there is the last digit
    b = 1 - g.sum(1)
    VA = (b * Y).sum(1)
    world = float(VA.sum())
    revenue = (t0 * Z).sum((1, 2))
    safe = np.where(X > 0, X, 1.0)
    pi0 = (1 + t0) * Z / safe[:, None, :]
    n_idx, j_idx = np.nonzero(X <= 0)
    pi0[n_idx, n_idx, j_idx] = 1.0
    data = TradeData(
        regions=regions,
        sectors=sectors,
        goods=goods,
        pi0=pi0,
        t0=t0,
        X0=X / world,
        Y0=Y / world,
        b=b,
        g=g,
        a=F / np.where(F.sum(1) > 0, F.sum(1), np.nan)[:, None],
        VA=VA / world,
        D=(F.sum(1) - VA - revenue) / world,
        world_income=world,
    )
    data.check_arrays()
    return data


def abroad(flows: Array) -> Array:
    """Return flows (..., N, N, J) with domestic sales set to zero.

    z_nij = 0 for n = i, (N, N, J).  Definition.
    """
    out = flows.copy()
    home = np.arange(flows.shape[-2])
    out[..., home, home, :] = 0.0
    return out


TABLES = {"wiod2011": "trade/io_coeffs.csv", "icio2020": "trade/io_coeffs_2020.csv"}
"""Input-output tables by the name that `trade.tables` gives.  Neither tells maquilas from other plants."""


def bundled(vintage: str = "wiod2011") -> TradeData:
    """Return the base of the data folder: 2023, million USD (see data/SOURCES.md); bundled, 10 regions x 11 sectors.

    `vintage` names the input-output table (`TABLES`).  Flows between regions and GDP are the same under each; where
    the table leaves more or less value in a unit of output, sales at home are scaled by one number for each region so
    that its value added is still its GDP: with exports E and sales at home H, b (E + s H) = GDP.
    One object for each vintage, however it is asked for.
    """
    return _built(vintage)


def is_bundled(data: TradeData) -> bool:
    """Return whether a base is that of the data folder, of any vintage."""
    return any(data is bundled(vintage) for vintage in TABLES)


@lru_cache(maxsize=len(TABLES))
def _built(vintage: str) -> TradeData:
    cells = {"destination": ECONOMIES, "origin": ECONOMIES, "sector": SECTORS}
    Z = tables.matrix("trade/flows_2023.csv", cells, "value_musd")
    t0 = tables.matrix("trade/tariffs_base.csv", cells, "ad_valorem", absent=0.0)
    uses = {"region": ECONOMIES, "input_sector": SECTORS, "using_sector": SECTORS}
    g = tables.matrix(TABLES[vintage], uses, "share_of_gross_output")
    if vintage != "wiod2011":  # to whose value added the flows were balanced
        Z = _keep_gdp(Z, 1 - g.sum(1), bundled())
    data = from_flows(ECONOMIES, SECTORS, IS_GOODS > 0, Z, t0, g)
    data.check()
    for array in (data.pi0, data.t0, data.X0, data.Y0, data.b, data.g, data.a, data.VA, data.D):
        array.flags.writeable = False
    return data


def _keep_gdp(Z: Array, b: Array, base: TradeData) -> Array:
    """Return flows whose sales at home are scaled so that value added at shares b (n, j) is that of `base`."""
    home = np.arange(len(Z))
    sold = (b * Z[home, home]).sum(-1)
    exported = (b * abroad(Z).sum(0)).sum(-1)
    Z = Z.copy()
    Z[home, home] *= ((base.VA * base.world_income - exported) / sold)[:, None]
    return Z


def theta(column: str = "theta_suggested_longrun") -> Array:
    """Return one column of the bundled trade elasticities, (J,), in the order of sectors.csv.

    Source: data/SOURCES.md.
    """
    return np.asarray(tables.matrix("trade/elasticities.csv", {"sector": SECTORS}, column))
