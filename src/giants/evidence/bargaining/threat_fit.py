"""Estimate how threats end: posterior mode and spread of the coefficients of `giants.bargaining.estimated`.

Full-information likelihood: whether the target conceded is not seen, so that each row is a mixture over both answers
of the chance of the share that was coded and of whether the threat was carried out.  A cluster of rows with one cause
weighs as one row.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from giants import tables
from giants.bargaining import estimated
from giants.bargaining.estimated import GRID, TABLE, Coefficients, KnownThreat
from giants.symbols import Array

CERTAIN = 40.0
"""Log odds at which a chance is 1."""
STEP, SMALL = 1e-5, 1e-3
"""Steps of the slopes and of the curvature."""
FORM_ONLY = ("base", "statement", "process", "order", "letter", "concede", "little", "much")


class Specification(NamedTuple):
    """Which coefficients are estimated; the others are 0."""

    name: str
    free: tuple[str, ...]
    linked: bool
    """whether a concession stops a coercive sender; if not, the two outcomes are estimated as if apart"""


ALL = Coefficients._fields
SIGNALLING = Specification("signalling", ALL, True)
SPECIFICATIONS = (
    Specification("form only", FORM_ONLY, False),
    Specification("reduced form, no record", tuple(n for n in ALL if not re.search("record|expressive", n)), False),
    Specification("reduced form", tuple(n for n in ALL if "expressive" not in n), False),
    Specification("signalling, no record", tuple(n for n in ALL if "record" not in n), True),
    SIGNALLING,
)


class Prior(NamedTuple):
    """Independent normal priors of the coefficients, (P,)."""

    mean: Array
    spread: Array


class Cases(NamedTuple):
    """What is estimated on, (N,)."""

    known: KnownThreat
    concession: Array
    imposed: Array
    weight: Array


class Posterior(NamedTuple):
    """A posterior: mode of every coefficient (P,) and covariance (P, P), zero where one is not estimated."""

    mode: Array
    covariance: Array
    log_posterior: float


def read_prior() -> Prior:
    """Return the priors of the table, in the order of the coefficients."""
    rows = tables.read(TABLE, columns=("prior", "prior_sd"), text=("parameter",)).set_index("parameter")
    return Prior(rows.loc[list(ALL), "prior"].to_numpy(float), rows.loc[list(ALL), "prior_sd"].to_numpy(float))


def weights(cluster: Array) -> Array:
    """Return one over the number of rows of each row's cluster."""
    _, code, count = np.unique(cluster, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / count[code])


def coefficients(theta: Array) -> Coefficients:
    """Return coefficients from vectors (..., P), each of shape (..., 1)."""
    return Coefficients(*np.moveaxis(np.asarray(theta, float), -1, 0)[..., None])


def log_likelihood(theta: Array, cases: Cases) -> Array:
    """Return the log likelihood of each case, (..., N).

    ln[ q f_much(y) P(a | h e) + (1 - q) f_little(y) P(a | h) ];  an outcome that is not known adds nothing
    """
    c = coefficients(theta)
    h, e, q = (f(c, cases.known) for f in (estimated.follow_through, estimated.expressive, estimated.concede))
    seen_share, seen_act = np.isfinite(cases.concession), np.isfinite(cases.imposed)
    cell = np.rint(np.where(seen_share, cases.concession, 0.0) / GRID[1]).astype(int)
    little, much = (np.where(seen_share, f[..., cell], 1.0) for f in estimated.share_given(c))
    act = np.where(seen_act, cases.imposed, 0.0)

    def acts(p: Array) -> Array:
        return np.where(seen_act, np.where(act > 0, p, 1 - p), 1.0)

    return np.asarray(np.log(np.maximum(q * much * acts(h * e) + (1 - q) * little * acts(h), 1e-300)))


def mode(spec: Specification, cases: Cases, prior: Prior, starts: list[Array] | None = None) -> Array:
    """Return the highest posterior mode found from `starts`, vectors of all coefficients (default: the prior's means).

    Of a start the coefficients of the specification are used; the others are 0.
    """
    at, loss = _free(spec), _loss(spec, cases, prior)
    tried: list[Any] = [
        minimize(loss, start[at], jac=True, method="L-BFGS-B", options={"maxiter": 300})
        for start in ([prior.mean] if starts is None else starts)
    ]
    return _filled(spec, min(tried, key=lambda found: found.fun).x)


def fit(spec: Specification, cases: Cases, prior: Prior, starts: list[Array] | None = None) -> Posterior:
    """Return the posterior around its mode by the approximation of Laplace."""
    at, loss, theta = _free(spec), _loss(spec, cases, prior), mode(spec, cases, prior, starts)
    small = SMALL * np.eye(len(at))
    slopes = np.array([loss(theta[at] + s)[1] - loss(theta[at] - s)[1] for s in small]) / (2 * SMALL)
    values, vectors = np.linalg.eigh((slopes + slopes.T) / 2)
    covariance = np.zeros((len(ALL), len(ALL)))
    covariance[np.ix_(at, at)] = (vectors / np.maximum(values, 1e-2)) @ vectors.T
    return Posterior(theta, covariance, -loss(theta[at])[0])


def _free(spec: Specification) -> Array:
    return np.array([ALL.index(name) for name in spec.free])


def _filled(spec: Specification, x: Array) -> Array:
    """Return vectors of all coefficients (..., P) from those of the specification."""
    theta = np.zeros((*x.shape[:-1], len(ALL)))
    if not spec.linked:
        theta[..., ALL.index("expressive")] = CERTAIN
    theta[..., _free(spec)] = x
    return theta


def _loss(spec: Specification, cases: Cases, prior: Prior) -> Callable[[Array], tuple[float, Array]]:
    """Return the function that gives minus the log posterior and its slopes by central differences."""
    at = _free(spec)
    mean, spread, size = prior.mean[at], prior.spread[at], len(at)
    around = np.vstack([np.zeros(size), np.eye(size) * STEP, -np.eye(size) * STEP])

    def loss(x: Array) -> tuple[float, Array]:
        points = x + around
        values = 0.5 * np.sum(((points - mean) / spread) ** 2, axis=1)
        values -= log_likelihood(_filled(spec, points), cases) @ cases.weight
        return float(values[0]), (values[1 : size + 1] - values[size + 1 :]) / (2 * STEP)

    return loss


def predict(found: Posterior, known: KnownThreat, draws: int = 400) -> tuple[Array, Array]:
    """Return the chance of being carried out (N,) and of each share of GRID (N, 41), averaged over the posterior.

    Draws are antithetic normals of a fixed seed, spread by the symmetric root of the covariance, which is the only one:
    the same estimate gives the same forecast on every machine.
    """
    normal = np.random.default_rng(0).standard_normal((draws // 2, len(ALL)))
    values, vectors = np.linalg.eigh(found.covariance)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    c = coefficients(found.mode + np.vstack([normal, -normal]) @ root)
    return estimated.carried_out(c, known).mean(axis=0), estimated.share(c, known).mean(axis=0)
