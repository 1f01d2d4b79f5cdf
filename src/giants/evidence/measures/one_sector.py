"""A one-sector Armington world, solved exactly: the reference for threat losses that the anchors rest on.

Eight regions, goods trade of 2023 (CEPII BACI), gross output = GDP / value-added share, inputs bundled like final
goods (roundabout production), trade balances fixed in units of world factor income, tariff revenue given back to
households.  It sets scales and anchors; the model's own trade block has eleven sectors and input-output links.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import root

from giants import tables
from giants.errors import ConvergenceError, InputError
from giants.symbols import Array

REGIONS = ("MEX", "USA", "CHN", "CAN", "LATAM", "EU27", "ASIA_OTH", "ROW")
CLOSED = 1e6  # factor on a trade cost that ends the flow for any elasticity in use


@dataclass(frozen=True)
class OneSectorWorld:
    """Sales `flows` (origin, destination) in million USD including home sales, and the value-added share."""

    flows: Array
    value_added_share: float

    @property
    def value_added(self) -> Array:
        """Value added by region, million USD."""
        return self.value_added_share * self.flows.sum(1)


@lru_cache(maxsize=4)
def bundled(value_added_share: float = 0.5) -> OneSectorWorld:
    """Return the eight-region world of 2023; home sales are output less exports to other regions."""
    trade = tables.read("history/trade_matrix_2023_regions.csv", ("goods_usd_mn_2023",), ("exporter", "importer"))
    gdp = tables.read("history/gdp_eight_regions_2023.csv", ("gdp_2023_usd_mn",), ("region",)).set_index("region")
    table = trade.pivot_table(index="exporter", columns="importer", values="goods_usd_mn_2023")
    flows = table.loc[list(REGIONS), list(REGIONS)].to_numpy(float).copy()
    abroad = flows.sum(1) - np.diag(flows)
    output = gdp.loc[list(REGIONS), "gdp_2023_usd_mn"].to_numpy(float) / value_added_share
    np.fill_diagonal(flows, output - abroad)
    if (flows < 0).any():
        raise InputError(f"value-added share {value_added_share:g} leaves a region with exports above its output")
    return OneSectorWorld(flows, value_added_share)


def real_income_change(world: OneSectorWorld, sigma: float, tariff: Array, cost: Array | None = None) -> Array:
    """Return the change of real income (i) in percent under added tariffs and trade costs (origin, destination).

    pi_in ~ pi0_in (c_i (1 + t_in) d_in)^(1-sigma), c_i = w_i^b P_i^(1-b), P_n^(1-sigma) = sum_i pi0_in (...)^(1-sigma);
    spending E_n = w_n VA_n + D_n + R_n + (1-b) Y_n, Y_i = sum_n pi_in E_n / (1 + t_in); D_n a fixed share of world
    factor income; welfare (w VA + D + R) / P.  Source: exact hat algebra, Dekle, Eaton and Kortum (2007).
    """
    n, b = len(world.flows), world.value_added_share
    shares = world.flows / world.flows.sum(0)
    va = world.value_added
    deficit = (world.flows.sum(0) - world.flows.sum(1)) / va.sum()
    barrier = (1 + tariff) * (1.0 if cost is None else cost)

    def equilibrium(log_wage: Array) -> tuple[Array, Array, Array]:
        wage = np.exp(np.append(log_wage, 0.0))
        price = _prices(shares, wage, barrier, sigma, b)
        pi = shares * (wage**b * price ** (1 - b))[:, None] ** (1 - sigma) * barrier ** (1 - sigma)
        net = pi / price ** (1 - sigma) / (1 + tariff)
        received = net.sum(0)  # the part of spending that reaches producers
        earned = wage * va + deficit * (wage @ va)
        output = np.linalg.solve(np.eye(n) - (1 - b) * net / received, net @ (earned / received))
        income = (earned + (1 - b) * output) / received - (1 - b) * output
        return b * output / (wage * va) - 1, income, price

    result = root(lambda x: equilibrium(x)[0][:-1], np.zeros(n - 1), tol=1e-12)
    excess, income, price = equilibrium(result.x)
    if np.abs(excess).max() > 1e-7:
        raise ConvergenceError(f"one-sector world: no equilibrium for barriers up to {barrier.max():.3g}")
    start = va + deficit * va.sum()
    change: Array = 100 * (income / price / start - 1)
    return change


def _prices(shares: Array, wage: Array, barrier: Array, sigma: float, b: float) -> Array:
    price = np.ones(len(wage))
    for _ in range(500):
        cost = wage**b * price ** (1 - b)
        new = ((shares * (cost[:, None] * barrier) ** (1 - sigma)).sum(0)) ** (1 / (1 - sigma))
        if np.abs(new - price).max() < 1e-13:
            return new  # type: ignore[no-any-return]
        price = new
    raise ConvergenceError("one-sector world: prices did not settle in 500 rounds")


def threat(name: str) -> tuple[Array, Array]:
    """Return (tariff, cost) of a named threat of data/history/armington_threat_losses_2023.csv."""
    n = len(REGIONS)
    tariff, cost = np.zeros((n, n)), np.ones((n, n))
    mex, usa, chn, can, asia = (REGIONS.index(c) for c in ("MEX", "USA", "CHN", "CAN", "ASIA_OTH"))
    others = [i for i in range(n) if i != usa]
    tariffs = {
        "US 10% tariff on MEX": ([(mex, usa)], 0.10),
        "US 25% tariff on MEX": ([(mex, usa)], 0.25),
        "US 30% tariff on MEX": ([(mex, usa)], 0.30),
        "US 50% tariff on MEX": ([(mex, usa)], 0.50),
        "US 25% on MEX + MEX retaliates 25%": ([(mex, usa), (usa, mex)], 0.25),
        "MEX 35% tariff on CHN+ASIA": ([(chn, mex), (asia, mex)], 0.35),
        "US 25% on MEX and CAN": ([(mex, usa), (can, usa)], 0.25),
        "US 25% on everyone": ([(i, usa) for i in others], 0.25),
    }
    cuts = {
        "US-MEX goods trade shut (both ways)": [(mex, usa), (usa, mex)],
        "US closes market to MEX (one way)": [(mex, usa)],
        "US withholds exports to MEX (one way)": [(usa, mex)],
        "CHN withholds exports to MEX": [(chn, mex)],
        "CHN closes market to MEX": [(mex, chn)],
    }
    if name not in tariffs and name not in cuts:
        raise InputError(f"unknown threat {name!r}; known are {'; '.join([*tariffs, *cuts])}")
    pairs, rate = tariffs.get(name, ([], 0.0))
    for origin, destination in pairs:
        tariff[origin, destination] = rate
    for origin, destination in cuts.get(name, []):
        cost[origin, destination] = CLOSED
    return tariff, cost
