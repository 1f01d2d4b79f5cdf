"""Routes from port to border crossing, and the risk that traffickers perceive on them."""

import numpy as np

from giants.batch import column, sums
from giants.security.parameters import CorridorParameters
from giants.symbols import AXES, Array, Scalar

_ALL_ROUTES = np.ones(AXES["q"] * AXES["x"])
_HITS_BEFORE = 2.0  # in T + 2.5 months, Magliocca et al. (2019)


def base_routes(port_share: Array, crossing_share: Array, distance: Array, p: CorridorParameters) -> Array:
    """Return base route shares (g, q, x): exp(−km/κ) fitted to both margins by iterative proportional fitting.

    `port_share` (g, q), `crossing_share` (g, x), `distance` (q, x) km.  The classical gravity form; κ is a prior.
    """
    routes = np.repeat(np.exp(-distance / p.distance)[None], len(port_share), axis=0)
    for _ in range(200):
        routes *= (port_share / np.maximum(routes.sum(2), 1e-300))[:, :, None]
        routes *= (crossing_share / np.maximum(routes.sum(1), 1e-300))[:, None, :]
    return routes


def routes(base: Array, port_cost: Array, crossing_cost: Array, focus: Scalar) -> Array:
    """Return route shares (…, g, q, x): base · exp(−focus (c_q + c_x)), normalised by drug.

    `port_cost` (…, q) and `crossing_cost` (…, x) are changes since the base, in units of log weight; `focus` is how
    sharply groups choose, 1 at the base.  A logit in changes: whatever made the base shares stays in them.
    Form: the multinomial logit (McFadden 1974).
    """
    cost = np.minimum(20.0, np.maximum(-20.0, port_cost[..., None] + crossing_cost[..., None, :]))
    weight = base * np.exp(-column(column(focus)) * cost)[..., None, :, :]
    total = weight.reshape(*weight.shape[:-2], -1) @ _ALL_ROUTES
    result: Array = weight / total[..., None, None]
    return result


def perceived_risk(risk: Array, rate: Array, used: Array, p: CorridorParameters) -> Array:
    """Return the remembered seizures over the base's traffic: risk + (rate used − risk)/T.

    `used` is a place's share of traffic over that at the base.  What is remembered is hits, as in Magliocca et al.
    (2019), who count those of T = 13 months: where little is sent little is seized, and the risk is forgotten.
    """
    result: Array = risk + (rate * used - risk) / p.risk_memory
    return result


def risk_premium(premium: Array, risk: Array, base: Array | float, p: CorridorParameters) -> Array:
    """Return RP' = (1 − l) RP + l max(1, (P(risk)/(h P(base)))²), P(r) = (T r + 2)/(T + 2.5).

    P is a Beta estimate with the weight of 2.5 months before any seizure was seen.  Source: NarcoLogic, Magliocca et
    al. (2019), whose threshold 0.43 is h = 1.035 times P at its own normal interdiction of 34.17%; h is kept and the
    normal is this model's `base`, so that the premium starts at the same relative risk.
    """
    perceived = (p.risk_memory * risk + _HITS_BEFORE) / (p.risk_memory * base + _HITS_BEFORE)
    target = np.maximum(1.0, (perceived / p.premium_from) ** 2)
    result: Array = (1 - p.premium_learning) * premium + p.premium_learning * target
    return result


def route_cost(premium: Array, risk: Array, base: Array, p: CorridorParameters) -> Array:
    """Return the change of a place's cost in log weight: choice · (RP risk − base risk).

    `premium`, `risk` and `base` (x,) or (q,); c_x = κ (RP_x r_x − r0_x).  κ is calibrated on displacement; form: prior.
    """
    result: Array = p.choice * (premium * risk - base)
    return result


def contest(strength: Array, s: Array, held: Array) -> Array:
    """Return how contested each state is: 1 − Σ_k (share of strength)², 0 with one group, towards 1 with many.

    `strength` (r,) of the groups in rows of states `s`; `held` (…, s) its sums.
    The complement of the Herfindahl index; an identity.
    """
    squares = sums(s, strength**2, held.shape)
    return np.where(held > 0, 1 - squares / np.maximum(held, 1e-30) ** 2, 0.0)
