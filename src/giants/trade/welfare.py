"""Welfare arithmetic on a solved equilibrium: exact, and the published first-order formula."""

from dataclasses import dataclass

import numpy as np

from giants.symbols import Array
from giants.trade.data import TradeData
from giants.trade.equilibrium import Solution


@dataclass(frozen=True, eq=False)
class FirstOrder:
    """Parts of the first-order change in real income, as fractions of base income, each (N,)."""

    terms_of_trade: Array
    volume_of_trade: Array
    slack: Array

    @property
    def total(self) -> Array:
        """Sum of the parts."""
        return self.terms_of_trade + self.volume_of_trade + self.slack


def first_order(data: TradeData, s: Solution) -> FirstOrder:
    """Return the first-order welfare decomposition of one solved shock.

    ToT_n = 1/I_n sum_j sum_i (Z_inj dln c_nj - Z_nij dln c_ij)
    VoT_n = 1/I_n sum_j sum_i t_nij Z_nij (dln Z_nij - dln c_ij)
    Slack_n = VA_n / I_n (e_n - 1), e_n the share of the factor in use: one under the instant closure
    with Z_nij base imports net of tariffs, c unit costs; a local formula, exact only for small changes.
    Source: Caliendo and Parro (2015), equation (15) and table 2.
    Z (N, N, J), the rest (N,).
    """
    Z = data.flows
    income = data.VA + (data.t0 * Z).sum((1, 2)) + data.D
    with np.errstate(divide="ignore", invalid="ignore"):
        dZ = np.where(Z > 0, s.flows / Z - 1, 0.0)
    dc = s.c - 1
    exports = Z.sum(0) * dc
    imports = (Z * dc[None]).sum(1)
    volume = (data.t0 * Z * (dZ - dc[None])).sum((1, 2))
    slack = data.VA * (s.utilisation - 1) / income
    return FirstOrder((exports - imports).sum(1) / income, volume / income, slack)


def rebase(data: TradeData, s: Solution, t: Array | None = None, D: Array | None = None) -> TradeData:
    """Return the equilibrium `s` as a new base (tariffs t, deficits D), with all identities restored.

    Endowments and factor prices merge into factor income; units stay world factor income.

    π0 = π(s), X0 = X(s), VA = factor income of s; t (N, N, J), D (N,).  Accounting identity.
    """
    return TradeData(
        regions=data.regions,
        sectors=data.sectors,
        goods=data.goods,
        pi0=s.pi,
        t0=data.t0 if t is None else t,
        X0=s.X,
        Y0=s.Y,
        b=data.b,
        g=data.g,
        a=data.a,
        VA=s.factor_income,
        D=data.D if D is None else D,
        world_income=data.world_income,
    )
