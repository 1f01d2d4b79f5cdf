"""Every block of validation, computed under the defaults."""

import pandas as pd

from giants.config import default_settings
from giants.evidence.bargaining import validation as bargaining
from giants.evidence.model import hindcast, patterns, start
from giants.evidence.security import validation as security
from giants.evidence.trade import validation as trade

DRAWS = 3
"""Draws behind the interval of the hindcast's rows here; `analysis/hindcast.py` takes more."""


def blocks() -> dict[str, pd.DataFrame]:
    """Return the rows of each block, columns as in :func:`giants.evidence.rows.table` or more."""
    usual = default_settings()
    return {
        "start": start.rows(start.months(usual)),
        "hindcast": patterns.rows(hindcast.ensemble(usual, DRAWS)),
        "trade": trade.rows(usual.trade),
        "security": security.rows(draws=10),
        "bargaining": bargaining.rows(),
    }
