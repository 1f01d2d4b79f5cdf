"""Several deals struck at the same time, each taking the others as given."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from giants.errors import InputError
from giants.symbols import Array


def nash_in_nash(m: ArrayLike, cross: ArrayLike, xbar: ArrayLike = 1.0, tolerance: float = 1e-10) -> Array:
    """Return the fixed point of simultaneous bilateral deals.

    x_i = clip(m_i - Σ_j χ_ij x_j, 0, x̄_i)

    m (..., D): each deal alone; cross (..., D, D): how much deal j takes from deal i (diagonal zero, row sums of
    absolute values below one: the map is then a contraction and the fixed point is unique).  Raises InputError
    where they are not.  Deals (F, D) of F fields are found together, until all have settled; each World by itself.
    Source: Horn and Wolinsky 1988; Bagwell, Staiger and Yurukoglu 2021 for trade agreements.
    """
    m, cross = np.asarray(m, float), np.asarray(cross, float)
    if float(np.abs(cross).sum(axis=-1).max()) >= 1:
        raise InputError("cross effects of simultaneous deals must sum to less than 1 in every row")
    size = m.shape[-1]
    free = np.linalg.solve(np.eye(size) + cross, m[..., None])[..., 0]
    together = tuple(range(-min(free.ndim, 2), 0))
    linear = np.all((free >= 0) & (free <= xbar), axis=together, keepdims=True)  # where no bound holds
    x, moving = np.where(linear, free, np.clip(m, 0.0, xbar)), ~linear
    while moving.any():
        following = np.clip(m - (cross @ x[..., None])[..., 0], 0.0, xbar)
        far = np.max(np.abs(following - x), axis=together, keepdims=True, initial=0.0) >= tolerance
        x, moving = np.where(moving, following, x), moving & far
    return np.asarray(x)


@dataclass(frozen=True, slots=True)
class NashInNash:
    """Every pair bargains as if the other deals were given, and all guesses are right."""

    cross: Annotated[float, Field(ge=-0.3, le=0.3)]
    """what one partner's deal takes from another's in the same field (negative: deals support each other)"""

    def settle(self, m: Array, xbar: Array) -> Array:
        """Return the fixed point for deals (..., D); see `nash_in_nash`."""
        size = m.shape[-1]
        return nash_in_nash(m, self.cross * (1 - np.eye(size)), xbar, tolerance=1e-6)
