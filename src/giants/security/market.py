"""Supply, price, purity, users and deaths of fentanyl, methamphetamine and cocaine, each on its own.

Users, potency and substitution are apart, because suppliers' decisions and not users' demand spread fentanyl, and it
raised deaths more than users (Pardo et al. 2019, RAND RR3117): demand moves users, scarcity and suppliers move the
dose, and substitution moves users from one drug to another.

All quantities are pure kilograms a month; indices are relative to 2023.
"""

import numpy as np

from giants.batch import column, matvec
from giants.rates import rate
from giants.security.parameters import MarketParameters
from giants.symbols import DRUGS, Array, Scalar

FENTANYL, COCAINE = (DRUGS.index(name) for name in ("fentanyl", "cocaine"))


def lost_inflow(share: Array, controlled: Array, passed: Array) -> Array:
    """Return the share of each drug's inflow that does not arrive: 1 − (1 − Σ_c share_gc control_c) passed_g.

    `share` (g, c) of precursors by origin, `controlled` (c,) by origin; `passed` (g,) what ports let through over the
    base.  Negative where ports let through more than at the base.
    An identity on the base shares of precursors.
    """
    result: Array = 1 - (1 - matvec(share, controlled)) * passed
    return result


def depleted(inflow_lost: Array, target: Array, p: MarketParameters) -> Array:
    """Return the loss that is felt: stocks delay it, closing on `target` with a half-life.

    l' = l + ρ(h) (target − l), ρ(h) = 1 − 2^(−1/h).  `inflow_lost`, `target` (g,) shares.  Form: prior, h swept.
    """
    result: Array = inflow_lost + rate(p.stock_half_life) * (target - inflow_lost)
    return result


def output(inflow_lost: Array, supply_response: Array, supply: Array, p: MarketParameters) -> Array:
    """Return production relative to 2023: x min(laboratories, supply (1 − lost)).

    `supply_response` x (g,) capacity built or left since 2023 in answer to the price; `supply` (g,) exogenous supply
    (Andean coca for cocaine).  Returns (g,), 2023 = 1.  The ceiling of the laboratories of a day is a prior.
    """
    result: Array = supply_response * np.minimum(p.laboratory_capacity, supply * np.maximum(0.0, 1 - inflow_lost))
    return result


def made_again(seized: Array, flow: Array, share: Array, p: MarketParameters) -> Array:
    """Return what is made to stand in for goods seized last month: m (seized − share (seized + flow)).

    `seized`, `flow` (g,) kg of last month, `share` (g,) of production that is seized at the base: what is usually lost
    is part of the base's production.  Making a drug costs little of its price (1 to 2% of retail for cocaine and
    heroin), so m is large; it is a prior.
    """
    result: Array = p.made_again * (seized - share * (seized + flow))
    return result


def supply_response(past: Array, quantity: Array, demand: Array, p: MarketParameters) -> Array:
    """Return the answer x of supply to price a month later: it closes, in logs, on that at which p^es = x.

    x' = x^(1 − ρ(h)) x*^ρ(h),  x* = (D/A)^(es/(es − ed)),  A = Q/x.  At rest a share es/(es − ed) of a shift of demand
    D reaches quantity, and −ed/(es − ed) of a shift of supply A.  `past` x, `quantity` Q, `demand` D (g,) over 2023;
    ed < 0 the elasticity of demand.  es is a prior: no estimate exists, but prices fell while the risk of prison rose
    fivefold (Caulkins and Reuter 2010), as where sellers are paid for risk and enter at that pay (Reuter and Kleiman
    1986); adaptive routes do the same in NarcoLogic (Magliocca et al. 2019).
    """
    at_base_price = np.maximum(quantity, 1e-9) / past
    es = p.supply_elasticity
    rest = (np.maximum(demand, 1e-9) / at_base_price) ** (es / (es - np.asarray(p.elasticity)))
    result: Array = past * (rest / past) ** rate(p.supply_half_life)
    return result


