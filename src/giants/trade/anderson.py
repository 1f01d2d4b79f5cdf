"""Anderson mixing for systems too large for a stored inverse Jacobian."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mix(
    residual: Callable[[Array], Array],
    u: Array,
    tolerance: float,
    damping: Array | float = 1.0,
    memory: int = 8,
    limit: int = 400,
) -> tuple[Array, int]:
    """Return (u, iterations) with max |residual(u)| <= tolerance, or the last u after `limit` steps.

    u_{m+1} = u_m - r_m - (dU - dR) gamma,  gamma = argmin |r_m - dR gamma|,  r = damping x residual: every
    equation is solved for its own unknown, and past steps are combined so that they cancel.
    Source: Walker and Ni (2011), SIAM Journal on Numerical Analysis 49(4), 1715-1735.
    """
    raw = residual(u)
    r = damping * raw
    moves: list[Array] = []
    drops: list[Array] = []
    for iteration in range(limit):
        if np.abs(raw).max() <= tolerance:
            return u, iteration
        new = u - r - _correction(moves, drops, r)
        raw = residual(new)
        if not np.isfinite(raw).all():
            moves, drops = [], []
            new = u - 0.1 * r
            raw = residual(new)
        following = damping * raw
        moves, drops = [*moves, new - u][-memory:], [*drops, following - r][-memory:]
        u, r = new, following
    return u, limit


def _correction(moves: list[Array], drops: list[Array], r: Array) -> Array | float:
    """Return (dU - dR) gamma, with gamma from slightly regularised normal equations."""
    if not drops:
        return 0.0
    dU, dR = np.stack(moves), np.stack(drops)
    gram = dR @ dR.T
    gram[np.diag_indices_from(gram)] *= 1 + 1e-12
    combined: Array = np.linalg.solve(gram, dR @ r) @ (dU - dR)
    return combined
