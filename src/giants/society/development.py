"""Development stocks: 0 is the level of the start, 1 all the improvement that could be had."""

from typing import NamedTuple

import numpy as np

from giants.batch import column
from giants.symbols import PROGRAMMES, Array, Scalar

STOCKS = {
    "supplier_depth": "supplier",
    "skills": "skills",
    "infrastructure": "infrastructure",
    "screening_capacity": "screening",
    "port_integrity": "ports",
    "rule_of_law": "institutions",
}
FEEDS = np.array([list(PROGRAMMES).index(p) for p in STOCKS.values()])  # programme that builds each stock
RULE_OF_LAW = list(STOCKS).index("rule_of_law")


class Stocks(NamedTuple):
    """Improvements gained, in the order of :data:`STOCKS`."""

    supplier_depth: Scalar
    skills: Scalar
    infrastructure: Scalar
    screening_capacity: Scalar
    port_integrity: Scalar
    rule_of_law: Scalar


def build(stock: Array, anchored: Array, effort: Array, rate: Array, decay: Array, exponent: float) -> Array:
    """Move stocks by a month: S' = S + (β e^γ (1 - S) - δ (S - A)) / 12, kept in 0..1.

    β `rate` a year at full effort, γ `exponent` at most 1 for diminishing returns, δ `decay` a year of the part
    that is not anchored (A) in law and organisation.  At zero effort the start's level 0 stays as it is: ordinary
    budgets keep it.
    All arrays (p,).  Form and rates: priors, with ranges in conf/society.
    """
    moved: Array = stock + (rate * effort**exponent * (1.0 - stock) - decay * (stock - anchored)) / 12.0
    return np.minimum(np.maximum(moved, 0.0), 1.0)


def anchor(anchored: Array, stock: Array, rate: float, institutions: Scalar) -> Array:
    """Anchor a part of what was built: A' = A + ι (1 + e_inst) (S - A) / 12, never above the stock.

    `anchored` A, `stock` S (p,), 0..1.  Form and ι: priors.
    """
    moved: Array = anchored + column(rate * (1.0 + institutions)) * (stock - anchored) / 12.0
    return np.minimum(moved, stock)


def succession(stock: Array, anchored: Array, loss: Scalar, continuity: Scalar) -> Array:
    """Stocks after a hostile successor: S' = S - λ (1 - c) (S - A); continuity c of 1 or full anchoring keeps all.

    `stock` S, `anchored` A (p,), 0..1.  Form and λ: priors.
    """
    remaining: Array = stock - column(loss * (1.0 - continuity)) * (stock - anchored)
    return remaining


def erode(rule_of_law: Scalar, worse: Scalar, rate: float) -> Scalar:
    """Rule of law after a month of capture `worse` than at the base: S' = max(0, S - ω max(0, κ - κ0) / 12).

    κ is the mean capture of local government, 0..1.  Form and ω: priors.
    """
    left: Scalar = np.maximum(rule_of_law - rate * np.maximum(worse, 0.0) / 12.0, 0.0)
    return left
