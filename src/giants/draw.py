"""Randomness keyed by (seed, purpose, month), drawn as arrays whose row i belongs to agent i.

Nothing in the model draws from a shared stream.  Each purpose owns a counter-based generator keyed by the seed
and the purpose's name; a month owns a fixed stretch of its counter.  So a month's row does not depend on the
horizon, on who else draws, or on what any actor decided, and the same seed under two strategies meets the same luck.
"""

import math
from typing import Literal
from zlib import crc32

import numpy as np

from giants.symbols import Array

_BLOCK = 12  # months drawn at once: a generator costs about 18 us, a month's row a fraction of that
_STRIDE = 2**40  # counter steps between two blocks, far more than any block uses
_WORDS = 4  # uniform numbers that a counter step yields
_LARGE = 4096  # uniform numbers of a month from which on it is drawn alone: twelve of them would fill the memory

Kind = Literal["uniform", "normal"]


class Draws:
    """Keyed draws of one run, or of several side by side, whose draws get a leading axis: a row is what its seed draws.

    >>> Draws(7).uniform("bargaining", month=3, shape=(2,)).shape
    (2,)
    >>> Draws(7, 8).uniform("bargaining", month=3, shape=(2,)).shape
    (2, 2)
    """

    def __init__(self, *seeds: int) -> None:
        self.seeds = tuple(map(int, seeds))
        self._blocks: dict[tuple[Kind, str, tuple[int, ...]], tuple[range, Array]] = {}

    def uniform(self, purpose: str, month: int, shape: tuple[int, ...]) -> Array:
        """Uniform numbers in [0, 1) of `shape` for this purpose and month."""
        return self._row("uniform", purpose, month, shape)

    def normal(self, purpose: str, month: int, shape: tuple[int, ...]) -> Array:
        """Standard normal numbers of `shape` for this purpose and month."""
        return self._row("normal", purpose, month, shape)

    def _row(self, kind: Kind, purpose: str, month: int, shape: tuple[int, ...]) -> Array:
        key = (kind, purpose, shape)
        months, drawn = self._blocks.get(key) or (range(0), np.empty(0))
        if month not in months:
            alone = kind == "uniform" and math.prod(shape) >= _LARGE
            first = month if alone else month - month % _BLOCK
            months = range(first, first + (1 if alone else _BLOCK))
            drawn = np.empty((len(months), len(self.seeds), *shape))
            for k, seed in enumerate(self.seeds):
                _fill(kind, seed, purpose, first, drawn[:, k])
            drawn = drawn if len(self.seeds) > 1 else drawn[:, 0]
            drawn.flags.writeable = False
            self._blocks[key] = months, drawn
        values: Array = drawn[month - months.start]
        return values


def _fill(kind: Kind, seed: int, purpose: str, first: int, months: Array) -> None:
    """Fill `months`, whose rows are draws of one month each from the `first` on."""
    bits = np.random.Philox(key=[seed & (2**64 - 1), crc32(purpose.encode())])
    block, row = divmod(first, _BLOCK)
    steps, words = divmod(row * months[0].size, _WORDS)  # of the block's months before
    # Months before the start of a run (the spin-up) have negative blocks; they get counters of their own.
    bits.advance((2 * block if block >= 0 else -2 * block - 1) * _STRIDE + steps)
    generator = np.random.Generator(bits)
    generator.random(words)
    months[...] = generator.random(months.shape) if kind == "uniform" else generator.standard_normal(months.shape)
