"""Asymmetric Nash bargaining in which a threat is the disagreement point.

A sender s asks a target t to move policies x_k from the target's ideal (0) to the sender's ideal (1).  If talks
fail the sender loses l_s and the target loses l_t (shares of each one's own annual GDP).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from giants.symbols import Array

FLOOR = 1e-9  # smallest curvature, relative to the cost: below it the quadratic pieces lose their digits


class Bundle(NamedTuple):
    """The solution of one batch of bundle problems (leading axes are those of the arguments)."""

    x: Array
    """policies agreed, (..., K), share of the way to the sender's ideal; zero where there is no deal"""
    deal: NDArray[np.bool_]
    """(...,) whether both sides can be at least as well off as under the threat"""
    sender: Array
    """(...,) U_s(x) + l_s, the sender's gain over disagreement, share of its GDP"""
    target: Array
    """(...,) l_t - C_t(x), the target's gain over disagreement, share of its GDP"""


def disagreement(p: ArrayLike, L_t: ArrayLike, L_s: ArrayLike, b: ArrayLike, alpha: ArrayLike,
                 rho: ArrayLike) -> tuple[Array, Array]:  # fmt: skip
    """Return (l_t, l_s), what each side expects to lose if talks fail.

    l_t = p L_t - ρ,   l_s = p (L_s - b) + (1 - p) α

    p: probability of imposition; L_t, L_s: losses under the instrument; b: what imposing is worth to the sender in
    itself; alpha: cost of backing down; rho: rally for a target that resists (all shares of own GDP).
    Source: Fearon 1994 (audience cost), Morgan, Bapat and Kobayashi 2014 (threat and imposition as two stages).
    Elementwise (...,).
    """
    p = np.asarray(p, float)
    return p * np.asarray(L_t) - rho, p * (np.asarray(L_s) - b) + (1 - p) * np.asarray(alpha)


def one_issue(beta: ArrayLike, l_t: ArrayLike, c: ArrayLike, l_s: ArrayLike, a: ArrayLike,
              xbar: ArrayLike = 1.0) -> tuple[Array, NDArray[np.bool_]]:  # fmt: skip
    """Return the agreed policy and whether a deal exists, for one issue with linear value and cost.

    x* = β l_t / c - (1 - β) l_s / a, clipped to [0, x̄];  a deal exists iff a l_t + c l_s > 0 and x̄ >= -l_s / a

    Where the gains are nil (a l_t + c l_s = 0) the answer is x = 0 if that hurts nobody.  Source: Nash 1950;
    Kalai 1977 for the weights.
    Elementwise (...,).
    """
    beta, l_t, c, l_s, a, xbar = (np.asarray(v, float) for v in (beta, l_t, c, l_s, a, xbar))
    x = np.clip(beta * l_t / c - (1 - beta) * l_s / a, 0.0, xbar)
    deal = (a * l_t + c * l_s >= 0) & (a * xbar + l_s >= 0) & (l_t >= 0)
    return np.where(deal, x, 0.0), deal


def bundle(beta: ArrayLike, a: Array, c: Array, g: Array, l_s: ArrayLike, l_t: ArrayLike,
           xbar: ArrayLike = 1.0) -> Bundle:  # fmt: skip
    """Return the asymmetric Nash agreement over K issues with red lines, exactly and without iteration.

    max_x  β ln(Σ a_k x_k + l_s) + (1 - β) ln(l_t - Σ (c_k x_k + g_k x_k²/2)),   0 <= x_k <= x̄_k
    x_k = clip((λ a_k - c_k) / g_k, 0, x̄_k)  with  λ (U_s + l_s) = β/(1-β) (l_t - C_t)

    The condition on λ is piecewise quadratic with kinks where an issue enters (λ = c_k/a_k) or meets its red line
    (λ = (c_k + g_k x̄_k)/a_k); the root is found by evaluating the 2K kinks and solving one quadratic.
    a, c, g (..., K): value, cost and curvature; a <= 0 marks an issue that is not on the table.  beta, l_s, l_t
    (...,).  Source: Nash 1950, Kalai 1977; the kinks are elementary.
    """
    beta, l_s, l_t = (np.asarray(v, float) for v in (beta, l_s, l_t))
    xbar = np.where(a > 0, xbar, 0.0)
    gain = np.where(a > 0, a, 1.0)
    g = np.maximum(g, FLOOR * np.maximum(np.abs(c), FLOOR))
    ratio = beta / (1 - beta)
    enter, full = c / gain, (c + g * xbar) / gain
    enter = np.broadcast_to(enter, full.shape)
    kinks = np.sort(np.maximum(np.concatenate([enter, full], axis=-1), 0.0), axis=-1)
    x_kinks = (kinks[..., None] * gain[..., None, :] - c[..., None, :]) / g[..., None, :]
    x_kinks = np.minimum(np.maximum(x_kinks, 0.0, out=x_kinks), xbar[..., None, :], out=x_kinks)
    u = np.einsum("...mk,...k->...m", x_kinks, gain)
    cost = np.einsum("...mk,...mk->...m", x_kinks, c[..., None, :] + 0.5 * g[..., None, :] * x_kinks)
    gap = kinks * (u + l_s[..., None]) - ratio[..., None] * (l_t[..., None] - cost)
    lower = np.where(gap < 0, kinks, -1.0).max(axis=-1, keepdims=True)  # the last kink under the root
    inside, over = (enter <= lower) & (full > lower), full <= lower
    lam = _root(ratio, gain, c, g, l_s, l_t, xbar, inside, over)
    lam = np.where(lower[..., 0] >= 0, np.maximum(lam, lower[..., 0]), 0.0)
    x = np.minimum(np.maximum((lam[..., None] * gain - c) / g, 0.0), xbar)
    return judge(x, gain, c, g, l_s, l_t)


