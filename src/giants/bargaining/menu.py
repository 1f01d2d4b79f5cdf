"""Two giants who offer the same government rewards for opposite policies (common agency)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def chosen(a: Array, c: Array, g: Array, xbar: ArrayLike = 1.0) -> Array:
    """Return the policies that a government chooses when each principal offers a truthful menu.

    x_k = clip((Σ_j a_jk - c_k) / g_k, 0, x̄_k)

    a (..., J, K): value to each principal, negative where it wants the opposite; c, g (..., K): the government's cost
    and curvature (in the same unit).  Source: Bernheim and Whinston 1986.
    """
    return np.asarray(np.minimum(np.maximum((a.sum(axis=-2) - c) / g, 0.0), xbar))


def surplus(x: Array, a: Array, c: Array, g: Array) -> Array:
    """Return the joint worth of policies x to the principals in `a` and the government.

    W = Σ_k [ (Σ_j a_jk) x_k - c_k x_k - g_k x_k²/2 ]

    Shapes as in `chosen`; the result is (...,).
    """
    return np.asarray(np.sum((a.sum(axis=-2) - c) * x - 0.5 * g * x * x, axis=-1))


def payments(a: Array, c: Array, g: Array, xbar: ArrayLike = 1.0) -> Array:
    """Return what each principal pays: what its presence costs all the others.

    T_j = W_-j(x_-j*) - W_-j(x*)

    Shapes as in `chosen`; the result is (..., J), never negative.  Source: Bernheim and Whinston 1986, truthful
    equilibrium.
    """
    x = chosen(a, c, g, xbar)
    paid = []
    for j in range(a.shape[-2]):
        rest = a[..., [i for i in range(a.shape[-2]) if i != j], :]
        alone = chosen(rest, c, g, xbar)
        paid.append(surplus(alone, rest, c, g) - surplus(x, rest, c, g))
    return np.stack(paid, axis=-1)
