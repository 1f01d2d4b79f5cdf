"""Worlds side by side: every symbol of a stack has leading axes, and array code acts on the trailing ones.

The Worlds of a stack stand at one date and share every parameter.  The rules that keep the bits of one World in a
stack are in docs/decisions/0008-worlds-side-by-side.md; what numpy has no short word for is here.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from giants.symbols import Array, Scalar


def column(number: Scalar) -> Array:
    """Return a number of each World with a last axis of length one, so that it meets an axis of symbols."""
    return np.asarray(number)[..., None]


def number(symbol: Scalar) -> Any:
    """Return a symbol without axes as numpy's own number where there is one World: a tenth of an array's price."""
    return np.asarray(symbol)[()]


def joined(numbers: Sequence[Scalar]) -> Array:
    """Return numbers of each World side by side on a new last axis, as np.stack(numbers, -1) at a tenth of the cost.

    They are next to each other in memory, so that sums over them have the bits of one World.
    """
    first = np.array(numbers)
    return np.ascontiguousarray(first.transpose(*range(1, first.ndim), 0))


def shared(number: Scalar) -> Any:
    """Return the one value of a number on which all Worlds agree, such as the date."""
    return np.asarray(number).flat[0]


def matvec(m: Array, x: Array) -> Array:
    """Return m x for the vector x (…, c) of each World; m @ x would take a stack of vectors for a matrix."""
    product: Array = (m @ x[..., None])[..., 0]
    return product


def vecmat(x: Array, m: Array) -> Array:
    """Return x m for the vector x (…, r) of each World, as `matvec`."""
    product: Array = (x[..., None, :] @ m)[..., 0, :]
    return product


def sums(cell: Array, amount: Array, shape: tuple[int, ...]) -> Array:
    """Return the sums of `amount` (r,) by `cell` (r,) of an array of `shape`, whose cells count through all Worlds."""
    return np.bincount(cell, amount, math.prod(shape)).reshape(shape)


def grouped(place: Array, amount: Array, places: int) -> Array:
    """Return the sums of `amount` (…, x) by the `place` (x,) that all Worlds share, an array (…, places)."""
    *worlds, each = amount.shape
    start = places * np.arange(amount.size // each)
    return sums((place + start[:, None]).ravel(), amount.ravel(), (*worlds, places))


def where(mask: Array) -> list[tuple[tuple[int, ...], int]]:
    """Return each true place of `mask` (…, k) as its World and its position, for what is rare enough to loop."""
    places = zip(*(axis.tolist() for axis in mask.nonzero()), strict=True)
    return [(tuple(world), k) for *world, k in places]
