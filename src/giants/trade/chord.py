"""Chord-Newton steps: the inverse Jacobian of a reference point, and how it turns at the kinks of factor markets."""

from dataclasses import dataclass

import numpy as np

from giants.symbols import Array
from giants.trade.system import Constants, ShareWeights, evaluate, jacobian


@dataclass(frozen=True, eq=False)
class Kinks:
    """What leads from the sides of the kinks that an inverse Jacobian was made for to any others."""

    idle: Array
    """(N,) weight of the side with slack: 1 or 0, or 0.5 at the base, where both meet"""
    turn: Array
    """(M, N) inverse times the columns of factor markets with slack less those of markets without"""


@dataclass(frozen=True, eq=False)
class Chord:
    """The inverse Jacobian of one point."""

    inverse: Array
    """(M, M)"""
    kinks: Kinks | None
    """None where factor markets clear at once: there are no kinks then"""

    def move(self, residual: Array, u: Array) -> Array:
        """Return J^-1 F for residuals F (..., cases, M), J that of the reference on the sides of the kinks where u is.

        The cases of the last two axes are one product; what stands on the axes before them has the bits it has alone.

        J = J0 + K s, K the difference of columns between the sides and s how far u is from the reference's side:
        J^-1 F = y - T s (1 + T_z s)^-1 y_z,  y = J0^-1 F,  T = J0^-1 K
        """
        step = residual @ self.inverse.T
        if self.kinks is None:
            return np.asarray(step)
        N = self.kinks.idle.size
        side: Array = (u[..., :N] < 0) - self.kinks.idle
        if not side.any():
            return np.asarray(step)
        system = np.eye(N) + self.kinks.turn[:N] * side[..., None, :]
        weight = side * np.linalg.solve(system, step[..., :N, None])[..., 0]
        return np.asarray(step - weight @ self.kinks.turn.T)


def chord(c: Constants, f: ShareWeights, u: Array) -> Chord:
    """Return the inverse Jacobian at u (no leading axes)."""
    p, N = evaluate(c, f, u), len(c.VA)
    if c.sticky is None:
        return Chord(np.linalg.inv(jacobian(c, f, p)), None)
    x = u[:N]
    idle = np.where(x == 0, 0.5, x < 0)
    inverse = np.linalg.inv(jacobian(c, f, p, idle))
    slack, full = (jacobian(c, f, p, side)[:, :N] for side in (np.ones(N), np.zeros(N)))
    return Chord(inverse, Kinks(idle, inverse @ (slack - full)))
