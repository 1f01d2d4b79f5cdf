"""The firms of the base: home, sector, size, and capital by place, fitted to the tables of foreign investment."""

from dataclasses import dataclass

import numpy as np

from giants import tables
from giants.invest import capacity, waiting
from giants.invest.parameters import InvestParameters
from giants.symbols import ASIA_ROWS, CHN, ECONOMIES, FIRMS, IS_GOODS, MEX, SECTORS, STATES, USA, Array

S, N, J = len(STATES), len(ECONOMIES), len(SECTORS)
GOLDEN, SILVER = 0.6180339887498949, 0.41421356237309515  # spread firms evenly without drawing


@dataclass(frozen=True)
class InvestCalibration:
    """Firms (f), their base capital, and what the location choice starts from."""

    home: Array  # (f,) economy
    sector: Array  # (f,)
    by_sector: Array  # (j, f) 1 where the firm is of the sector
    capital_mexico: Array  # (f, s) bn USD at the base
    capital_abroad: Array  # (f, n) bn USD at the base
    kind_share: Array  # (i j, p) base odds of places, a row for each home and sector, p = states then economies
    capacity: Array  # (s, j) bn USD in Mexico at the base
    mobile: Array  # (n, j) bn USD mobile in each economy at the base, Mexico included
    phi: Array  # (n, j) elasticity of productivity to mobile capital
    owners: Array  # (i, j) bn USD in Mexico by owner at the base
    chinese: Array  # (j,) Chinese stake in it
    us_bound: Array  # (j,) share of Mexican output sold to the United States
    goods: Array  # (j,) 1 for goods
    build: Array  # (f,) months from decision to working
    groups: Array  # (j,) log odds lost per criminal group
    sensitivity: Array  # (j,) of Chinese projects
    supplier_cost: Array  # (j,) log cost of domestic inputs saved at full supplier depth
    hurdle: float  # value over cost at which firms invest without trade uncertainty
    profits: Array  # (i,) bn USD a year at the base


def build_calibration(p: InvestParameters) -> InvestCalibration:
    """Build the base firms from the bundled tables.

    Capital by home and sector is p.stock.mexico times its table of shares; a cell gets firms in proportion to
    capital^0.6, of sizes 1/rank^0.8.  Within a sector, firms laid end to end meet states laid end to end, so that
    both margins hold exactly and large firms stand in several states.
    """
    owners = p.stock.mexico * chinese_part(
        _shares("society/fdi_origin_sector.csv", "economy", ECONOMIES), p.stock.chinese
    )
    states = _shares("society/fdi_state_sector.csv", "state_code", STATES)
    flows = _flows()
    output, value_added = _production()
    us_bound = flows[:, MEX, USA] / output[MEX]
    home, sector, size = firms(owners)
    capital = np.zeros((FIRMS, S))
    for j in range(J):
        rows = np.flatnonzero(sector == j)
        rows = rows[np.argsort((np.arange(len(rows)) * GOLDEN) % 1.0)]
        capital[rows] = overlap(size[rows], states[:, j])
    mexico, elsewhere = mobile_shares(flows, us_bound, p.stock.domestic_us, p.stock.local_market)
    abroad = size[:, None] * (elsewhere[home, sector] / mexico[home, sector][:, None])
    by_sector = (np.arange(J)[:, None] == sector).astype(float)
    spread = states / states.sum(0)
    mobile, c, q = (by_sector @ abroad).T, p.capacity, p.waiting
    held = np.bincount(home * J + sector, capital.sum(1), minlength=N * J).reshape(N, J)
    mobile[MEX] = by_sector @ capital.sum(1)
    kind = np.concatenate([mexico[:, :, None] * spread.T[None], elsewhere], axis=2)
    return InvestCalibration(
        home=home,
        sector=sector,
        by_sector=by_sector,
        capital_mexico=capital,
        capital_abroad=abroad,
        kind_share=kind.reshape(N * J, S + N),
        capacity=(by_sector @ capital).T,
        mobile=mobile,
        phi=capacity.elasticity(mobile, value_added, c.capital_share, c.capital_output, c.most),
        owners=held,
        chinese=held[CHN] / held.sum(0),
        us_bound=us_bound,
        goods=IS_GOODS,
        build=c.build_months.array.astype(int)[sector],
        groups=p.location.groups.array,
        sensitivity=p.screening.sensitivity.array,
        supplier_cost=c.supplier_cost.array,
        hurdle=float(waiting.hurdle(np.array(q.business_variance), q.discount, q.payout)),
        profits=capacity.profits(held, c.profit_rate, 1.0),
    )


