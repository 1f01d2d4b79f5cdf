"""Worlds side by side: every symbol of a stack has leading axes, and array code acts on the trailing ones.

The Worlds of a stack stand at one date and share every parameter.  The rules that keep the bits of one World in a
stack are in docs/decisions/0008-worlds-side-by-side.md; what numpy has no short word for is here.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from giants.symbols import Array, Scalar

FEW = 8
"""Worlds whose tables of firms by place fit a cache of a megabyte with what is made of them."""


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


def one_row(x: Array, row: Array) -> Array:
    """Return one row (...,) of each World's x (..., r, j): an array (..., j)."""
    first = x.shape[-2] * np.arange(row.size).reshape(row.shape)
    rows: Array = x.reshape(-1, x.shape[-1])[row + first]
    return rows


def shared(number: Scalar) -> Any:
    """Return the one value of a number on which all Worlds agree, such as the date."""
    return np.asarray(number).flat[0]


def few_at_a_time(worlds: tuple[int, ...]) -> list[Any]:
    """Return what picks a few Worlds of the axes `worlds` at a time: passes over their largest tables stay in cache.

    Where there are no such axes it is the one World.
    """
    return [slice(k, k + FEW) for k in range(0, worlds[0], FEW)] if worlds else [...]


def known(now: Array, base: Array) -> Array:
    """Return `now`, or the `base` as long as nothing is known yet: Worlds of a stack all begin in the same month."""
    return now if now.any() else base


def matvec(A: Array, x: Array) -> Array:
    """Return A x on the last axes, one product per vector: (..., m, k), (..., k) -> (..., m).

    y_m = Σ_k A_mk x_k, the definition.
    """
    product: Array = np.matmul(A, x[..., None])[..., 0]
    return product


def vecmat(x: Array, A: Array) -> Array:
    """Return x A on the last axes, one product per vector: (..., k), (..., k, m) -> (..., m).

    y_m = Σ_k x_k A_km, the definition.
    """
    product: Array = np.matmul(x[..., None, :], A)[..., 0, :]
    return product


def sums(cell: Array, amount: Array, shape: tuple[int, ...]) -> Array:
    """Return the sums of `amount` (r,) by `cell` (r,) of an array of `shape`, whose cells count through all Worlds."""
    return np.bincount(cell, amount, math.prod(shape)).reshape(shape)


def grouped(place: Array, amount: Array, places: int) -> Array:
    """Return the sums of `amount` (…, x) by `place`, (…, x) or one for all, as an array (…, places)."""
    *worlds, each = amount.shape
    start = places * np.arange(amount.size // each)
    return sums((place.reshape(-1, each) + start[:, None]).ravel(), amount.ravel(), (*worlds, places))


def where(mask: Array) -> list[tuple[tuple[int, ...], int]]:
    """Return each true place of `mask` (…, k) as its World and its position, for what is rare enough to loop."""
    places = zip(*(axis.tolist() for axis in mask.nonzero()), strict=True)
    return [(tuple(world), k) for *world, k in places]
