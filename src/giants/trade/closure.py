"""How the market for the domestic factor clears: by its price at once, or slowly, with slack meanwhile.

Every economy has one unknown x for its factor market.  Under the instant closure it is the log factor price.  Under
the sticky one it is the pressure z on that market: the price takes a share of it, and what is left shows in
quantities.  Where demand falls short the factor is idle in part, and its owners borrow to keep up part of their
spending; where demand is in excess the factor is in full use, and spending waits, which is saved.

The sticky closure is meant for short-run elasticities.  At prices that have not moved, demand for what an economy makes
falls by all of θ, so that losses grow with it, to θ 8 or so, and are several times those at rest: under 25% on all it
sells in the United States Mexico then loses 13% in the first year, and 2% where markets clear at once.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from giants.symbols import Array


@dataclass(frozen=True)
class Sticky:
    """How pressure on factor markets is divided between prices and quantities."""

    share: float
    """lam, in (0, 1): share of the pressure that factor prices take"""
    spending: float
    """mu, in [0, 1]: fall of spending per unit of income lost to slack; the rest is borrowed"""


class FactorMarket(NamedTuple):
    """What the unknowns of the factor markets imply; axes (..., N) unless said."""

    lnw: Array
    """log price per unit of endowment in use"""
    factor: Array
    """factor income, what is idle left out"""
    borrowed: Array
    """borrowed from abroad (saved, if negative) because of slack"""
    closing: Array
    """(...) equation that stands for the factor market left out"""


class Slopes(NamedTuple):
    """Derivatives of a factor market by the unknowns, (N, N) each, the last (N,)."""

    lnw: Array
    lnfactor: Array
    borrowed: Array
    closing: Array


def factor_market(k: Sticky | None, income0: Array, anchor: Array | float, x: Array) -> FactorMarket:
    """Return prices, use, and borrowing at the unknowns x (..., N); k is None for the instant closure.

    instant:  ln w = x;  closing  ln sum_i Y_i = 0,  Y = VA L w
    sticky:   ln w = a + lam z - ln sum_h VA_h L_h exp(a_h + lam z_h),  so that full employment earns one in the world
              ln e = min((1 - lam) z, 0),  Y = VA L w e
              B = VA L w [(1 - mu)(1 - e) - max((1 - lam) z, 0)];  closing  -sum_i B_i / (1 - lam) = 0
    `income0` is VA L, the `anchor` a the log price at which there is no pressure.  As lam -> 1 prices are those of the
    instant closure, B and slack vanish.
    """
    if k is None:
        factor = np.exp(x) * income0
        return FactorMarket(x, factor, np.zeros_like(factor), np.log(factor.sum(-1)))
    raw = anchor + k.share * x
    full = income0 * np.exp(raw)
    world = full.sum(-1, keepdims=True)
    full /= world
    left = (1.0 - k.share) * x
    factor = full * np.exp(np.minimum(left, 0.0))
    borrowed = (1.0 - k.spending) * (full - factor) - full * np.maximum(left, 0.0)
    return FactorMarket(raw - np.log(world), factor, borrowed, borrowed.sum(-1) / (k.share - 1.0))


def slopes(k: Sticky | None, m: FactorMarket, x: Array, idle: Array) -> Slopes:
    """Return the derivatives of `factor_market` at one point (no leading axes).

    `idle` (N,) weighs the two sides of the kink at z = 0: 1 with slack, 0 without.
    d ln w = lam (1 - s'),  s the shares in the world's income at full employment
    All (N,) or (N, N).  Definition: the derivative.
    """
    one = np.eye(x.size)
    if k is None:
        return Slopes(one, one, np.zeros_like(one), m.factor / m.factor.sum())
    left = (1.0 - k.share) * x
    full = m.factor / np.exp(np.minimum(left, 0.0))
    lnw = k.share * (one - full)
    lnfactor = lnw + (1.0 - k.share) * np.diag(idle)
    borrowed = (1.0 - k.spending) * (full[:, None] * lnw - m.factor[:, None] * lnfactor)
    borrowed -= full[:, None] * (np.maximum(left, 0.0)[:, None] * lnw + (1.0 - k.share) * np.diag(1.0 - idle))
    return Slopes(lnw, lnfactor, borrowed, borrowed.sum(0) / (k.share - 1.0))


def mean_share(months: float, half_life: float) -> float:
    """Return the mean share of a constant pressure that prices have taken over its first `months`.

    1 - (1 - 2^(-h/H)) / (h ln 2 / H),  H the half-life of what is left
    Elementwise (...,).  Definition.
    """
    decay = months * np.log(2.0) / half_life
    return float(1.0 + np.expm1(-decay) / decay)
