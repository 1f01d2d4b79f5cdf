"""The threat stage: who threatens, who concedes, when the sender's resolve is private."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from giants.rates import rate
from giants.symbols import Array


class Stage(NamedTuple):
    """The equilibrium of the threat stage, one entry per dyad."""

    bluff: Array
    """probability that a soft sender threatens"""
    concede: Array
    """probability that the target concedes to a threat"""
    tough: Array
    """probability that the sender is tough, given that it threatened"""


def two_type(mu: ArrayLike, C: ArrayLike, L: ArrayLike, v: ArrayLike, alpha: ArrayLike) -> Stage:
    """Return the equilibrium in which a tough sender imposes when resisted and a soft one backs down.

    μ < C/L:  bluff = μ/(1-μ) (L - C)/C,  concede = α/(v + α),  P(tough | threat) = C/L
    μ >= C/L: all threaten and the target concedes

    mu: prior belief; C: cost of conceding; L: loss if imposed; v: worth of the concession; alpha: cost of backing
    down.  Where L <= C the target never concedes.  Source: perfect Bayesian equilibrium of the two-type crisis game
    (Fearon 1994; Lewis and Schultz 2003).
    Elementwise (...,).
    """
    mu, C, L, v, alpha = (np.asarray(value, float) for value in (mu, C, L, v, alpha))
    pays = L > C
    yields = pays & (mu * L >= C)
    safe_C = np.maximum(C, 1e-300)
    mixing = np.clip(mu / np.maximum(1 - mu, 1e-300) * (L - C) / safe_C, 0.0, 1.0)
    bluff = np.where(yields, 1.0, np.where(pays, mixing, 0.0))
    concede = np.where(yields, 1.0, np.where(pays, alpha / (v + alpha), 0.0))
    # where nobody bluffs a threat is a proof of toughness
    tough = mu / np.maximum(mu + (1 - mu) * bluff, 1e-300)
    return Stage(bluff, concede, np.asarray(tough))


def logit(mu: ArrayLike, C: ArrayLike, L: ArrayLike, v: ArrayLike, alpha: ArrayLike, precision: float,
          steps: int = 22) -> Stage:  # fmt: skip
    """Return the quantal-response equilibrium of the same game; as precision grows it is `two_type`.

    bluff = Λ(κ (s - α/(v + α))),  s = Λ(κ (π L - C) / (L + C)),  π = μ / (μ + (1-μ) bluff)

    Λ is the logistic function and κ the precision; payoffs are measured in units of what is at stake for each side.
    s falls in the bluff and the bluff rises in s, so the fixed point is unique and bisection finds s within 2^-steps.
    Source: McKelvey and Palfrey 1998.
    Elementwise (...,).
    """
    mu, C, L, v, alpha = (np.asarray(value, float) for value in (mu, C, L, v, alpha))
    fear = alpha / np.maximum(v + alpha, 1e-300)  # chance of yielding at which a soft sender is indifferent
    half = 0.5 * precision / np.maximum(L + C, 1e-300)
    stake, toll, odds = half * L, half * C, 0.5 * (1 - mu) / np.maximum(mu, 1e-300)
    # in x = 2 s - 1 both logistic functions are hyperbolic tangents
    slope, level, rest = 0.25 * precision, precision * (0.25 - 0.5 * fear), 1 + odds
    x = np.zeros(np.broadcast_shapes(mu.shape, half.shape, fear.shape))
    for step in 0.5 ** np.arange(1, steps + 1):
        tough = 1 / (rest + odds * np.tanh(slope * x + level))
        x = x + step * np.sign(np.tanh(tough * stake - toll) - x)
    s = np.asarray(0.5 * (1 + x))
    bluff = logistic(precision * (s - fear))
    return Stage(bluff, s, np.asarray(mu / np.maximum(mu + (1 - mu) * bluff, 1e-300)))


def known(tough: ArrayLike, C: ArrayLike, L: ArrayLike) -> Stage:
    """Return the outcome when the target sees the sender's type: it yields to a tough sender if that is cheaper.

    concede = 1 if tough and L >= C, else 0;  a soft sender does not threaten

    Source: subgame perfection with complete information.
    """
    tough = np.asarray(tough, float)
    yields = (tough > 0.5) & (np.asarray(L) >= np.asarray(C))
    return Stage(np.zeros_like(tough), np.where(yields, 1.0, 0.0), tough)


def bayes(mu: ArrayLike, acted: ArrayLike, tough: ArrayLike, soft: ArrayLike) -> Array:
    """Return the belief that the sender is tough after it acted, or backed down, when resisted.

    μ' = μ P(seen | tough) / (μ P(seen | tough) + (1 - μ) P(seen | soft))

    mu: belief before; acted: True where the sender imposed, False where it backed down; tough, soft: probability
    that each type imposes when resisted.  Source: Bayes' rule.
    """
    mu, acted = np.asarray(mu, float), np.asarray(acted, bool)
    like_tough, like_soft = np.where(acted, tough, 1 - np.asarray(tough)), np.where(acted, soft, 1 - np.asarray(soft))
    return np.asarray(mu * like_tough / (mu * like_tough + (1 - mu) * like_soft))


def fade(mu: ArrayLike, base: ArrayLike, half_life: float) -> Array:
    """Return the belief one month later, drawn back to its base.

    μ' = μ̄ + (μ - μ̄) 2^(-1/half_life)

    half_life: months.  Prior form: reputations fade as governments change.
    """
    mu, base = np.asarray(mu, float), np.asarray(base, float)
    return np.asarray(base + (mu - base) * (1 - rate(half_life)))


def logistic(x: ArrayLike) -> Array:
    """Return 1 / (1 + exp(-x)) without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * np.asarray(x))))
