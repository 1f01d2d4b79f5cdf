"""Supply, price, purity and deaths of fentanyl, methamphetamine and cocaine, each on its own.

All quantities are pure kilograms a month; indices are relative to 2023.
"""

import numpy as np

from giants.rates import rate
from giants.security.parameters import MarketParameters
from giants.symbols import Array


def lost_inflow(share: Array, controlled: Array, passed: Array) -> Array:
    """Return the share of each drug's inflow that does not arrive: 1 − (1 − Σ_c share_gc control_c) passed_g.

    `share` (g, c) of precursors by origin, `controlled` (c,) by origin; `passed` (g,) what ports let through over the
    base.  Negative where ports let through more than at the base.
    An identity on the base shares of precursors.
    """
    result: Array = 1 - (1 - share @ controlled) * passed
    return result


def depleted(inflow_lost: Array, target: Array, p: MarketParameters) -> Array:
    """Return the loss that is felt: stocks delay it, closing on `target` with a half-life.

    l' = l + ρ(h) (target − l), ρ(h) = 1 − 2^(−1/h).  `inflow_lost`, `target` (g,) shares.  Form: prior, h swept.
    """
    result: Array = inflow_lost + rate(p.stock_half_life) * (target - inflow_lost)
    return result


def substitution(inflow_replaced: Array, inflow_lost: Array, p: MarketParameters) -> Array:
    """Return the part of lost inflow that other sources and ways replace: it closes on σ · inflow lost.

    r' = r + ρ(h) (σ l − r).  `inflow_replaced` r, `inflow_lost` l (g,) shares.  σ and h are priors.
    """
    result: Array = inflow_replaced + rate(p.substitution_half_life) * (p.substitution * inflow_lost - inflow_replaced)
    return result


def output(inflow_lost: Array, inflow_replaced: Array, supply: Array, p: MarketParameters) -> Array:
    """Return production relative to 2023: min(laboratories, supply (1 − lost + replaced)).

    `supply` (g,) exogenous supply (Andean coca for cocaine).
    Returns (g,), 2023 = 1.  The ceiling of laboratories is a prior.
    """
    result: Array = np.minimum(p.laboratory_capacity, supply * np.maximum(0.0, 1 - inflow_lost + inflow_replaced))
    return result


def price(quantity: Array, demand: Array, p: MarketParameters) -> Array:
    """Return the price over 2023 that clears the market: (Q/D)^(1/ε).

    `quantity` Q and `demand` D (g,) over 2023.  Elasticity: AIC Trends and Issues 606, mean −0.9.
    Returns (g,), 2023 = 1.  Form: constant elasticity.
    """
    result: Array = (np.maximum(quantity, 1e-9) / np.maximum(demand, 1e-9)) ** (1 / np.asarray(p.elasticity))
    return result


def purity(quantity: Array, demand: Array, p: MarketParameters) -> Array:
    """Return purity over 2023: (Q/D)^χ: users keep the bulk, and the scarce pure drug is cut.

    `quantity` Q, `demand` D (g,) over 2023.  Form and χ: priors.
    """
    ratio = np.maximum(quantity, 1e-9) / np.maximum(demand, 1e-9)
    result: Array = ratio ** np.asarray(p.potency)
    return result


def overdose_deaths(base: Array, demand: Array, pure: Array, p: MarketParameters) -> Array:
    """Return US deaths a year that involve each drug: d0 D ((1 − c) purity + c purity of fentanyl).

    `base` d0 (g,) persons a year; c is the share that follows fentanyl.  The three numbers overlap: never add them.
    `demand` D and `pure` (g,) over 2023.  Form: prior; c is secondary (conf/security).
    """
    involved = np.asarray(p.fentanyl_involved)
    result: Array = base * demand * ((1 - involved) * pure + involved * pure[0])
    return result


def treated_demand(past: Array | float, treatment: float, p: MarketParameters) -> Array:
    """Return demand under treatment: it closes on treatment^(−η) with a half-life of years.

    u' = u + ρ(h) (treatment^(−η) − u); `treatment` present = 1.  η and h are priors.
    """
    target = max(treatment, 1e-9) ** -p.treatment
    result: Array = past + rate(p.treatment_half_life) * (target - past)
    return result


def shifted_demand(demand: Array, shift: float, value: Array, p: MarketParameters) -> Array:
    """Return demand after a share of cocaine users leaves it and some of their money goes to fentanyl.

    D_coc (1 − shift);  D_fen + shift · m · (value of cocaine / value of fentanyl).  `value` (g,) USD a month.
    Returns (g,).  Form and m: priors.
    """
    moved = demand.copy()
    moved[2] *= 1 - shift
    moved[0] += shift * p.synthetic_share * demand[2] * value[2] / value[0]
    return moved