def _root(ratio: Array, a: Array, c: Array, g: Array, l_s: Array, l_t: Array, xbar: Array,
          inside: NDArray[np.bool_], over: NDArray[np.bool_]) -> Array:  # fmt: skip
    """Return λ on the piece where `inside` issues move freely and `over` ones sit at their red lines."""
    slope = np.sum(np.where(inside, a * a / g, 0.0), axis=-1)
    linear = np.sum(np.where(over, a * xbar, 0.0) - np.where(inside, a * c / g, 0.0), axis=-1) + l_s
    spent = np.sum(np.where(over, c * xbar + 0.5 * g * xbar**2, 0.0) - np.where(inside, 0.5 * c * c / g, 0.0), -1)
    quadratic, level = (1 + 0.5 * ratio) * slope, ratio * (l_t - spent)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(np.maximum(linear * linear + 4 * quadratic * level, 0.0))
        # the two forms of the positive root, each stable where the other cancels
        lam = np.where(linear > 0, 2 * level / (linear + root), (root - linear) / (2 * quadratic))
    return np.asarray(np.minimum(np.where(lam > 0, lam, 0.0), 1e300))


def judge(x: Array, a: Array, c: Array, g: Array, l_s: Array, l_t: Array) -> Bundle:
    """Return the bundle with both gains, and no policies where one of them is negative."""
    sender = np.sum(a * x, axis=-1) + l_s
    target = l_t - np.sum(c * x + 0.5 * g * x * x, axis=-1)
    slack = -1e-12
    deal = (sender >= slack) & (target >= slack)
    return Bundle(np.where(deal[..., None], x, 0.0), deal, sender, target)


def cheapest(worth: ArrayLike, a: Array, c: Array, g: Array, xbar: ArrayLike = 1.0) -> Array:
    """Return the policies (..., K) that give the sender `worth` (...,) at the least cost to the target.

    min_x Σ (c_k x_k + g_k x_k²/2)  with  Σ a_k x_k >= worth, 0 <= x_k <= x̄_k
    x_k = clip((λ a_k - c_k) / g_k, 0, x̄_k)

    Worth is linear in λ between the kinks where an issue enters or meets its red line; beyond all of them every issue
    is at its red line.  Arguments as in `bundle`.
    Definition: the first-order condition.
    """
    xbar, gain = np.where(a > 0, xbar, 0.0), np.where(a > 0, a, 1.0)
    g = np.maximum(g, FLOOR * np.maximum(np.abs(c), FLOOR))
    kinks = np.sort(np.maximum(np.concatenate([c / gain, (c + g * xbar) / gain], axis=-1), 0.0), axis=-1)
    u = np.sum(_at(kinks[..., None], gain[..., None, :], c[..., None, :], g[..., None, :], xbar[..., None, :])
               * gain[..., None, :], axis=-1)  # fmt: skip
    worth = np.asarray(worth, float)[..., None]
    rows = np.broadcast_shapes(worth.shape[:-1], u.shape[:-1])
    kinks, u = (np.broadcast_to(v, (*rows, v.shape[-1])) for v in (kinks, u))
    below = np.clip(np.sum(u <= worth, axis=-1, keepdims=True) - 1, 0, kinks.shape[-1] - 2)
    (k0, u0), (k1, u1) = ([np.take_along_axis(v, below + step, -1) for v in (kinks, u)] for step in (0, 1))
    part = np.clip((worth - u0) / np.maximum(u1 - u0, 1e-300), 0.0, 1.0)
    return _at(k0 + part * (k1 - k0), gain, c, g, xbar)


def _at(lam: Array, a: Array, c: Array, g: Array, xbar: Array) -> Array:
    """Return x_k = clip((λ a_k - c_k) / g_k, 0, x̄_k)."""
    return np.asarray(np.minimum(np.maximum((lam * a - c) / g, 0.0), xbar))


