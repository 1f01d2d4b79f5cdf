"""Goods bought ahead of duties: a stock that is built while a rise is near and run down once it has come."""

import numpy as np

from giants.symbols import Array

LEAD = 3
"""Months ahead in which a rise is known; prior [1, 6]: from notice to force most rises of 2018-25 took one to three."""
CARRYING = 0.025
"""Cost of holding goods, share of value a month: 30% a year (Alessandria, Kaboski and Midrigan 2010, AER 100(5))."""
STORABLE = 0.25
"""Prior [0.1, 0.5]: share of purchases that can be held."""
LONGEST = 2.0
"""Prior [1, 4]: most months of purchases held ahead."""
BUILT, USED = 0.5, 0.25
"""Priors: months of purchases by which a stock grows or shrinks in a month, at most."""


def wanted(tariff: Array) -> Array:
    """Return (t, ...) the stock that buyers want, in months of purchases, given duties by month (t, ...).

    n = min(STORABLE rise / CARRYING, LONGEST),  rise = max over the next LEAD months less now, at least zero: goods of
    the n-th month ahead cost n CARRYING to hold and save the rise.
    """
    later = np.concatenate([tariff, np.repeat(tariff[-1:], LEAD, axis=0)])
    rise = np.max([later[k : k + len(tariff)] for k in range(LEAD + 1)], axis=0) - tariff
    return np.minimum(STORABLE * rise / CARRYING, LONGEST)


def factor(tariff: Array) -> Array:
    """Return (t, ...) purchases over use: one plus what is added to the stock, in months of use; S' = S + step."""
    out, held = np.ones_like(tariff), np.zeros_like(tariff[0])
    for month, want in enumerate(wanted(tariff)):
        step = np.clip(want - held, -USED, BUILT)
        out[month] += step
        held = held + step
    return out
