"""Latin America: sectoral deals, common standards, infrastructure, and trust."""

import numpy as np

from giants.batch import column
from giants.rates import rate
from giants.symbols import IS_GOODS, ISSUES, PRODUCTS, SECTORS, Array, Scalar, mask

STANDARDS_ISSUE = ISSUES.index("standards_infrastructure")
JOINT_ISSUE = ISSUES.index("migration_climate")
SECTOR_OF = np.stack([mask([sector], SECTORS) for sector in PRODUCTS.values()])


def agreed(regional: Array, offer: Array, issue: Array) -> Array:
    """Depth of deals agreed by partner and product (o, r): z_o,k(r) · offer_or / max of the offers under issue k.

    `regional` z is the depth agreed by partner and issue (o, d); where one issue covers several products, Mexico's
    `offer` (o, r) says which of them the deal is about.  `issue` (r) is the one whose agreement opens each product.
    Form: prior.
    """
    most = (offer[..., None, :] * (issue[:, None] == issue)).max(-1)
    depth: Array = regional.take(issue, -1) * offer / np.maximum(most, 1e-9)
    return depth


def ratify(deal: Array, target: Array, up: Array | float, down: float) -> Array:
    """Deals at work follow what was agreed, with half-life `up` months when they deepen and `down` when they lapse.

    D' = D + (1 − 2^(−1/h)) (target − D).  `deal` D, `target` (o, r), 0..1; `up` may differ by partner.  Half-lives are
    priors.
    """
    gap = target - deal
    moved: Array = deal + np.where(gap > 0.0, rate(up), rate(down)) * gap
    return moved


def trade_cost(
    deal: Array, standards: Array, product_share: Array, saved: float, saved_standards: float, saved_transport: float
) -> Array:
    """Factor on trade costs between Mexico and each partner (o, j).

    d = exp(-κ Σ_r m_or q_or [r in j] - goods_j (κ_s + κ_i) s_o): a deal acts on its sector's cell by the product's
    share m of it; standards and infrastructure s act on all goods.  Trade costs and not tariffs hold Latin American
    integration back (zero tariffs raise trade among its countries by a quarter, fifteen percent lower costs more
    than double it, in this model's own trade block).
    κ, κ_s and κ_i are priors.
    """
    by_deals = saved * (product_share * deal) @ SECTOR_OF
    by_standards = (saved_standards + saved_transport) * column(standards) * IS_GOODS
    factor: Array = np.exp(-(by_deals + by_standards))
    return factor


def trust_drift(
    deal: Array, effort: Scalar, joint: Array, violence: Scalar, capture: Scalar, p: tuple[float, ...]
) -> Array:
    """Trust gained a year (o): p_d q̄_o + p_e e + p_j joint_o - p_v ln(h/h0) - p_k (κ - κ0).

    `p` holds the five coefficients; those on joint migration and climate action, on violence and on capture are
    priors whose ranges include zero.
    """
    alike = column(p[1] * effort - p[3] * violence - p[4] * capture)  # for every partner
    gain: Array = p[0] * deal.sum(-1) / deal.shape[-1] + p[2] * joint + alike
    return gain


def ratification(half_life: float, openness: Array, usual: float) -> Array:
    """Half-life by partner in months (o): h o0/o, as partners ready for deals with Mexico put them to work sooner.

    `openness` o, `usual` o0 at which it is h.  Announced deals took 1 to 7 years to come into force, and ACE 53 with
    Brazil was to be widened in 2010 and 2015 and was not.  Form: prior.
    """
    months: Array = half_life * usual / np.maximum(openness, 0.02)
    return months


def leaning_next(leaning: Array, turnover: Array) -> Array:
    """Leaning of each partner's government after a month: L' = L (1 - 2 turnover_o), as who wins leans the other way.

    -1 to Washington, 1 to the region; `turnover` (o) is the share of the partner whose government changed, 0..1.
    Form: prior.  Ideology is the main predictor of legislators' support for regional alliances (RBPI 62(1), 2019).
    """
    after: Array = leaning * (1.0 - 2.0 * turnover)
    return after


def trust_next(trust: Array, resting: Array, half_life: float, drift: Array, turnover: Array, loss: float) -> Array:
    """Trust after a month, in 0..1: it fades to its resting level, drifts, and a new government forgets part of it.

    T' = T + (1 - 2^(-1/h)) (T̄ - T) + drift/12, less loss · turnover_o · max(0, T - T̄).
    Form: partial adjustment; numbers are priors.
    """
    moved = trust + rate(half_life) * (resting - trust) + drift / 12.0
    moved -= loss * turnover * np.maximum(moved - resting, 0.0)
    bounded: Array = np.minimum(np.maximum(moved, 0.0), 1.0)
    return bounded
