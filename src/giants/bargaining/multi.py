"""Several deals struck at the same time, each taking the others as given."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from giants.errors import ConvergenceError

Array = NDArray[np.float64]


def nash_in_nash(m: ArrayLike, cross: ArrayLike, xbar: ArrayLike = 1.0, tolerance: float = 1e-10) -> Array:
    """Return the fixed point of simultaneous bilateral deals.

    x_i = clip(m_i - Σ_j χ_ij x_j, 0, x̄_i)

    m (..., D): each deal alone; cross (..., D, D): how much deal j takes from deal i (diagonal zero, row sums of
    absolute values below one, so that the map is a contraction).  Raises ConvergenceError when they are not.
    Source: Horn and Wolinsky 1988; Bagwell, Staiger and Yurukoglu 2021 for trade agreements.
    """
    m, cross = np.asarray(m, float), np.asarray(cross, float)
    x = np.asarray(np.clip(m, 0.0, xbar))
    for _ in range(500):
        following = np.asarray(np.clip(m - np.einsum("...ij,...j->...i", cross, x), 0.0, xbar))
        if float(np.max(np.abs(following - x), initial=0.0)) < tolerance:
            return following
        x = following
    raise ConvergenceError(
        f"simultaneous deals do not settle: rows of the cross effects sum to {np.abs(cross).sum(-1).max():.2f}, "
        "and must stay below 1"
    )
