"""What Mexican plants buy is not what Mexican households buy: sourcing of inputs apart from that of other buyers.

The equilibrium has one price index and one set of sourcing shares for each buyer and sector.  Supplier depth, ties of
foreign plants to suppliers at home, and content rules act on the inputs of plants that make goods, and on nobody
else's purchases.  Here the two kinds of buyers are told apart: the shares of the sector as a whole move by what the
plants' choice makes of them, at unchanged prices to other buyers, and the plants' unit cost by what their inputs then
cost.  i origin, j input sector, all of one importer.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.batch import matvec, vecmat
from giants.symbols import Array

_TINY = 1e-300
"""What stands for a total of nothing, of which every part is zero too."""


class Sourcing(NamedTuple):
    """How one importer's plants buy, and what follows for the sector as a whole."""

    shift: Array
    """(i, j) log shift of the sector's sourcing shares that the plants' choice makes; exp(shift) has mean one."""
    plants: Array
    """(i, j) sourcing shares of the inputs of plants."""
    others: Array
    """(i, j) sourcing shares of all other buyers."""
    cost: Array
    """(j,) log cost of the plants' inputs beside the price index of the sector."""


def others(bought: Array, shift: Array) -> Array:
    """Return the sourcing shares of other buyers, given purchases of all and the shift that plants made of them.

    x_i = π_i exp(-m_i) / Σ π exp(-m), π the purchases (i, j) in any unit
    Definition.
    """
    remaining = bought * np.exp(-shift)
    return np.asarray(remaining / remaining.sum(-2, keepdims=True))


def sourcing(x: Array, saving: Array, rule: Array, theta: Array, plants: Array) -> Sourcing:
    """Return what plants buy when inputs from i save them s and a rule makes them act as if they saved v more.

    shadow shares  q_i = x_i exp(θ (s_i + v_i)) / Z;    paid  p_i = q_i exp(v_i) / Σ q exp(v)
    cost           ln c = -ln(Z) / θ + ln Σ q exp(v)
    all buyers     m_i = ln(1 - φ + φ p_i / x_i)
    x are the shares of other buyers, φ (`plants`) the share of the sector's purchases made by plants.  Without a rule
    the cost is the CES index of the savings.  A rule alone saves nothing: its cost is that of a constraint, second
    order in v.  Source: content protection as in Grossman (1981), Quarterly Journal of Economics 96(4), 583-603.
    """
    pull = np.exp(theta * (saving + rule))
    total = (x * pull).sum(-2)
    pull *= np.exp(rule)
    spent = (x * pull).sum(-2)
    pull /= spent[..., None, :]  # p / x
    shift = np.log1p(plants[..., None, :] * (pull - 1.0))
    return Sourcing(shift, x * pull, x, np.log(spent / total) - np.log(total) / theta)


def use_by_plants(g: Array, output: Array, expenditure: Array, goods: NDArray[np.bool_]) -> Array:
    """Return (j,) the share of purchases of each sector that plants making goods buy as inputs, at most one.

    φ_k = Σ_j goods g_kj Y_j / X_k;  g (k, j) input k per unit of output j, all of one economy.
    Accounting identity.
    """
    bought = matvec(g, output * goods)
    share = np.divide(bought, expenditure, out=np.zeros_like(expenditure), where=expenditure > 0)
    return np.asarray(np.minimum(share, 1.0))


def unit_cost(g: Array, cost: Array, goods: NDArray[np.bool_]) -> Array:
    """Return (j,) log unit cost that the cost of inputs adds to plants making goods: Σ_k g_kj ln c_k, 0 elsewhere.

    Definition, to first order.
    """
    return np.asarray(np.where(goods, vecmat(cost, g), 0.0))


def by_user(s: Sourcing, flows: Array, goods: NDArray[np.bool_]) -> Array:
    """Return (user j, i, k) sourcing shares net of tariffs of each using sector, given the flows of all buyers (i, k).

    Plants that make goods buy as `plants`, other sectors as `others`, at the same tariffs.

    π_jik = plants' share where j makes goods, else others'.  Definition.
    """
    net = flows / np.maximum(s.others * np.exp(s.shift), _TINY)
    plants, rest = net * s.plants, net * s.others
    plants /= np.maximum(plants.sum(-2, keepdims=True), _TINY)
    rest /= np.maximum(rest.sum(-2, keepdims=True), _TINY)
    return np.asarray(np.where(goods[:, None, None], plants[..., None, :, :], rest[..., None, :, :]))
