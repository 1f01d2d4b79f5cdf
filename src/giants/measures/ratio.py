"""Ratios that have no meaning where nothing stands below the line."""

import numpy as np

from giants.symbols import Array, Scalar


def ratio(top: Scalar, bottom: Scalar) -> Array:
    """Return top / bottom, missing (nan) where the bottom is not positive."""
    part: Array = top / np.where(bottom > 0, bottom, np.nan)
    return part
