"""Geoeconomic power: the most that an economy would pay rather than lose a giant.

Import side in closed form for nested CES demand, derived here from the definition of power as the loss from the
giant's joint threats (Clayton, Maggiori and Schreger, A Framework for Geoeconomics, Econometrica 2026, doi
10.3982/ecta23206).  Market-access power needs general equilibrium and is read from the losses that the trade block
computes.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from giants.measures.ratio import ratio
from giants.symbols import Array

SIGMA, ETA, RHO = 5.0, 2.5, 1.0  # across foreign origins, home against foreign, across sectors
_TINY = np.finfo(float).tiny


def sector_power(phi: ArrayLike, omega: ArrayLike, sigma: float = SIGMA, eta: float = ETA) -> Array:
    """Return the log price rise in each sector if a giant withholds its supply.

    P_J = -1/(eta - 1) ln[1 - phi_J + phi_J (1 - omega_J)^((eta - 1)/(sigma - 1))], phi (..., j) the imported share of
    spending on the sector, omega (..., j) the giant's share of those imports; sigma > 1 across foreign origins, eta > 1
    between home and foreign.  Convex in omega; with eta = sigma it is -ln(1 - phi omega)/(sigma - 1) (Arkolakis,
    Costinot and Rodriguez-Clare 2012).
    """
    phi, omega = np.asarray(phi, float), np.asarray(omega, float)
    remaining = 1 - phi + phi * np.maximum(1 - omega, 0.0) ** ((eta - 1) / (sigma - 1))
    power: Array = -np.log(np.maximum(remaining, _TINY)) / (eta - 1)
    return power


def import_power(
    weight: ArrayLike,
    phi: ArrayLike,
    omega: ArrayLike,
    *,
    sigma: float = SIGMA,
    eta: float = ETA,
    rho: float = RHO,
) -> Array:
    """Return a giant's import-side power as a log share of spending.

    rho = 1: sum_J Omega_J P_J; else -1/(rho - 1) ln sum_J Omega_J exp(-(rho - 1) P_J), with Omega (..., j) the
    spending shares `weight`, summing to one, and rho the elasticity across sectors.
    """
    p = sector_power(phi, omega, sigma, eta)
    w = np.asarray(weight, float)
    if rho == 1.0:
        total: Array = np.vecdot(w, p)
        return total
    return -np.log((w * np.exp(-(rho - 1) * p)).sum(-1)) / (rho - 1)  # type: ignore[no-any-return]


def giants_over(spending: ArrayLike, home: int, giants: Sequence[int], sigma: float = SIGMA, eta: float = ETA) -> Array:
    """Return the import-side power of each giant over one economy.

    `spending` (i, j) is the economy's spending by origin and sector (any unit), `home` its own row, `giants` (h)
    rows; result (h), a log share of spending.  Sectors without imports give no power; missing if nothing is spent.
    """
    e = np.asarray(spending, float)
    total = e.sum(-2, keepdims=True)
    imported = total - e[..., home : home + 1, :]
    phi = imported / np.where(total > 0, total, 1.0)
    omega = e.take(giants, -2) / np.where(imported > 0, imported, 1.0)
    return import_power(ratio(total, total.sum(-1, keepdims=True)), phi, omega, sigma=sigma, eta=eta)


def services_at_home(spending: Array, home: int, goods: Array) -> Array:
    """Return `spending` (i, j) of economy `home` with what is no good bought at home: its partners are imputed.

    `goods` (j) is 1 for goods and 0 for services and utilities.
    """
    out: Array = spending * goods
    out[..., home, :] += spending.sum(-2) * (1 - goods)
    return out
