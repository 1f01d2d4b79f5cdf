"""Each deal as if it were alone."""

from dataclasses import dataclass

import numpy as np

from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class Independent:
    """Deals do not meet."""

    def settle(self, m: Array, xbar: Array) -> Array:
        """Return the deals (..., D) that each pair would strike alone, within their bounds."""
        return np.clip(m, 0.0, xbar)
