"""Migration to the United States, remittances, and poverty."""

import math


def flow_wanted(
    base: float, gap: float, violence: float, slack: float, us_cycle: float, p: tuple[float, float, float, float]
) -> float:
    """Migrants a year before control: M = M0 · gap^a · violence^b · exp(c slack) · cycle^d.

    `gap` is US over Mexican real income and `violence` homicides, both relative to the start; `us_cycle` is below 1
    in a US recession.  `p` = (a, b, c, d).  Source for the form: gravity models of migration (Mayda 2010; Hanson and
    McIntosh 2016 for Mexico and the United States); the elasticities are priors.
    """
    logs = p[0] * math.log(gap) + p[1] * math.log(violence) + p[2] * slack + p[3] * math.log(us_cycle)
    return base * math.exp(logs)


def controlled(flow: float, share: float, lever: float, start: float) -> float:
    """Flow under control: M (1 - s z) / (1 - s z0), s the `share` that full control stops, z0 `start`."""
    return flow * (1.0 - share * lever) / (1.0 - share * start)


def migrants_next(migrants: float, flow: float, return_rate: float) -> float:
    """Stock of migrants after a month: N' = N + (M - r N) / 12."""
    return migrants + (flow - return_rate * migrants) / 12.0


def remittances(
    base: float, migrants: float, us_income: float, us_cycle: float, home_wage: float, p: tuple[float, float, float]
) -> float:
    """Remittances sent, bn USD a year, before tax: R = R0 · n̂ · ŷ_US^a · cycle^b · ŵ_MX^c.

    n̂ migrants, ŷ US real income and ŵ the Mexican real wage relative to the start; `us_cycle` is below 1 in a US
    recession.  `p` = (a, b, c).  c below 0: families send more in need (Yang 2008).
    """
    sent: float = base * migrants * us_income ** p[0] * us_cycle ** p[1] * home_wage ** p[2]
    return sent


def received(sent: float, tax: float, elasticity: float) -> float:
    """Remittances that arrive: R (1 - t)^(1 + e); the tax t is taken from them, and deters with elasticity e."""
    arrived: float = sent * (1.0 - tax) ** (1.0 + elasticity)
    return arrived


def poverty(base: float, labour_income: float, elasticity: float) -> float:
    """Share of people in poverty: H = H0 · ŷ^-e, at most 1; ŷ is real labour income relative to the start.

    Source for the form: the growth elasticity of poverty (Bourguignon 2003); the elasticity is a prior.
    """
    return float(min(1.0, base * labour_income**-elasticity))
