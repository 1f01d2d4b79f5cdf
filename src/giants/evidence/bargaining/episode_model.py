"""A hindcast of dated bargaining episodes by the one-issue bargain, with few parameters and declared priors.

One row is one demand.  In units of the demand the target's stick over its cost and the sender's loss over its worth
give the expected concession; a demand whose instrument serves the sender in itself must be bought off.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import erfinv, log_ndtr, ndtr

from giants.bargaining.ratify import CLASSES
from giants.symbols import Array

BETA, ACT_TOUGH, ACT_SOFT = 0.5, 0.9, 0.3
CONCRETE = 0.4
"""Concession from which an act is concrete, by the coding rules of the episodes: below it the demand is unmet."""
DELAY_SPAN = 6.0
"""Months over which a delayed instrument falls outside the time of an episode."""
REFERENCE = 0.01
"""Loss (share of GDP) at which the cost of a demand is stated."""

NAMES = ("cost_executive", "cost_structural", "cost_sovereign", "ask_elasticity", "alpha", "belief", "protection",
         "implicit", "spread", "answers")  # fmt: skip
"""Parameters; costs, alpha, protection and spread are positive (logs are estimated), the others lie in (0, 1)."""
LOGS = np.array([1, 1, 1, 0, 1, 0, 1, 0, 1, 0], dtype=bool)
PRIOR_MEAN = np.array([0.50, 1.00, 4.00, 0.70, 0.362, 0.46, 0.40, 0.50, 0.30, 0.25])
"""Centres: cost over loss at the margin 0.66 in US crises 1970-2000, ordered by class around it; alpha over worth
0.362 and belief 0.46 from the same data and TIES; the rest without source."""
PRIOR_SPREAD = np.array([0.5, 0.5, 0.7, 0.7, 0.4, 0.5, 0.5, 0.7, 0.3, 0.7])
"""Standard deviations on the log or logit scale."""


class Rows(NamedTuple):
    """What could be known of each episode at its start, (N,)."""

    kind: Array
    """index of the class of the demand"""
    loss: Array
    """target's loss for a year, share of GDP"""
    own: Array
    """sender's loss over its worth of the demand"""
    match: Array
    """0..1, how far imposing serves the sender in itself"""
    explicit: Array
    """1 if the threat was stated in public"""
    delay: Array
    """months that the law takes"""
    shift: Array
    """log odds by which earlier dealings have moved the belief that the sender is tough"""
    weight: Array
    """sender's Nash weight from the clocks"""


class ObservedOutcomes(NamedTuple):
    """What happened, (N,)."""

    concession: Array
    imposed: Array
    retaliation: Array


class Fit(NamedTuple):
    """The estimate: mode and covariance on the unbounded scale, and the parameters with their spread."""

    mode: Array
    covariance: Array


def natural(theta: Array) -> Array:
    """Return parameters (..., P) from the unbounded scale: exponential for positive ones, logistic for shares."""
    return np.where(LOGS, np.exp(theta), 1 / (1 + np.exp(-theta)))


def prior() -> Array:
    """Return the centre of the prior on the unbounded scale."""
    share = np.where(LOGS, 0.5, PRIOR_MEAN)
    return np.where(LOGS, np.log(PRIOR_MEAN), np.log(share / (1 - share)))


def mean_and_act(theta: Array, rows: Rows) -> tuple[Array, Array, Array, Array]:
    """Return expected latent concession m, its spread, chance of imposing when unmet, and the bar that meets it.

    p = 0.9 μ + 0.3 (1 - μ);   l_t = p (implicit if unspoken);   ρ = l_t (L/L0)^(1-γ) / κ_class
    λ = p (own - b match) + (1 - p) α;   m = β ρ - (1 - β) λ;   bar = 0.4 + b match

    theta (..., P) on the unbounded scale; results (..., N).  Source: the one-issue bargain of `nash.one_issue`.
    """
    q = natural(theta)[..., None, :]
    odds = theta[..., None, 5] + rows.shift  # the belief is estimated as log odds
    mu = 1 / (1 + np.exp(-odds))
    p = ACT_TOUGH * mu + ACT_SOFT * (1 - mu)
    cost = q[..., 0, :3][..., rows.kind]
    heard = rows.explicit + (1 - rows.explicit) * q[..., 7]
    stick = p * heard * (rows.loss / REFERENCE) ** (1 - q[..., 3]) / cost
    own = p * (rows.own - q[..., 6] * rows.match) + (1 - p) * q[..., 4]
    m = rows.weight * stick - (1 - rows.weight) * own
    act = (rows.match + (1 - rows.match) * p * heard) * np.exp(-rows.delay / DELAY_SPAN)
    return m, np.broadcast_to(q[..., 8], m.shape), act, CONCRETE + q[..., 6] * rows.match