def price(quantity: Array, demand: Array, p: MarketParameters) -> Array:
    """Return the price over 2023 that clears the market: (Q/D)^(1/ε).

    `quantity` Q and `demand` D (g,) over 2023.  Source of the elasticity: AIC Trends and Issues 606, mean −0.9.
    Returns (g,), 2023 = 1.  Form: constant elasticity.
    """
    result: Array = _per_demand(quantity, demand) ** (1 / np.asarray(p.elasticity))
    return result


def purity(quantity: Array, demand: Array, p: MarketParameters) -> Array:
    """Return purity over 2023: (Q/D)^χ, χ <= 1: the scarce pure drug is cut, and users keep most of the bulk.

    `quantity` Q, `demand` D (g,) over 2023.  Form and χ: priors, see conf/security.
    """
    result: Array = _per_demand(quantity, demand) ** np.asarray(p.potency)
    return result


def users(quantity: Array, demand: Array, p: MarketParameters) -> Array:
    """Return users over 2023: D (Q/D)^υ, υ + χ <= 1: some give up where the pure drug is scarce, others use less.

    `quantity` Q, `demand` D (g,) over 2023.  Form: prior; υ from shocks to precursors, see conf/security.
    """
    result: Array = demand * _per_demand(quantity, demand) ** np.asarray(p.users)
    return result


def _per_demand(quantity: Array, demand: Array) -> Array:
    result: Array = np.maximum(quantity, 1e-9) / np.maximum(demand, 1e-9)
    return result


def overdose_deaths(base: Array, using: Array, dose: Array, coverage: Scalar, p: MarketParameters) -> Array:
    """Return US deaths a year that involve each drug: d0 U ((1 − c) π^ψ + c π_fen^ψ τ).

    U `using` (g,) users and π `dose` (g,) pure drug per dose, over 2023; c is the share that follows fentanyl (1 for
    fentanyl itself), and τ what treatment leaves of deaths with opioids.  The three numbers overlap: never add them.
    Form: prior; ψ from deaths and purity of 2023-25, c is secondary (conf/security).
    """
    risk, involved = dose**p.dose_risk, np.asarray(p.fentanyl_involved)
    treated = involved * risk[..., :1] * column(treated_deaths(coverage, p))
    result: Array = base * using * ((1 - involved) * risk + treated)
    return result


def treated_deaths(coverage: Scalar, p: MarketParameters) -> Array:
    """Return deaths over those at the base's coverage of treatment: (1 − k (1 − r))/(1 − k0 (1 − r)).

    `coverage` k, share of those in need who are treated; r their mortality over that of the untreated, 0.47 (0.42 to
    0.53) in 36 cohorts (Source: Santo et al. 2021).  Treatment acts on deaths here and nowhere else.
    """
    spared = 1 - p.treated_mortality
    result: Array = (1 - np.asarray(coverage) * spared) / (1 - p.treatment_coverage * spared)
    return result


def treatment_coverage(past: Scalar, treatment: Scalar, p: MarketParameters) -> Array:
    """Return coverage a month later: it closes on min(0.9, k0 treatment^κ) with a half-life of months.

    k' = k + ρ(h) (k0 treatment^κ − k); `treatment` present = 1.  κ below one: those who come first are the easiest to
    reach (prior).
    """
    target = np.minimum(0.9, p.treatment_coverage * np.power(np.maximum(treatment, 0.0), p.treatment_reach))
    result: Array = np.asarray(past + rate(p.treatment_half_life) * (target - past))
    return result


def shifted_demand(demand: Array, shift: Scalar, value: Array, p: MarketParameters) -> Array:
    """Return demand after a share of cocaine users leaves it and some of their money goes to fentanyl.

    D_coc (1 − shift);  D_fen + shift · m · (value of cocaine / value of fentanyl).  `value` (g,) USD a month.
    Returns (g,).  Form and m: priors.
    """
    moved = demand.copy()
    moved[..., COCAINE] *= 1 - shift
    moved[..., FENTANYL] += shift * p.synthetic_share * demand[..., COCAINE] * value[COCAINE] / value[FENTANYL]
    return moved
