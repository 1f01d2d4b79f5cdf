"""The equations of the trade equilibrium in exact hat algebra, and their Jacobian.

Unknowns u = (x [N], ln P [N, J], ln X [N, J]): one for each factor market (`closure`; the log factor price where it
clears at once), price indices relative to the base, and expenditure.  Inside this file arrays are sector-major
(..., J, N): sums over partners are then one batched matrix product per sector; leading axes are independent shocks.

Source: Caliendo and Parro (2015), Review of Economic Studies 82(1), 1-44, equations (13) to (18), with taste
shifters, productivity, endowments and transfers added; numeraire is world factor income, deficits fixed in it.
"""

from dataclasses import dataclass

import numpy as np

from giants.batch import matvec
from giants.symbols import Array
from giants.trade.closure import Sticky, factor_market, slopes
from giants.trade.data import TradeData


def to_sector_major(cube: Array) -> Array:
    """Turn (..., n, i, j) into sector-major (..., j, n, i)."""
    return np.ascontiguousarray(cube.swapaxes(-1, -2).swapaxes(-2, -3))


def to_region_major(cube: Array) -> Array:
    """Turn sector-major (..., j, n, i) back into (..., n, i, j)."""
    return cube.swapaxes(-3, -2).swapaxes(-2, -1)


@dataclass(frozen=True, eq=False)
class Constants:
    """What the equations need of the base, laid out once for the solver."""

    ln_scale0: Array
    """(J, N, N) log of base shares times (1 + t0) ** theta: shares before tariffs are applied."""
    g: Array
    """(N, J, J) using sector by input sector: cost weights, g[i, j, k]."""
    gT: Array
    """(N, J, J) input sector by using sector: uses of the output, gT[n, k, j]."""
    b: Array
    """(J, N) value-added shares."""
    a: Array
    """(J, N) final shares."""
    VA: Array
    D: Array
    I0: Array
    """(N,) base spending: factor income, tariff revenue and deficit."""
    theta: Array
    """(J, 1)."""
    X0: Array
    """(J, N) base expenditure."""
    pad: Array
    """(J, N) one where there is no expenditure at all in the base (keeps logs finite), else zero."""
    lnX0: Array
    """(J, N) log of X0 + pad."""
    numeraire: int
    """The region whose factor market is left out (Walras) for the numeraire condition."""
    sticky: Sticky | None
    """How factor markets clear; None for at once."""

    @property
    def size(self) -> int:
        """Number of unknowns, N (1 + 2 J)."""
        J, N = self.b.shape
        return int(N * (1 + 2 * J))


