"""Migration to the United States, remittances, and poverty."""

import math


def flow_wanted(
    base: float, gap: float, violence: float, slack: float, control: float, p: tuple[float, float, float]
) -> float:
    """Migrants a year: M = M0 · gap^a · violence^b · exp(c slack) · (1 - control).

    `gap` is US over Mexican real income and `violence` homicides, both relative to the start; `control` the share
    stopped.  `p` = (a, b, c).  Source for the form: gravity models of migration (Mayda 2010; Hanson and McIntosh 2016
    for Mexico and the United States); the elasticities are priors.
    """
    return base * math.exp(p[0] * math.log(gap) + p[1] * math.log(violence) + p[2] * slack) * (1.0 - control)


def migrants_next(migrants: float, flow: float, return_rate: float) -> float:
    """Stock of migrants after a month: N' = N + (M - r N) / 12."""
    return migrants + (flow - return_rate * migrants) / 12.0


def remittances(
    base: float, migrants: float, us_income: float, home_wage: float, tax: float, p: tuple[float, float, float]
) -> float:
    """Remittances received, bn USD a year: R = R0 · n̂ · ŷ_US^a · ŵ_MX^b · (1 - tax)^(1+c).

    n̂ migrants, ŷ US real income and ŵ the Mexican real wage relative to the start; the tax is borne by what
    arrives, and what is sent falls with elasticity c.  `p` = (a, b, c).  b below 0: families send more in need
    (Yang 2008).
    """
    sent: float = base * migrants * us_income ** p[0] * home_wage ** p[1] * (1.0 - tax) ** (1.0 + p[2])
    return sent


def poverty(base: float, labour_income: float, elasticity: float) -> float:
    """Share of people in poverty: H = H0 · ŷ^-e, at most 1; ŷ is real labour income relative to the start.

    Source for the form: the growth elasticity of poverty (Bourguignon 2003); the elasticity is a prior.
    """
    return float(min(1.0, base * labour_income**-elasticity))
