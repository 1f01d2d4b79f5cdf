"""Shapley values: how much each of a few parts adds, on average over every order in which they may be put in.

Source: Shapley (1953), A Value for n-Person Games; the interaction of two parts as in Grabisch and Roubens (1999), An
axiomatic approach to the concept of interaction among players in cooperative games.
"""

from collections.abc import Callable, Sequence
from math import comb

import numpy as np

from giants.symbols import Array

type Value = Callable[[int, Array, Array], Array]
"""From a group, subsets of its parts (rows, k) and the other groups that are in (groups), to values (rows, ...)."""


def subsets(n: int) -> Array:
    """Return all subsets of n parts as rows of true and false, (2^n, n); row k holds part i if bit i of k is set."""
    return (np.arange(2**n)[:, None] >> np.arange(n) & 1).astype(bool)  # type: ignore[no-any-return]


def shapley(values: Array) -> Array:
    """Return the Shapley value (n, ...) of each part from the `values` (2^n, ...) of all subsets, in their order.

    φ_i = Σ_{T without i} |T|! (n - |T| - 1)! / n! (v(T + i) - v(T));  they sum to v(all) - v(none).
    """
    n = (len(values) - 1).bit_length()
    inside = subsets(n)
    size = inside.sum(1)
    out = []
    for i in range(n):
        without = np.flatnonzero(~inside[:, i])
        weight = 1 / (n * np.array([comb(n - 1, int(k)) for k in size[without]]))
        out.append(np.tensordot(weight, values[without + 2**i] - values[without], 1))
    return np.array(out)


def interactions(values: Array) -> Array:
    """Return how much two parts add together over what they add apart, (n, n, ...), symmetric, nothing on the diagonal.

    I_ij = Σ_{T without i, j} |T|! (n - |T| - 2)! / (n - 1)! (v(T + i + j) - v(T + i) - v(T + j) + v(T))
    """
    n = (len(values) - 1).bit_length()
    inside = subsets(n)
    size = inside.sum(1)
    out = np.zeros((n, n, *values.shape[1:]))
    for i in range(n):
        for j in range(i):
            free = np.flatnonzero(~inside[:, i] & ~inside[:, j])
            weight = 1 / ((n - 1) * np.array([comb(n - 2, int(k)) for k in size[free]]))
            both = values[free + 2**i + 2**j] - values[free + 2**i] - values[free + 2**j] + values[free]
            out[i, j] = out[j, i] = np.tensordot(weight, both, 1)
    return out


def nested(groups: Sequence[Sequence[int]], value: Value) -> Array:
    """Return the Owen value (m, ...) of m parts in groups: the Shapley value in which a group comes in whole.

    The shares of a group's parts sum to that of the group.  `value(g, rows, others)` returns the values (rows, ...)
    with the parts of group g that each row of `rows` (2^k, k) holds, and the other groups that `others` (groups) holds
    in whole.  Source: Owen (1977), Values of games with a priori unions.
    """
    n = len(groups)
    found: dict[int, Array] = {}
    for g, members in enumerate(groups):
        rows = subsets(len(members))
        total: Array | float = 0.0
        for others in subsets(n):
            if not others[g]:
                total = total + value(g, rows, others) / (n * comb(n - 1, int(others.sum())))
        found.update(zip(members, shapley(np.asarray(total)), strict=True))
    return np.array([found[k] for k in range(len(found))])
