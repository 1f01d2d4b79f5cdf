"""Anderson mixing for systems too large for a stored inverse Jacobian."""

import numpy as np
from numpy.typing import NDArray

from giants.trade.system import Constants, Forces, Point, evaluate

Array = NDArray[np.float64]


def solve(
    c: Constants, f: Forces, u: Array, tolerance: float, memory: int = 8, limit: int = 400
) -> tuple[Array, Point, int]:
    """Return (u, point, iterations) for every case of a batch, one case after the other.

    u_{m+1} = u_m - r_m - (dU - dR) gamma, gamma = argmin |r_m - dR gamma|, where r is the residual of the
    equations (each is already solved for its own unknown).
    Source: Walker and Ni (2011), SIAM Journal on Numerical Analysis 49(4), 1715-1735.
    """
    if u.ndim == 1:
        return _one(c, f, u, tolerance, memory, limit)
    flat = u.reshape(-1, u.shape[-1])
    lead = u.shape[:-1]
    longest = 0
    for row in range(len(flat)):
        one = Forces(*(_case(x, own, lead, row) for x, own in ((f.K, 3), (f.Kt, 3), (f.income0, 1), (f.D, 1))))
        flat[row], _, steps = _one(c, one, flat[row], tolerance, memory, limit)
        longest = max(longest, steps)
    u = flat.reshape(u.shape)
    return u, evaluate(c, f, u), longest


def _case(x: Array, own: int, lead: tuple[int, ...], row: int) -> Array:
    full = np.broadcast_to(x, (*lead, *x.shape[x.ndim - own :]))
    case: Array = full.reshape(-1, *full.shape[full.ndim - own :])[row]
    return case


def _one(
    c: Constants, f: Forces, u: Array, tolerance: float, memory: int, limit: int
) -> tuple[Array, Point, int]:
    damping = _damping(c)
    point = evaluate(c, f, u)
    r = damping * point.residual
    moves: list[Array] = []
    drops: list[Array] = []
    for iteration in range(1, limit + 1):
        if np.abs(point.residual).max() <= tolerance:
            return u, point, iteration - 1
        new = u - r
        if drops:
            dR = np.stack(drops, axis=1)
            gram = dR.T @ dR
            gram[np.diag_indices_from(gram)] *= 1 + 1e-12
            gamma = np.linalg.solve(gram, dR.T @ r)
            new = new - (np.stack(moves, axis=1) - dR) @ gamma
        point = evaluate(c, f, new)
        following = damping * point.residual
        if not np.isfinite(following).all():
            moves, drops = [], []
            new = u - 0.1 * r
            point = evaluate(c, f, new)
            following = damping * point.residual
        moves.append(new - u)
        drops.append(following - r)
        moves, drops = moves[-memory:], drops[-memory:]
        u, r = new, following
    return u, point, limit


def _damping(c: Constants) -> Array:
    """Slow the wage equations by the elasticity: excess demand moves by about theta with the wage."""
    J, N = c.b.shape
    factor = np.ones(c.size)
    factor[:N] = 1.0 / (1.0 + float(np.median(c.theta)))
    return factor
