"""Randomness keyed by (seed, purpose, month), drawn as arrays whose row i belongs to agent i.

Nothing in the model draws from a shared stream.  Each purpose owns a counter-based generator keyed by the seed
and the purpose's name; a month owns a fixed stretch of its counter.  So a month's row does not depend on the
horizon, on who else draws, or on what any actor decided, and the same seed under two strategies meets the same luck.
"""

from typing import Literal
from zlib import crc32

import numpy as np

from giants.symbols import Array

_BLOCK = 12  # months drawn at once: a generator costs about 18 us, a month's row a fraction of that
_STRIDE = 2**40  # counter steps between two blocks, far more than any block uses

Kind = Literal["uniform", "normal", "gumbel"]


class Draws:
    """Keyed draws of one run, or of several side by side, whose draws get a leading axis: a row is what its seed draws.

    >>> Draws(7).uniform("bargaining", month=3, shape=(2,)).shape
    (2,)
    >>> Draws(7, 8).uniform("bargaining", month=3, shape=(2,)).shape
    (2, 2)
    """

    def __init__(self, *seeds: int) -> None:
        self.seeds = tuple(map(int, seeds))
        self._blocks: dict[tuple[Kind, str, tuple[int, ...]], tuple[int, Array]] = {}

    def uniform(self, purpose: str, month: int, shape: tuple[int, ...]) -> Array:
        """Uniform numbers in [0, 1) of `shape` for this purpose and month."""
        return self._row("uniform", purpose, month, shape)

    def normal(self, purpose: str, month: int, shape: tuple[int, ...]) -> Array:
        """Standard normal numbers of `shape` for this purpose and month."""
        return self._row("normal", purpose, month, shape)

    def gumbel(self, purpose: str, month: int, shape: tuple[int, ...]) -> Array:
        """Standard Gumbel numbers of `shape` for this purpose and month."""
        return self._row("gumbel", purpose, month, shape)

    def _row(self, kind: Kind, purpose: str, month: int, shape: tuple[int, ...]) -> Array:
        block, row = divmod(month, _BLOCK)
        key = (kind, purpose, shape)
        held = self._blocks.get(key)
        if held is None or held[0] != block:
            each = [_draw_block(kind, seed, purpose, block, shape) for seed in self.seeds]
            held = (block, each[0] if len(each) == 1 else np.stack(each, axis=1))
            held[1].flags.writeable = False
            self._blocks[key] = held
        values: Array = held[1][row]
        return values


def _draw_block(kind: Kind, seed: int, purpose: str, block: int, shape: tuple[int, ...]) -> Array:
    bits = np.random.Philox(key=[seed & (2**64 - 1), crc32(purpose.encode())])
    # Months before the start of a run (the spin-up) have negative blocks; they get counters of their own.
    bits.advance((2 * block if block >= 0 else -2 * block - 1) * _STRIDE)
    generator = np.random.Generator(bits)
    size = (_BLOCK, *shape)
    if kind == "uniform":
        return generator.random(size)
    if kind == "normal":
        return generator.standard_normal(size)
    return generator.gumbel(size=size)
