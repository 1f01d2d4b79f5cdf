"""From a promise to a policy: implementation, monitoring, and the return of the threat."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def implement(z: ArrayLike, x: ArrayLike, iota: ArrayLike) -> Array:
    """Return the policy in force a month later.

    z' = z + ι (x - z)

    z, x (..., K): policy in force and policy promised; iota (K,): speed a month.  Prior form; the half-life is
    −ln 2 / ln(1 − ι) months.
    """
    z = np.asarray(z, float)
    return np.asarray(z + np.asarray(iota) * (np.asarray(x) - z))


def caught(z: Array, x: Array, a: Array, noise: ArrayLike, spread: float, tolerance: float) -> NDArray[np.bool_]:
    """Return which senders see a promise fall short.

    shortfall_d = Σ_k a_dk (x_dk - z_dk) / Σ_k a_dk x_dk + spread · noise_d > tolerance

    z, x, a (..., K): policy, promise, value to the sender; noise (...,): standard normal.  Nothing promised is
    nothing broken.  Prior form: what matters to the sender is watched most.
    """
    promised = np.sum(a * x, axis=-1)
    short = np.sum(a * (x - z), axis=-1) / np.maximum(promised, 1e-12) + spread * np.asarray(noise)
    return (promised > 1e-9) & (short > tolerance)