def cost(x: Array, c: Array, g: Array) -> Array:
    """Return the cost (...,) to the addressee of policies x (..., d): C(x) = Σ_k c_k x_k + g_k x_k² / 2.

    Definition.
    """
    return np.asarray(np.vecdot(x, c) + 0.5 * np.vecdot(x * x, g))


def package(budget: Array, a: Array, c: Array, g: Array, xbar: Array) -> Array:
    """Return the packages (..., K) of most worth to the sender that cost the target no more than each budget (...,).

    max_x Σ a_k x_k  with  Σ (c_k x_k + g_k x_k²/2) <= budget, 0 <= x_k <= x̄_k:  x_k = clip((λ a_k - c_k)/g_k, 0, x̄_k)

    The limit of `bundle` as β -> 1.  Between kinks the cost grows by S (λ² - λ_m²)/2, S the sum of a_k²/g_k over the
    issues that move freely, so that λ is a square root.  a, c, g, xbar (..., K); a <= 0 as in `bundle`.
    Definition: the first-order condition.
    """
    xbar, a = np.where(a > 0, xbar, 0.0), np.where(a > 0, a, 1.0)
    g = np.maximum(g, FLOOR * np.maximum(np.abs(c), FLOOR))
    enter, full, budget = c / a, (c + g * xbar) / a, np.maximum(budget, 0.0)[..., None]
    kinks = np.sort(np.concatenate([enter, full], axis=-1), axis=-1)
    free = (enter[..., None, :] <= kinks[..., None]) & (full[..., None, :] > kinks[..., None])  # on the piece from each
    slope = np.sum(free * (a * a / g)[..., None, :], axis=-1)
    spent = np.zeros(kinks.shape)
    np.cumsum(0.5 * slope[..., :-1] * np.diff(kinks * kinks), axis=-1, out=spent[..., 1:])
    under = spent <= budget
    last, spent = (np.where(under, v, 0.0).max(axis=-1, keepdims=True) for v in (kinks, spent))
    slope = np.sum(np.where((enter <= last) & (full > last), a * a / g, 0.0), axis=-1, keepdims=True)
    lam = np.sqrt(last * last + 2 * np.maximum(budget - spent, 0.0) / np.maximum(slope, 1e-300))
    return np.asarray(np.minimum(np.maximum((lam * a - c) / g, 0.0), xbar))


def bundle_by_bisection(beta: ArrayLike, a: Array, c: Array, g: Array, l_s: ArrayLike, l_t: ArrayLike,
                        xbar: ArrayLike = 1.0, steps: int = 200) -> Bundle:  # fmt: skip
    """Return the same agreement as `bundle` by bisection on log λ: slow and readable, the twin that tests it.

    x_k = clip((λ a_k - c_k) / g_k, 0, x̄_k)  with  λ (U_s + l_s) = β/(1-β) (l_t - C_t)
    a, c, g (..., K).  Definition, as `bundle`.
    """
    beta, l_s, l_t = (np.asarray(v, float) for v in (beta, l_s, l_t))
    xbar = np.where(a > 0, xbar, 0.0)
    a = np.where(a > 0, a, 1.0)
    g = np.maximum(g, FLOOR * np.maximum(np.abs(c), FLOOR))
    shape = np.broadcast_shapes(beta.shape, a.shape[:-1])
    low, high = np.full(shape, -30.0), np.full(shape, 30.0)
    for _ in range(steps):
        middle = 0.5 * (low + high)
        lam = np.exp(middle)
        x = np.clip((lam[..., None] * a - c) / g, 0.0, xbar)
        sender = np.sum(a * x, axis=-1) + l_s
        target = l_t - np.sum(c * x + 0.5 * g * x * x, axis=-1)
        short = lam * sender < beta / (1 - beta) * target
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return judge(np.clip((np.exp(low)[..., None] * a - c) / g, 0.0, xbar), a, c, g, l_s, l_t)


def greedy(beta: float, a: Array, c: Array, l_s: float, l_t: float, xbar: ArrayLike = 1.0) -> Array:
    """Return the agreement of one dyad when costs are linear: issues are filled in order of a_k / c_k (logrolling).

    the limit of `bundle` as g -> 0;  on the marginal issue  λ = a_k^-1 c_k  and
    x_k = [β/(1-β) (l_t - C) - λ (U + l_s)] / [c_k (1 + β/(1-β))]

    a, c, xbar (K,), all positive.  Source: Nash 1950; the knapsack order is elementary.
    """
    x, bound, ratio = np.zeros_like(a), np.broadcast_to(np.asarray(xbar, float), a.shape), beta / (1 - beta)
    for k in np.argsort(-a / c, kind="stable"):
        left = ratio * (l_t - float(c @ x)) - c[k] / a[k] * (float(a @ x) + l_s)
        x[k] = min(max(left / (c[k] * (1 + ratio)), 0.0), float(bound[k]))
        if x[k] < bound[k]:
            break
    return x
