"""Duties that Mexico adds are not paid on inputs that leave again in exports (IMMEX, PROSEC; USMCA Article 2.5).

What is deferred depends on the origin of the input and on the duty that the exported good meets.  Goods of treaty
partners are deferred in full.  Others' are only for exports beyond the region; for exports within it the relief may not
exceed the lesser of the duty due in Mexico and the duty paid there, so that nothing is saved on what enters the United
States free, save by sectoral programmes (PROSEC), and losing the preference there gives some relief back.
i origin, k input sector, j exporting sector, all of one economy.

Source: USMCA Article 2.5 (NAFTA Article 303 before it); shares and their ranges in conf/trade.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.batch import column, matvec, vecmat
from giants.symbols import Array, Scalar
from giants.trade.data import TradeData
from giants.trade.equilibrium import Solution, Solver
from giants.trade.parameters import TradeParameters
from giants.trade.shock import Shock

_TINY = 1e-300
"""What stands for a total of nothing, of which every part is zero too."""
ROUNDS = 5
"""Solves after which what exporters defer no longer moves real income by a hundredth of a percent."""


class Exporters(NamedTuple):
    """What exporters sell and buy."""

    beyond: Array
    """(j,) exports to economies outside the treaty."""
    within: Array
    """(j,) exports to its members."""
    spent: Array
    """(k,) purchases of all buyers at purchasers' prices, in the same unit."""
    g: Array
    """(k, j) input k per unit of output of j."""


class Deferral(NamedTuple):
    """What the relief makes of added duties and of the price of what is sold."""

    share: Array
    """(i, k) of an added duty on all imports that is not paid."""
    abroad: Array
    """(j,) log cost of exports, whose inputs pay less than the average."""
    home: Scalar
    """log price of sales at home, whose buyers pay the more that exporters pay the less."""

    def sales_cost(self, economies: int, own: int) -> Array:
        """Return (n, j) log cost of what the economy `own` sells to each of them."""
        return np.where(np.arange(economies)[:, None] == own, column(self.home)[..., None], self.abroad[..., None, :])


def exporters(
    flows: Array, spent: Array, g: Array, goods: NDArray[np.bool_], own: int, members: NDArray[np.bool_], limit: Scalar
) -> Exporters:
    """Return exporters of the economy `own`, given sales (n, i, j) of all and its purchases (k,).

    `limit` is 1 while the treaty's limit on relief is in force, and 0 without: then no export counts as within it.
    """
    sold = flows[..., own, :] * goods
    home = sold[..., own, :]
    within = column(limit) * (sold.take(np.flatnonzero(members), -2).sum(-2) - home * members[own])
    return Exporters(sold.sum(-2) - home - within, within, spent, g)


def duty_met(t: Array, flows: Array, own: int, members: NDArray[np.bool_]) -> Array:
    """Return (j,) the mean duty that exports of `own` meet in the region, given tariffs and sales (n, i, j).

    τ_j = Σ_n z_nj t_nj / Σ_n z_nj over members n but `own`, z its sales to n.  Definition.
    """
    others = np.flatnonzero(members & (np.arange(len(members)) != own))
    sold, duty = (x[..., own, :].take(others, -2) for x in (flows, t))
    return np.asarray(np.maximum((duty * sold).sum(-2) / np.maximum(sold.sum(-2), _TINY), 0.0))


def relieved(
    added: Array, met: Array, member: NDArray[np.bool_], e: Exporters, deferred: float, sectoral: float
) -> Array:
    """Return (i, k) the share of added duties relieved on inputs of exports.

    partners      s = h
    others        s_ik = Σ_j g_kj (B_j h + N_j max(p, h min(1, τ_j / a_ik))) / Σ_j g_kj (B_j + N_j)
    h is what programmes defer where the law lets them (`deferred`), p what sectoral ones spare (`sectoral`), a added
    duty, τ (`met`) the duty that exports meet within the region, B and N exports beyond and within it.
    Source: USMCA Article 2.5.
    """
    lesser = np.minimum(met[..., None, None, :] / np.maximum(added, 1e-9)[..., None], 1.0)  # (i, k, j)
    within = np.maximum(sectoral, deferred * lesser)
    total = np.maximum(matvec(e.g, e.beyond + e.within), _TINY)
    bought = e.g * e.within[..., None, :]
    others = (matvec(e.g, e.beyond) * deferred)[..., None, :] + np.vecdot(within, bought[..., None, :, :])
    others /= total[..., None, :]
    return np.asarray(np.where(member[:, None], deferred, others))


