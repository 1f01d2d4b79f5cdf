"""Dates of the treaty, and the impatience that they and elections bring."""

from functools import lru_cache

import numpy as np

from giants import tables
from giants.bargaining.parameters import Parameters
from giants.bargaining.patience import impatience, weight
from giants.bargaining.state import Places
from giants.symbols import MEX, Array

NEVER = 1200.0
"""Months to the next date where there is none."""


@lru_cache(maxsize=1)
def treaty_dates() -> Array:
    """Return the dates of the treaty, its reviews and its end, as decimal years in order."""
    rows = tables.read("episodes/treaty_dates.csv", text=("date", "type", "event"))
    return np.sort([decimal_year(day) for day in rows["date"]])


def decimal_year(day: str) -> float:
    """Return an ISO day as a decimal year, by month and day of a 365.25-day year.

    >>> round(decimal_year("2026-07-01"), 3)
    2026.5
    """
    year, month, date = (int(part) for part in day.split("-"))
    return year + (month - 1) / 12 + (date - 1) / 365.25


def months_to_review(year: float) -> float:
    """Return the months from `year` to the treaty's next date (0 in its month), NEVER if there is none."""
    ahead = treaty_dates() - year
    ahead = ahead[ahead > -1 / 24]
    return float(max(12 * ahead[0], 0.0)) if ahead.size else NEVER


def sender_weight(p: Parameters, election: Array, review: float, sender: Places, target: Places) -> Array:
    """Return β of each dyad from the clocks of its two sides.

    r_i = r0 + η exp(-T_i / span),  β = r_t / (r_s + r_t)

    election (n,): months to each government's next election; review: months to the next treaty review, which presses
    on the side that asks for renewal (Mexico) only; sender, target: places in `election` of the sides of each dyad.
    Source: as `patience.weight`; how clocks enter is a prior form.
    """
    near = election.copy()
    near[..., MEX] = np.minimum(near[..., MEX], review)
    r = impatience(p.r0, p.eta, near, p.clock_span)
    return weight(r[sender], r[target])
