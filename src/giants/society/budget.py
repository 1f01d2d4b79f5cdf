"""One discretionary budget for Mexico's programmes: what is asked, what is paid for, what works on the ground."""

import numpy as np

from giants.batch import column
from giants.rates import rate
from giants.symbols import Array, Scalar


def available(budget: float, income: Scalar, trend: Scalar, income_share: float) -> Scalar:
    """Budget as a share of GDP: B · max(0, 1 + σ (Y/Ȳ - 1)); it shrinks when income Y falls below trend Ȳ.

    Shares of GDP.  Source of B: CIEP (2022), in conf/society; form and σ: priors.
    """
    purse: Scalar = budget * np.maximum(1.0 + income_share * (income / trend - 1.0), 0.0)
    return purse


def funded(request: Array, cost: Array, budget: Scalar) -> Array:
    """Effort paid for by programme (p): e_p = r_p · min(1, B / Σ_p c_p r_p).

    `request` r in 0..1, `cost` c the share of GDP at full effort, `budget` B a share of GDP.  Requests over the
    budget are all scaled alike, so no plank can be had without giving up another.
    Form: rationing pro rata, a prior.
    """
    requested = np.vecdot(cost, request)
    return request * column(np.minimum(budget / np.maximum(requested, 1e-12), 1.0))


def ramp(effort: Array, paid: Array, half_life: float) -> Array:
    """Effort on the ground follows what is paid for: e' = e + (1 - 2^(-1/h)) (f - e), h in months.

    `effort` e, `paid` f (p,).  Form: partial adjustment; h is a prior.
    """
    moved: Array = effort + rate(half_life) * (paid - effort)
    return moved


def local(incentives: Array, product: Array, cost: float) -> Scalar:
    """Share of GDP that state governments (s) spend on incentives: c Σ_s i_s Y_s / Σ Y, c at a full package.

    `incentives` i, `product` Y (s,).  An accounting identity.
    """
    share: Scalar = cost * np.vecdot(incentives, product) / np.maximum(product.sum(-1), 1e-12)
    return share


def spending(effort: Array, cost: Array) -> Scalar:
    """Share of GDP spent on programmes: Σ_p c_p e_p.

    `effort` e, `cost` c (p,).  An accounting identity.
    """
    share: Scalar = np.vecdot(cost, effort)
    return share
