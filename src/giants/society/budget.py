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


def filled(wish: Array, cost: Array, purse: Scalar, room: Array | float = 1.0) -> Array:
    """Effort by programme (p) that spends a purse in the proportions of a wish: e_p = min(k w_p, room_p).

    k is such that Σ_p c_p e_p = B, or as near below as full effort allows.  `wish` w in 0..1, `cost` c the share of GDP
    at full effort, `purse` B a share of GDP, `room` what each programme still takes.  A programme whose wish is large
    against its room is full first; k for m full ones is (B - their cost) / Σ_rest c w, and the right m is the first
    under which no other overflows.
    An accounting identity.
    """
    rooms = np.broadcast_to(room, wish.shape)
    order = np.argsort(-wish / np.maximum(rooms, 1e-12), -1)
    w, c, r = (np.take_along_axis(np.broadcast_to(x, wish.shape), order, -1) for x in (wish, cost, rooms))
    full = np.cumsum(c * r, -1) - c * r  # cost of those before each
    rest = np.maximum(np.cumsum((c * w)[..., ::-1], -1)[..., ::-1], 1e-12)
    k = np.maximum(column(purse) - full, 0.0) / rest
    first = (k * w <= r).argmax(-1)[..., None]
    scale = np.where((k * w <= r).any(-1, keepdims=True), np.take_along_axis(k, first, -1), np.inf)
    capped = np.where(wish > 0, np.minimum(np.where(wish > 0, wish, 1.0) * scale, rooms), 0.0)
    return np.asarray(capped)


def from_purse(wish: Array, cost: Array, purse: Scalar, basket: Array) -> tuple[Array, Scalar]:
    """Effort (p) from a purse that follows the wish, and the cost of what follows it.

    What the wish leaves, because it asks for nothing more, goes into the `basket` (p), proportions alike for every
    strategy; with an empty basket it is not spent.
    Arrays as in :func:`filled`; shares of GDP.  Form: equal means, a convention.
    """
    ours = filled(wish, cost, purse)
    taken = spending(ours, cost)
    rest = filled(np.broadcast_to(basket, ours.shape), cost, np.maximum(purse - taken, 0.0), 1.0 - ours)
    return ours + rest, taken


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
