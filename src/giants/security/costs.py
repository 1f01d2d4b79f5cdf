"""What crime costs domestic firms and freight."""

from giants.security.parameters import CostParameters
from giants.symbols import Array


def extortion(relative: Array, groups: Array, members: Array, captured: Array, p: CostParameters) -> Array:
    """Return the cost of crime over sales: τ_s = τ r_s G^a N^b K^c, all but τ and r relative to the base.

    `relative` r (s,): ENVE cost per firm over the national mean; G groups present, N members, K capture.
    Sources: level, INEGI ENVE 2024 (0.51% of GDP); number of groups, Garriga and Phillips (2023); powers are priors.
    """
    result: Array = p.firms * relative * groups**p.groups * members**p.members * captured**p.capture
    return result


def freight_cost(tau: Array, host: Array, p: CostParameters) -> Array:
    """Return the cost of crime on freight through each crossing, over its value: φ τ of the host state.

    `tau` (…, s) share of sales; `host` (x,) state rows; returns (…, x).  φ is a prior.
    """
    result: Array = p.freight * tau.take(host, -1)
    return result