def chance_imposed(theta: Array, rows: Rows) -> Array:
    """Return the probability that the instrument takes effect.

    P = act Φ((bar - m) / σ)
    """
    m, spread, act, bar = mean_and_act(theta, rows)
    return np.asarray(np.clip(act * ndtr((bar - m) / spread), 1e-4, 1 - 1e-4))


def log_likelihood(theta: Array, rows: Rows, observed: ObservedOutcomes) -> float:
    """Return the log likelihood: a normal concession censored at 0 and 1, and Bernoulli acts."""
    m, spread, _, _ = mean_and_act(theta, rows)
    y = observed.concession
    inside = -0.5 * ((y - m) / spread) ** 2 - np.log(spread) - 0.5 * np.log(2 * np.pi)
    part = np.where(y <= 0, log_ndtr(-m / spread), np.where(y >= 1, log_ndtr((m - 1) / spread), inside))
    P, known = chance_imposed(theta, rows), np.isfinite(observed.imposed)
    hit = np.where(known, observed.imposed, 0.0)
    acts = np.where(known, hit * np.log(P) + (1 - hit) * np.log(1 - P), 0.0)
    r = natural(theta)[9]
    answered = np.isfinite(observed.retaliation) & (hit > 0)
    back = np.where(answered, np.where(observed.retaliation > 0, np.log(r), np.log(1 - r)), 0.0)
    return float(np.sum(part) + np.sum(acts) + np.sum(back))


def fit(rows: Rows, observed: ObservedOutcomes) -> Fit:
    """Return the posterior mode and its Laplace covariance under the declared priors."""
    centre = prior()

    def loss(theta: Array) -> float:
        return -log_likelihood(theta, rows, observed) + 0.5 * float(np.sum(((theta - centre) / PRIOR_SPREAD) ** 2))

    result = minimize(loss, centre, method="L-BFGS-B", bounds=[(c - 4 * s, c + 4 * s) for c, s in zip(
        centre, PRIOR_SPREAD, strict=True)])  # fmt: skip
    return Fit(result.x, np.linalg.inv(_curvature(loss, result.x)))


def _curvature(f: Callable[[Array], float], x: Array, step: float = 1e-3) -> Array:
    """Return the Hessian of f at x by central differences, with a floor on its eigenvalues."""
    size, h = len(x), np.eye(len(x)) * step
    H = np.empty((size, size))
    for i in range(size):
        for k in range(i, size):
            H[i, k] = H[k, i] = (f(x + h[i] + h[k]) - f(x + h[i] - h[k]) - f(x - h[i] + h[k]) + f(x - h[i] - h[k])) / (
                4 * step * step
            )
    values, vectors = np.linalg.eigh(H)
    return np.asarray((vectors * np.maximum(values, 1e-2)) @ vectors.T)


class Forecast(NamedTuple):
    """Predicted distribution of each episode, (N,)."""

    mean: Array
    p10: Array
    p50: Array
    p90: Array
    imposed: Array
    retaliation: Array


def predict(estimate: Fit, rows: Rows, draws: int = 400, grid: int = 199) -> Forecast:
    """Return the forecast, averaged over the uncertainty of the parameters.

    Parameter draws are quasi-random (a fixed additive recurrence through the normal quantile) and the concession is
    a fixed grid of quantiles of the censored normal, so that the same estimate gives the same forecast.
    """
    size = len(estimate.mode)
    golden = np.sqrt(np.array([2, 3, 5, 7, 11, 13, 17, 19, 23, 29][:size], dtype=float)) % 1
    uniform = np.clip((0.5 + np.arange(1, draws + 1)[:, None] * golden) % 1, 1e-4, 1 - 1e-4)
    root = np.linalg.cholesky(estimate.covariance + 1e-9 * np.eye(size))
    theta = estimate.mode + (np.sqrt(2) * erfinv(2 * uniform - 1)) @ root.T
    m, spread, _, _ = mean_and_act(theta, rows)
    levels = np.sqrt(2) * erfinv(2 * (np.arange(grid) + 0.5) / grid - 1)
    y = np.clip(m[..., None] + spread[..., None] * levels, 0.0, 1.0).swapaxes(0, 1).reshape(len(rows.kind), -1)
    imposed = chance_imposed(theta, rows)
    p10, p50, p90 = np.quantile(y, [0.1, 0.5, 0.9], axis=1)
    back = (imposed * natural(theta)[:, 9:10]).mean(axis=0)
    return Forecast(y.mean(axis=1), p10, p50, p90, imposed.mean(axis=0), back)


KINDS = {name: code for code, name in enumerate(CLASSES)}
