"""Two giants who offer the same government rewards for opposite policies (common agency)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array


def chosen(a: Array, c: Array, g: Array, xbar: ArrayLike = 1.0) -> Array:
    """Return the policies that a government chooses when each principal offers a truthful menu.

    x_k = clip((Σ_j a_jk - c_k) / g_k, 0, x̄_k)

    a (..., J, K): value to each principal, negative where it wants the opposite; c, g (..., K): the government's cost
    and curvature (in the same unit).  Source: Bernheim and Whinston 1986.
    """
    return np.asarray(np.minimum(np.maximum((a.sum(axis=-2) - c) / g, 0.0), xbar))


def payments(a: Array, c: Array, g: Array, xbar: ArrayLike = 1.0) -> Array:
    """Return what each principal pays: what its presence costs all the others.

    T_j = W_-j(x_-j*) - W_-j(x*),  W_-j(x) = Σ_k [(Σ_i≠j a_ik - c_k) x_k - g_k x_k²/2]

    Shapes as in `chosen`; the result is (..., J), never negative.  Source: Bernheim and Whinston 1986, truthful
    equilibrium.
    """
    x = chosen(a, c, g, xbar)[..., None, :]
    rest = a.sum(axis=-2, keepdims=True) - a - c[..., None, :]  # what a step is worth to all the others together
    g, bound = g[..., None, :], np.broadcast_to(xbar, c.shape)[..., None, :]
    alone = np.minimum(np.maximum(rest / g, 0.0), bound)
    return np.asarray(np.sum(rest * (alone - x) - 0.5 * g * (alone * alone - x * x), axis=-1))


@dataclass(frozen=True, slots=True)
class TruthfulMenus:
    """Each principal pays what its presence costs the others."""

    offers: ClassVar[bool] = True

    def offer(self, a: Array, c: Array, g: Array, xbar: Array) -> tuple[Array, Array]:
        """Return policies (K,) bought and payments (J,); arguments as in `chosen`."""
        return chosen(a, c, g, xbar), payments(a, c, g, xbar)
