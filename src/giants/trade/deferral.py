"""Duties that Mexico adds are not paid on inputs that leave again in exports (IMMEX, PROSEC; USMCA Article 2.5).

What is deferred depends on the origin of the input and on the duty that the exported good meets.  Goods of treaty
partners are deferred in full.  Others' are only for exports beyond the region; for exports within it the relief may not
exceed the lesser of the duty due in Mexico and the duty paid there, so that nothing is saved on what enters the United
States free, save by sectoral programmes (PROSEC), and losing the preference there gives some relief back.
i origin, k input sector, j exporting sector, all of one economy.

Source: USMCA Article 2.5 (NAFTA Article 303 before it); shares and their ranges in conf/trade.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.symbols import Array


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
    home: float
    """log price of sales at home, whose buyers pay the more that exporters pay the less."""

    def sales_cost(self, economies: int, own: int) -> Array:
        """Return (n, j) log cost of what the economy `own` sells to each of them."""
        out = np.tile(self.abroad, (economies, 1))
        out[own] = self.home
        return out


def relieved(
    added: Array, met: Array, member: NDArray[np.bool_], e: Exporters, deferred: float, sectoral: float
) -> Array:
    """Return (i, k) the share of added duties relieved on inputs of exports.

    partners      s = h
    others        s_ik = Σ_j g_kj (B_j h + N_j max(p, h min(1, τ_j / a_ik))) / Σ_j g_kj (B_j + N_j)
    h is what programmes defer where the law lets them (`deferred`), p what sectoral ones spare (`sectoral`), a added
    duty, τ (`met`) the duty that exports meet within the region, B and N exports beyond and within it.
    """
    lesser = np.minimum(met / np.maximum(added, 1e-9)[..., None], 1.0)  # (i, k, j)
    within = np.maximum(sectoral, deferred * lesser)
    weight = e.g * (e.beyond + e.within)
    total = np.maximum(weight.sum(-1), 1e-300)
    others = ((e.g * e.beyond).sum(-1) * deferred + (within * (e.g * e.within)).sum(-1)) / total
    return np.asarray(np.where(member[:, None], deferred, others))


def deferral(base: Array, added: Array, relief: Array, bought: Array, home_sales: float, e: Exporters) -> Deferral:
    """Return what follows when the share `relief` of `added` duties is not paid on inputs of exports.

    φ_k = Σ_j g_kj x_j / X_k;  paid on average a (1 - φ s);  on inputs of exports a (1 - s)
    ln q_j = Σ_k g_kj Σ_i π_ik ln (1 + t0 + a (1 - s)) / (1 + t0 + a (1 - φ s))
    x exports, X purchases, t0 the base duty, π (`bought`) sourcing shares.  The equilibrium has one price index for all
    buyers, at the average duty: exports cost q of it, and what they save is charged on sales at home, -Σ x ln q / home.
    """
    exports = e.beyond + e.within
    used = np.minimum(np.divide(e.g @ exports, e.spent, out=np.zeros_like(e.spent), where=e.spent > 0), 1.0)
    share = used * relief
    gap = np.log((1 + base + added * (1 - relief)) / (1 + base + added * (1 - share)))
    abroad = (bought * gap).sum(0) @ e.g
    return Deferral(share, abroad, float(np.log1p(-(exports @ abroad) / home_sales)))
