"""Many threats at once: the equations of `system` under tariffs that differ from a status quo in a few cells each.

Cases are the last axis of every array and the status quo is the last case: sourcing is then one matrix product per
sector for all of them, and a threat only adds what its own cells change.  `system.evaluate` is the readable twin.
Leading axes are Worlds side by side, whose products are each their own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.symbols import Array
from giants.trade.closure import factor_market
from giants.trade.equilibrium import Solver, share_weights
from giants.trade.shock import Shock
from giants.trade.system import Constants, ShareWeights

Rows = NDArray[np.intp]

PATIENCE = 30
"""Chord steps before a batch is given up."""


class Cells(NamedTuple):
    """Cells of tariff tables that threats change; at most one of a threat for each importer and for each exporter."""

    threat: Rows
    """(e,) threat to which the cell belongs"""
    importer: Rows
    exporter: Rows
    t: Array
    """(..., e, J) tariffs of the cell under the threat, ad valorem levels"""

    def cube(self, t: Array) -> Array:
        """Return whole tables (B, N, N, J), given those of the status quo (N, N, J)."""
        out = np.repeat(t[None], self.threat.max() + 1, axis=0)
        out[self.threat, self.importer, self.exporter] = self.t
        return out


class Batch(NamedTuple):
    """The equations of every case at one point."""

    residual: Array
    """(..., M, B + 1)"""
    gdp: Array
    """(..., N, B + 1) factor income and tariff revenue"""
    income: Array
    """(..., N, B + 1) spending but for what is borrowed"""
    price: Array
    """(..., N, B + 1) log consumer price index"""


class BatchWeights(NamedTuple):
    """Share weights of the status quo, stacked for the products, and what the cells of threats add to them."""

    both: Array
    """(..., J, 2N, N) K above Kt (see `system.ShareWeights`)"""
    sold: Array
    """(..., J, N, N) Kt transposed"""
    cells: Cells
    buyer: tuple[Rows, Rows]
    """(2e,) row of `both` and threat of each cell, for K and then for Kt"""
    more: Array
    """(..., J, 2e) what the cells add there"""

    def case(self, rows: Array) -> "BatchWeights":
        """Return the weights of some of the Worlds on the first axis."""
        return self._replace(both=self.both[rows], sold=self.sold[rows], more=self.more[rows])


def solve(s: Solver, now: Shock, cells: Cells, u: Array) -> tuple[Array, Batch, Array]:
    """Return the unknowns (..., M, B + 1) and the point of every case, from u, and where (...) chord steps sufficed.

    Steps are those of `equilibrium`, d = J^-1 F(u), J frozen at the solver's reference, mixed with the last one:
    u' = u - d - g (Du - Dd),  g = <Dd, d> / <Dd, Dd>, D the change since the step before, case by case.
    Source of the mixing: Walker and Ni (2011), as in `anderson`, with a memory of one.
    """
    assert now.t is not None
    f = share_weights(s, now)
    return _iterate(s, f, lay_out(s.c, f, now.t, cells), u, None, PATIENCE)


def _iterate(
    s: Solver, f: ShareWeights, k: BatchWeights, u: Array, before: tuple[Array, Array] | None, patience: int
) -> tuple[Array, Batch, Array]:
    """Take up to `patience` steps of `solve` after that from `before`; Worlds that are solved leave the others."""
    assert s.chord is not None
    for left in range(patience - 1, -1, -1):
        batch = evaluate(s.c, f, k, u)
        found = np.asarray(np.abs(batch.residual).max((-2, -1)) <= s.tolerance)
        if found.all() or not left:
            break
        moved = s.chord.move(batch.residual.swapaxes(-1, -2), u.swapaxes(-1, -2))
        step = moved.swapaxes(-1, -2)
        new = u - step if before is None else u - step - _mixed_in(step, *before, u)
        if found.any():
            far = ~found
            last = u[far], moved[far].swapaxes(-1, -2)
            u[far], rest, found[far] = _iterate(s, f.case(far), k.case(far), new[far], last, left)
            for whole, part in zip(batch, rest, strict=True):
                whole[far] = part
            break
        before, u = (u, step), new
    return u, batch, found


def _mixed_in(step: Array, last_u: Array, last_step: Array, u: Array) -> Array:
    """Return g (Du - Dd) of `solve`."""
    change = step - last_step
    size = (change * change).sum(-2, keepdims=True)
    weight = (change * step).sum(-2, keepdims=True) / np.where(size > 0, size, 1.0)
    return np.asarray(weight * (u - last_u - change))


def evaluate(c: Constants, f: ShareWeights, k: BatchWeights, u: Array) -> Batch:
    """Return the equations of `system.evaluate` for the cases in the columns of u (..., M, B + 1).

    The same c = b ln w + g ln P (..., J, N, K) and residuals, with the K = B + 1 cases last.  Source: as `system`.
    """
    J, N = c.b.shape
    (*lead, _, cases), cut = u.shape, N + J * N
    threat, importer, exporter = k.cells.threat, k.cells.importer, k.cells.exporter
    lnP, lnX = (u[..., part, :].reshape(*lead, J, N, cases) for part in (slice(N, cut), slice(cut, None)))
    at_once = factor_market(c.sticky, f.income0[..., None, :], f.anchor[..., None, :], u[..., :N, :].swapaxes(-1, -2))
    lnw, factor, borrowed = (x.swapaxes(-1, -2) for x in at_once[:3])
    cost = c.b[..., None] * lnw[..., None, :, :] + _mixed(c.g, lnP)
    E = np.exp(-c.theta[..., None] * cost)
    both, hit = np.matmul(k.both, E), E[..., exporter, threat]
    both[..., *k.buyer] += k.more * np.concatenate([hit, hit], axis=-1)
    phi, paid = both[..., :N, :], both[..., N:, :]
    X = c.X0[..., None] * np.exp(lnX)
    ratio = X / phi
    Y = np.matmul(k.sold, ratio)
    Y[..., exporter, threat] += k.more[..., len(threat) :] * ratio[..., importer, threat]
    Y *= E
    gdp = factor + (X - ratio * paid).sum(-3)
    income = gdp + f.D[..., None]
    demand = c.a[..., None] * (income + borrowed)[..., None, :, :] + _mixed(c.gT, Y)
    out = np.empty_like(u)
    out[..., :N, :] = np.log(factor / (c.b[..., None] * Y).sum(-3))
    out[..., c.numeraire, :] = at_once.closing
    out[..., N:cut, :] = (lnP + np.log(phi) / c.theta[..., None]).reshape(*lead, -1, cases)
    out[..., cut:, :] = (lnX + c.lnX0[..., None] - np.log(demand + c.pad[..., None])).reshape(*lead, -1, cases)
    return Batch(out, gdp, income, (c.a[..., None] * lnP).sum(-3))


def _mixed(g: Array, x: Array) -> Array:
    """Return sum_k g[n, j, k] x[..., k, n, b] as (..., J, N, b)."""
    return np.asarray(np.matmul(g, x.swapaxes(-3, -2)).swapaxes(-3, -2))


def lay_out(c: Constants, f: ShareWeights, t: Array, cells: Cells) -> BatchWeights:
    """Lay out the weights: a tariff t' instead of t multiplies K by ((1 + t') / (1 + t))^-theta in its cell.

    t (..., N, N, J), cells by case.  Definition.
    """
    at = cells.importer, cells.exporter
    wedge = 1 + cells.t.swapaxes(-1, -2)
    K, Kt = f.K[..., *at], f.Kt[..., *at]
    new = K * (wedge / (1 + t[..., *at, :].swapaxes(-1, -2))) ** -c.theta
    sold = np.ascontiguousarray(f.Kt.swapaxes(-1, -2))
    buyer = np.concatenate([cells.importer, len(c.VA) + cells.importer]), np.concatenate([cells.threat, cells.threat])
    more = np.concatenate([new - K, new / wedge - Kt], axis=-1)
    return BatchWeights(np.concatenate([f.K, f.Kt], axis=-2), sold, cells, buyer, more)
