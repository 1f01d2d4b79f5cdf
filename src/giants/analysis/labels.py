"""Outcomes beside the rows that they belong to."""

from typing import Any

import numpy as np
import pandas as pd

from giants.errors import InputError
from giants.symbols import Array


def aligned(values: Any, rows: pd.DataFrame, what: str) -> Array:
    """Return one value per row of `rows`: those of a Series by its labels, those of anything else in their order.

    Raises InputError for a Series of other labels, or another number of values.
    """
    if isinstance(values, pd.Series):
        if not (values.index.is_unique and rows.index.is_unique and set(values.index) == set(rows.index)):
            raise InputError(f"{what}: its labels are not those of the rows; give it the same index, or plain values")
        values = values.reindex(rows.index)
    result = np.asarray(values)
    if result.shape != (len(rows),):
        raise InputError(f"{what}: {len(rows)} rows need as many values in one column, not shape {result.shape}")
    return result
