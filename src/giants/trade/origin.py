"""Tariffs as they are paid: statutory rates, use of preferences, rules of origin.

Index i below is an origin with a preference (Mexico, Canada) selling to the United States, j a sector.
"""

from dataclasses import dataclass

import numpy as np

from giants import tables
from giants.symbols import ECONOMIES, GOODS, GOODS_ROWS, IS_GOODS, PREFERRED_ROWS, SECTORS, Array, Scalar

LOW_MARGIN, HIGH_MARGIN = 0.01, 0.25
"""Mean preference margins of 2024 and of late 2025, the two points of the fit (ad valorem)."""


def use_rate(margin: Array, cost: Array, slope: Array) -> Array:
    """Return the share of imports that claims the preference.

    u = 1 / (1 + exp(-(m - c) / s)), m the tariff saved, c compliance cost, s its spread, all ad valorem.
    Source: logistic adoption; fitted on USITC DataWeb claims, see `two_point_fit`.
    Elementwise (2, J) by member and sector.
    """
    return np.asarray(1 / (1 + np.exp(-(margin - cost) / slope)))


def two_point_fit(u_low: Array, u_high: Array, m_low: float, m_high: float) -> tuple[Array, Array]:
    """Return (cost, slope) of the logistic through two observed use rates.

    s = (m_high - m_low) / (logit u_high - logit u_low);  c = m_low - s logit u_low.  Where use did not rise with
    the margin the slope is made so flat that use stays at its first value.
    Elementwise (J,).  Definition: the inverse of `use_rate` at two points.
    """
    logit_low = np.log(u_low / (1 - u_low))
    logit_high = np.log(u_high / (1 - u_high))
    rise = np.maximum(logit_high - logit_low, 1e-3)
    slope = (m_high - m_low) / rise
    return m_low - slope * logit_low, slope


def compliance_cost(cost: Array, gap: Array, chinese: Array, per_content: float, per_chinese: float) -> Array:
    """Return the cost of qualifying under the rules in force, by sector, ad valorem.

    c = c0 + k_r ((R - r) - (R0 - r0)) + k_c (v - v0): `gap` is how much further the required regional content R
    lies above the regional content r than in the base, `chinese` the rise of Chinese content v since the base.
    Elementwise (2, J).  Prior form; k_r and k_c are content_cost and chinese_cost of conf/trade.
    """
    return np.asarray(cost + per_content * gap + per_chinese * chinese)


def eligible(chinese: Scalar, threshold: Scalar, spread: float) -> Array:
    """Return the share of a sector's goods whose Chinese content stays below the threshold in force.

    e = 1 / (1 + exp((v - V) / s)): contents of single goods spread around the sector's mean v.  Above the
    threshold V the goods were not substantially transformed and lose the preference.
    Elementwise (2, J).  Prior form.
    """
    return np.asarray(1 / (1 + np.exp((chinese - threshold) / spread)))


def spared(t0: Array, mfn: Array, u0: Array, u: Array) -> Array:
    """Return what the use u of the preference spares of the rates of the base: min(u, u0) m + (u - u0)^+ q.

    q = t0 / (1 - u0).  Trade that leaves the preference pays the most-favoured-nation rate m; trade that enters it
    saves q, the rate that trade outside paid in the base, in which u0 claimed.
    """
    outside = t0 / np.maximum(1 - u0, 0.01)
    return np.asarray(np.minimum(u, u0) * mfn + np.maximum(u - u0, 0) * outside)


def preferential_tariff(t0: Array, mfn: Array, added: Array, exempt: Array, u0: Array, u: Array) -> Array:
    """Return the tariff paid on an origin with preference, anchored on the base rate t0 at use u0.

    t = t0 + u0 m - spared + a - u e a^+,  `spared` of :func:`spared`
    m is the most-favoured-nation rate; a what bargaining added, e the share of claimed trade that it leaves out.
    Elementwise (2, J).  Accounting identity at the margin of use.
    """
    base = t0 + u0 * mfn - spared(t0, mfn, u0, u)
    return np.asarray(base + added - u * exempt * np.maximum(added, 0))


def statutory(t0: Array, *added: Array) -> Array:
    """Return base rates plus every added tariff in force (emergency, surcharge, sectoral, retaliation).

    t = t0 + Σ a, (N, N, J).  Definition.
    """
    total = t0
    for layer in added:
        total = total + layer
    return total


@dataclass(frozen=True, eq=False)
class Claims:
    """Observed use of the treaty's preference for Mexico and Canada, each (2, J)."""

    low: Array
    """2024."""
    high: Array
    """December 2025."""
    cost: Array
    slope: Array


def claims() -> Claims:
    """Read the claim shares of the preferred origins and fit cost and slope by sector; services claim nothing."""
    cells = {"partner": [ECONOMIES[i] for i in PREFERRED_ROWS], "sector": GOODS}

    def observed(period: str) -> Array:
        at = {"period": period}
        shares = np.full((len(PREFERRED_ROWS), len(SECTORS)), 0.5)
        shares[:, GOODS_ROWS] = tables.matrix("trade/usmca_utilization.csv", cells, "share", where=at, outside=True)
        return np.asarray(np.clip(shares, 0.01, 0.99))

    low, high = observed("2024"), observed("2025-12")
    cost, slope = two_point_fit(low, high, LOW_MARGIN, HIGH_MARGIN)
    return Claims(low * IS_GOODS, high * IS_GOODS, cost, slope)
