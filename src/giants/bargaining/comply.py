"""From a promise to a policy: implementation, monitoring, and the return of the threat."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from giants.symbols import Array


def implement(z: ArrayLike, x: ArrayLike, iota: ArrayLike) -> Array:
    """Return the policy in force a month later.

    z' = z + ι (x - z)

    z, x (..., K): policy in force and policy promised; iota (K,): speed a month.  Prior form; the half-life is
    −ln 2 / ln(1 − ι) months.
    """
    z = np.asarray(z, float)
    return np.asarray(z + np.asarray(iota) * (np.asarray(x) - z))


def caught(late: Array, x: Array, a: Array, noise: ArrayLike, spread: float, tolerance: float) -> NDArray[np.bool_]:
    """Return which senders see a promise fall short.

    shortfall_d = Σ_k a_dk late_dk / Σ_k a_dk x_dk + spread · noise_d > tolerance

    late, x, a (..., K): policy that is due by now and not in force, promise, value to the sender; noise (...,): mean
    zero, variance one.  Nothing promised is nothing broken, and what the law or the constitution needs time for is
    not due at once.  Prior form: what matters to the sender is watched most.
    """
    promised = (a * x).sum(axis=-1)
    short = (a * late).sum(axis=-1) / np.maximum(promised, 1e-12) + spread * np.asarray(noise)
    return np.asarray((promised > 1e-9) & (short > tolerance))
