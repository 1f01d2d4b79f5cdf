"""Migration to the United States, remittances, and poverty."""

import numpy as np

from giants.symbols import Scalar


def flow_wanted(
    base: float, gap: Scalar, violence: Scalar, slack: Scalar, us_cycle: Scalar, p: tuple[float, float, float, float]
) -> Scalar:
    """Migrants a year before control: M = M0 · gap^a · violence^b · exp(c slack) · cycle^d.

    `gap` is US over Mexican real income and `violence` homicides, both relative to the start; `us_cycle` is below 1
    in a US recession.  `p` = (a, b, c, d).  Source for the form: gravity models of migration (Mayda 2010; Hanson and
    McIntosh 2016 for Mexico and the United States); the elasticities are priors.
    """
    logs = p[0] * np.log(gap) + p[1] * np.log(violence) + p[2] * slack + p[3] * np.log(us_cycle)
    wanted: Scalar = base * np.exp(logs)
    return wanted


def controlled(flow: Scalar, share: float, position: Scalar, start: float) -> Scalar:
    """Flow under control: M (1 - s z) / (1 - s z0), s the `share` that full control stops, z0 `start`.

    M persons a year, z the `position` on migration control, 0..1.  Form: prior.
    """
    return flow * (1.0 - share * position) / (1.0 - share * start)


def migrants_next(migrants: Scalar, flow: Scalar, return_rate: float) -> Scalar:
    """Stock of migrants after a month: N' = N + (M - r N) / 12.

    N persons, M and r a year.  An accounting identity.
    """
    return migrants + (flow - return_rate * migrants) / 12.0


def remittances(
    base: float, migrants: Scalar, us_income: Scalar, us_cycle: Scalar, home_wage: Scalar, p: tuple[float, float, float]
) -> Scalar:
    """Remittances sent, bn USD a year, before tax: R = R0 · n̂ · ŷ_US^a · cycle^b · ŵ_MX^c.

    n̂ migrants, ŷ US real income and ŵ the Mexican real wage relative to the start; `us_cycle` is below 1 in a US
    recession.  `p` = (a, b, c).  c below 0: families send more in need (Yang 2008).
    Form: constant elasticities; a and b: Banxico (conf/society), c is a prior.
    """
    moved = np.power(us_income, p[0]) * np.power(us_cycle, p[1]) * np.power(home_wage, p[2])
    sent: Scalar = base * migrants * moved
    return sent


def received(sent: Scalar, tax: Scalar, elasticity: float) -> Scalar:
    """Remittances that arrive: R (1 - t)^(1 + e); the tax t is taken from them, and deters with elasticity e.

    Form: constant elasticity; e is a prior.
    """
    arrived: Scalar = sent * np.power(1.0 - tax, 1.0 + elasticity)
    return arrived


def poverty(base: float, labour_income: Scalar, elasticity: float) -> Scalar:
    """Share of people in poverty: H = H0 · ŷ^-e, at most 1; ŷ is real labour income relative to the start.

    Source for the form: the growth elasticity of poverty (Bourguignon 2003); the elasticity is a prior.
    """
    share: Scalar = np.minimum(base * np.power(labour_income, -elasticity), 1.0)
    return share
