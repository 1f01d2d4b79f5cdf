"""Statutory dates to 2040: elections, congresses, treaty reviews; and the impatience that they bring."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from giants import tables
from giants.bargaining.parameters import Parameters
from giants.bargaining.patience import impatience, weight
from giants.symbols import ECONOMIES, Array

NEVER = 1200.0
"""Months to the next date of an actor that has none."""


@lru_cache(maxsize=1)
def dates() -> dict[str, tuple[Array, tuple[str, ...]]]:
    """Return, for each actor (an economy or USMCA), its dates as decimal years in order, and what happens then."""
    rows = tables.read("episodes/clocks.csv", text=("date", "type", "actor", "event"))
    tables.known("episodes/clocks.csv", "actor", list(rows["actor"]), (*ECONOMIES, "USMCA"))
    rows["year"] = [decimal_year(day) for day in rows["date"]]
    return {
        actor: (group["year"].to_numpy(), tuple(group["event"]))
        for actor, group in rows.sort_values("year").groupby("actor")
    }


def decimal_year(day: str) -> float:
    """Return an ISO day as a decimal year, by month and day of a 365.25-day year.

    >>> round(decimal_year("2026-07-01"), 3)
    2026.5
    """
    year, month, date = (int(part) for part in day.split("-"))
    return year + (month - 1) / 12 + (date - 1) / 365.25


def months_to_next(actor: str, year: float) -> float:
    """Return the months from `year` to the actor's next date (0 in its month), NEVER if there is none."""
    if actor not in dates():
        return NEVER
    ahead = dates()[actor][0] - year
    ahead = ahead[ahead > -1 / 24]
    return float(max(12 * ahead[0], 0.0)) if ahead.size else NEVER


def sender_weight(p: Parameters, election: Array, review: float, sender: NDArray[np.intp],
                  target: NDArray[np.intp]) -> Array:  # fmt: skip
    """Return β of each dyad from the clocks of its two sides.

    r_i = r0 + η exp(-T_i / span),  β = r_t / (r_s + r_t)

    election (n,): months to each government's next election; review: months to the next treaty review, which presses
    on the side that asks for renewal (Mexico) only.
    """
    near = election.copy()
    near[0] = min(near[0], review)
    r = impatience(p.r0, p.eta, near, p.clock_span)
    return weight(r[sender], r[target])
