"""What a signed deal is worth at home."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from giants.symbols import Array

CLASSES = ("executive", "structural", "sovereign")
EXECUTIVE, STRUCTURAL, SOVEREIGN = range(3)


def chance(support: ArrayLike, needed: float, width: float) -> Array:
    """Return the chance that a structural deal passes: P = Λ((support - needed) / width), prior form.

    Elementwise (...,).
    """
    return np.asarray(0.5 * (1 + np.tanh(0.5 * (np.asarray(support, float) - needed) / width)))


def passes(kind: NDArray[np.int64], support: ArrayLike, u: ArrayLike, needed: float, width: float) -> Array:
    """Return which parts of a deal are ratified, as 0 or 1 for each issue.

    executive: always;  structural: if u < Λ((support - needed) / width);  sovereign: always, within its red line

    kind (K,): index in CLASSES; support (...,): approval of the government in points; u (...,): one draw per dyad,
    so that a package stands or falls together.  Source: the two-level game of Putnam 1988; logistic form a prior.
    """
    structural = np.where(np.asarray(u) < chance(support, needed, width), 1.0, 0.0)
    return np.where(kind == STRUCTURAL, structural[..., None], 1.0)