def deferral(base: Array, added: Array, relief: Array, bought: Array, home_sales: Scalar, e: Exporters) -> Deferral:
    """Return what follows when the share `relief` of `added` duties is not paid on inputs of exports.

    φ_k = Σ_j g_kj x_j / X_k;  paid on average a (1 - φ s);  on inputs of exports a (1 - s)
    ln q_j = Σ_k g_kj Σ_i π_ik ln (1 + t0 + a (1 - s)) / (1 + t0 + a (1 - φ s))
    x exports, X purchases, t0 the base duty, π (`bought`) sourcing shares.  The equilibrium has one price index for all
    buyers, at the average duty: exports cost q of it, and what they save is charged on sales at home, -Σ x ln q / home.
    Elementwise (i, k); accounting identity.
    """
    exports = e.beyond + e.within
    bought_in = matvec(e.g, exports)
    used = np.minimum(np.divide(bought_in, e.spent, out=np.zeros_like(bought_in), where=e.spent > 0), 1.0)
    share = used[..., None, :] * relief
    gap = np.log((1 + base + added * (1 - relief)) / (1 + base + added * (1 - share)))
    abroad = vecmat((bought * gap).sum(-2), e.g)
    return Deferral(share, abroad, np.log1p(-np.vecdot(exports, abroad) / home_sales))


class Market(NamedTuple):
    """Where exporters of one economy buy and sell."""

    flows: Array
    """(n, i, j) sales of all, net of tariffs"""
    spent: Array
    """(k,) its purchases at purchasers' prices"""
    bought: Array
    """(i, k) its sourcing shares"""


def duties_spared(
    data: TradeData, t: Array, own: int, members: NDArray[np.bool_], limit: Scalar, p: TradeParameters, now: Market
) -> Deferral:
    """Return what is not paid of the duties that `own` adds to the base, given duties t as written and its market.

    `limit` as in `exporters`.
    """
    added = np.maximum(t[..., own, :, :] - data.t0[own], 0.0)
    e = exporters(now.flows, now.spent, data.g[own], data.goods, own, members, limit)
    met = duty_met(t, now.flows, own, members)
    relief = relieved(added, met, members, e, p.duty_deferral, p.sectoral_relief) * data.goods
    return deferral(data.t0[own], added, relief, now.bought, now.flows[..., own, own, :].sum(-1), e)


def solve(
    s: Solver,
    t: Array,
    own: int,
    members: NDArray[np.bool_],
    limit: float,
    p: TradeParameters,
    start: Solution | None = None,
    d: Array | None = None,
) -> Solution:
    """Return the equilibrium under duties t as written, those added by `own` deferred on inputs of its exports.

    What exporters buy and what they defer are found in turn, ROUNDS times.  Where factor prices give way slowly, they
    stand at those of `start`, by default of the base.  `d` (N, N, J) are factors on trade costs, if any.
    """
    lnw = None if start is None else np.log(start.w)
    solved = s.solve(Shock(t=t, d=d, lnw=lnw))
    for _ in range(ROUNDS if (t[own] > s.data.t0[own]).any() else 0):
        paid = as_paid(s.data, solved, t, own, members, limit, p)
        solved = s.solve(replace(paid, d=paid.d if d is None else paid.d * d, lnw=lnw), solved.u)
    return solved


def as_paid(
    data: TradeData, last: Solution, t: Array, own: int, members: NDArray[np.bool_], limit: float, p: TradeParameters
) -> Shock:
    """Return duties t as written as they are paid, and costs, where exporters of `own` buy as in the market `last`."""
    spared = duties_spared(data, t, own, members, limit, p, Market(last.flows, last.X[own], last.pi[own]))
    paid, d = t.copy(), np.ones_like(t)
    paid[own] -= spared.share * np.maximum(t[own] - data.t0[own], 0.0)
    d[:, own] *= np.exp(spared.sales_cost(len(t), own))
    return Shock(t=paid, d=d)
