"""Anderson mixing for systems too large for a stored inverse Jacobian."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from giants.symbols import Array


def mix(
    residual: Callable[[Array], Array],
    u: Array,
    tolerance: float,
    damping: Array | float = 1.0,
    memory: int = 16,
    limit: int = 400,
) -> tuple[Array, int]:
    """Return (u, iterations) with max |residual(u)| <= tolerance, or the last u after `limit` steps.

    u_{m+1} = u_m - r_m - (dU - dR) gamma,  gamma = argmin |r_m - dR gamma|,  r = damping x residual: every
    equation is solved for its own unknown, and past steps are combined so that they cancel.
    Source: Walker and Ni (2011), SIAM Journal on Numerical Analysis 49(4), 1715-1735.
    """
    history = _History(np.empty((memory, u.size)), np.empty((memory, u.size)), np.zeros((memory, memory)))
    raw = residual(u)
    r = damping * raw
    for iteration in range(limit):
        if np.abs(raw).max() <= tolerance:
            return u, iteration
        new = u - r - history.correction(r)
        raw = residual(new)
        if not np.isfinite(raw).all():
            history.count = 0
            new = u - 0.1 * r
            raw = residual(new)
        following = damping * raw
        history.keep(new - u, following - r)
        u, r = new, following
    return u, limit


@dataclass
class _History:
    """The last steps of the iteration, in rings, and the inner products of the changes of the residual."""

    dU: Array
    dR: Array
    gram: Array
    count: int = 0

    def keep(self, move: Array, drop: Array) -> None:
        """Store one step over the oldest."""
        slot = self.count % len(self.dU)
        self.count += 1
        filled = min(self.count, len(self.dU))
        self.dU[slot], self.dR[slot] = move, drop
        self.gram[slot, :filled] = self.gram[:filled, slot] = self.dR[:filled] @ drop

    def correction(self, r: Array) -> Array | float:
        """Return (dU - dR) gamma, with gamma from slightly regularised normal equations."""
        filled = min(self.count, len(self.dU))
        if filled == 0:
            return 0.0
        gram = self.gram[:filled, :filled].copy()
        gram[np.diag_indices(filled)] += 1e-12 * gram.diagonal() + 1e-300
        gamma = np.linalg.solve(gram, self.dR[:filled] @ r)
        combined: Array = gamma @ self.dU[:filled] - gamma @ self.dR[:filled]
        return combined