def chinese_part(shares: Array, chinese: float) -> Array:
    """Shares of foreign capital by home and sector (i, j) in which China's rows sum to `chinese`, sectors kept.

    k'_CHN,j = k_CHN,j c / Σ_j k_CHN,j; other homes give way in proportion.  An identity, given the count, and counts of
    Chinese capital differ tenfold: sources in conf/invest.
    """
    changed = shares.copy()
    changed[CHN] *= chinese / shares[CHN].sum()
    sector = shares.sum(0)
    others = np.arange(len(shares)) != CHN
    changed[others] *= (sector - changed[CHN]) / (sector - shares[CHN])
    return changed


def firms(owners: Array) -> tuple[Array, Array, Array]:
    """Return home, sector and Mexican capital (bn USD) of the firms, whose sums by home and sector are `owners`."""
    cells = np.argwhere(owners > 0.0)
    capital = owners[cells[:, 0], cells[:, 1]]
    wanted = capital**0.6
    count = np.maximum(1, np.floor(wanted * (FIRMS - len(cells)) / wanted.sum())).astype(int)
    rest = np.argsort(-(wanted / count), kind="stable")
    for k in range(FIRMS - int(count.sum())):
        count[rest[k % len(rest)]] += 1
    home, sector = np.repeat(cells[:, 0], count), np.repeat(cells[:, 1], count)
    rank = np.concatenate([np.arange(1, c + 1) for c in count])
    weight = rank**-0.8
    total = np.repeat(np.add.reduceat(weight, np.concatenate([[0], np.cumsum(count)[:-1]])), count)
    return home, sector, np.repeat(capital, count) * weight / total


def overlap(size: Array, share: Array) -> Array:
    """Capital by firm and place (f, s): lengths by which firms end to end overlap places end to end.

    Row sums are `size`; column sums are the total times share / Σ share.
    """
    ends = np.cumsum(size)
    borders = np.cumsum(share) / share.sum() * ends[-1]
    left = np.maximum((ends - size)[:, None], np.concatenate([[0.0], borders[:-1]])[None, :])
    right = np.minimum(ends[:, None], borders[None, :])
    shared: Array = np.maximum(right - left, 0.0)
    return shared


def mobile_shares(flows: Array, us_bound: Array, domestic_us: float, local: float) -> tuple[Array, Array]:
    """Base shares of mobile capital by home and sector: Mexico's (i, j), and other economies' (i, j, n).

    The part x_j (`us_bound`) that works for the United States could stand in China, the rest of Asia, the United
    States or the firm's home instead of Mexico, in proportion to their sales there (`domestic_us` of its own for the
    United States); of the part for the local market Mexico has `local` and the home the rest.
    """
    us_sales = flows[:, :, USA].T.copy()  # (origin, j)
    us_sales[USA] *= domestic_us
    rivals = np.zeros((N, J, N))
    for n in (*ASIA_ROWS, USA):
        rivals[:, :, n] = us_sales[n]
    home = np.arange(N)
    rivals[home, :, home] = us_sales
    rivals[:, :, MEX] = 0.0
    total = np.maximum(us_sales[MEX] + rivals.sum(2), 1e-12)
    mexico = us_bound * us_sales[MEX] / total + (1.0 - us_bound) * local
    elsewhere = us_bound[None, :, None] * rivals / total[:, :, None]
    elsewhere[home, :, home] += 1.0 - mexico - elsewhere.sum(2)
    return mexico, elsewhere


def _shares(name: str, key: str, codes: tuple[str, ...]) -> Array:
    return np.asarray(tables.matrix(name, {key: codes, "sector": SECTORS}, "share"))


def _flows() -> Array:
    """Sales by sector, origin and destination (j, i, n), bn USD 2023."""
    cells = {"sector": SECTORS, "origin": ECONOMIES, "destination": ECONOMIES}
    return np.asarray(tables.matrix("trade/flows_2023.csv", cells, "value_musd") / 1e3)


def _production() -> tuple[Array, Array]:
    """Gross output and value added (n, j), bn USD 2023."""
    name, cells = "trade/production.csv", {"region": ECONOMIES, "sector": SECTORS}
    output = tables.matrix(name, cells, "gross_output_musd") / 1e3
    return output, output * tables.matrix(name, cells, "value_added_share")