def constants(data: TradeData, theta: Array, sticky: Sticky | None = None) -> Constants:
    """Lay out the base for the equations; theta is (J,).

    ln K0 = ln π0 + θ ln (1 + t0).  Definition.
    """
    pi0 = to_sector_major(data.pi0)
    th = theta[:, None]
    X0 = np.ascontiguousarray(data.X0.T)
    pad = np.where(X0 > 0, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        ln_pi0 = np.log(pi0)
    return Constants(
        ln_scale0=ln_pi0 + th[..., None] * np.log1p(to_sector_major(data.t0)),
        g=np.ascontiguousarray(np.swapaxes(data.g, 1, 2)),
        gT=np.ascontiguousarray(data.g),
        b=np.ascontiguousarray(data.b.T),
        a=np.ascontiguousarray(data.a.T),
        VA=data.VA,
        D=data.D,
        I0=data.VA + (data.t0 * data.flows).sum((1, 2)) + data.D,
        theta=th,
        X0=X0,
        pad=pad,
        lnX0=np.log(X0 + pad),
        numeraire=int(np.argmax(data.VA)),
        sticky=sticky,
    )


@dataclass(frozen=True, eq=False)
class ShareWeights:
    """One shock (or a batch) reduced to what the equations use."""

    K: Array
    """(..., J, N, N) share weights: pi0 exp(taste) (d^ (1+t')/(1+t))^-theta A^_i^theta."""
    Kt: Array
    """(..., J, N, N) K / (1 + t'), to value sales at producer prices."""
    income0: Array
    """(..., N) factor income at w^ = 1: VA L^."""
    D: Array
    """(..., N) deficit plus transfers."""
    anchor: Array
    """(..., N) log factor prices without pressure, where they give way slowly."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Everything the equations imply at u."""

    u: Array
    """(..., M)."""
    lnP: Array
    """(..., J, N)."""
    X: Array
    """(..., J, N)."""
    cost: Array
    """(..., J, N) log unit cost by origin."""
    E: Array
    """(..., J, N) unit cost to the power -theta, by origin."""
    phi: Array
    """(..., J, N) sum of share weights: P^-theta implied by costs."""
    Y: Array
    """(..., J, N) output at producer prices."""
    lnw: Array
    """(..., N) log factor price."""
    factor: Array
    """(..., N) factor income."""
    revenue: Array
    """(..., N) tariff revenue."""
    income: Array
    """(..., N) spending of the region but for what it borrows: factor income, revenue, deficit and transfers."""
    borrowed: Array
    """(..., N) borrowed because of slack."""
    residual: Array
    """(..., N + 2 J N) equations, zero in equilibrium."""
    redundant: Array
    """(...) relative gap of the factor market left out."""


def evaluate(c: Constants, f: ShareWeights, u: Array) -> Evaluation:
    """Return the equations at u.

    c_ij = b_ij ln w_i + sum_k g_i,kj ln P_ik;  E = exp(-theta c);  phi_nj = sum_i K_nij E_ij
    Y_ij = E_ij sum_n Kt_nij X_nj / phi_nj;  R_n = sum_j X_nj - (X/phi)_nj sum_i Kt_nij E_ij
    residuals: VA w L e / sum_j b Y (logs), ln P + ln(phi)/theta, X / (a (I + B) + g Y) (logs);  w, e and what is
    borrowed, B, are those of `closure.factor_market`.
    u (..., M), M = N + 2 N J.  Source: Caliendo and Parro (2015), (13) to (18).
    """
    J, N = c.b.shape
    lead = u.shape[:-1]
    cut = N + J * N
    market = factor_market(c.sticky, f.income0, f.anchor, u[..., :N])
    lnP = u[..., N:cut].reshape(*lead, J, N)
    lnX = u[..., cut:].reshape(*lead, J, N)
    cost = c.b * market.lnw[..., None, :] + matvec(c.g, lnP.swapaxes(-1, -2)).swapaxes(-1, -2)
    E = np.exp(-c.theta * cost)
    phi = matvec(f.K, E)
    X = c.X0 * np.exp(lnX)
    ratio = X / phi
    Y = E * matvec(f.Kt.swapaxes(-1, -2), ratio)
    revenue = (X - ratio * matvec(f.Kt, E)).sum(-2)
    income = market.factor + revenue + f.D
    spending = income + market.borrowed
    demand = c.a * spending[..., None, :] + matvec(c.gT, Y.swapaxes(-1, -2)).swapaxes(-1, -2)
    gap = np.log(market.factor / (c.b * Y).sum(-2))
    out = np.empty_like(u)
    out[..., :N] = gap
    out[..., c.numeraire] = market.closing
    out[..., N:cut] = (lnP + np.log(phi) / c.theta).reshape(*lead, -1)
    out[..., cut:] = (lnX + c.lnX0 - np.log(demand + c.pad)).reshape(*lead, -1)
    return Evaluation(
        u, lnP, X, cost, E, phi, Y, market.lnw, market.factor, revenue, income, market.borrowed,
        out, gap[..., c.numeraire],
    )  # fmt: skip


def jacobian(c: Constants, f: ShareWeights, p: Evaluation, idle: Array | None = None) -> Array:
    """Return the derivative of the residuals at one point (no leading axes), (M, M).

    `idle` (N,) weighs the sides of the kinks where prices give way slowly (see `closure.slopes`): those of p if None.
    dc = b dlnw + g dlnP;  T_nj = sum_i pi_nij dc_ij;  dpi = -theta pi (dc_ij - T_nj).
    """
    J, N = c.b.shape
    M = c.size
    C = np.zeros((J, N, M))
    region = np.arange(N)
    x = p.u[:N]
    market = factor_market(c.sticky, f.income0, f.anchor, x)
    by = slopes(c.sticky, market, x, (x < 0).astype(float) if idle is None else idle)
    for j in range(J):
        C[j, :, :N] = c.b[j][:, None] * by.lnw
        for k in range(J):
            C[j, region, N + k * N + region] = c.g[:, j, k]
    dlnX = np.zeros((J, N, M))
    dlnX.reshape(J * N, M)[np.arange(J * N), N + J * N + np.arange(J * N)] = 1.0
    pi = f.K * p.E[:, None, :] / p.phi[..., None]
    sales = f.Kt * p.E[:, None, :] * (p.X / p.phi)[..., None]
    th = c.theta[..., None]
    T = pi @ C
    inner = dlnX + th * T
    dY = np.swapaxes(sales, 1, 2) @ inner - th * p.Y[..., None] * C
    net = sales.sum(-1)[..., None]
    dR = ((p.X[..., None] - net) * dlnX + th * (sales @ C - net * T)).sum(0)
    dI = dR.copy()
    dI[:, :N] += p.factor[:, None] * by.lnfactor + by.borrowed
    uses = np.einsum("nkj,jnm->knm", c.gT, dY, optimize=True)
    demand = c.a * (p.income + p.borrowed) + np.einsum("nkj,jn->kn", c.gT, p.Y) + c.pad
    dX = dlnX - (c.a[..., None] * dI + uses) / demand[..., None]
    dP = -T
    dP.reshape(J * N, M)[np.arange(J * N), N + np.arange(J * N)] += 1.0
    dw = -(c.b[..., None] * dY).sum(0) / (c.b * p.Y).sum(0)[:, None]
    dw[:, :N] += by.lnfactor
    dw[c.numeraire] = 0.0
    dw[c.numeraire, :N] = by.closing
    return np.concatenate([dw, dP.reshape(J * N, M), dX.reshape(J * N, M)])
