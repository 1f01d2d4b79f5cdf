"""Elections: when they fall, who stays, and what a successor keeps."""

import math

import numpy as np

from giants.society.data import SocietyData
from giants.symbols import ECONOMIES, Array

FAR = 60.0  # months; reported where no election is on the calendar


def absolute_month(year: float) -> int:
    """Months since year 0 of a decimal year at the start, middle or end of a month."""
    return math.floor(year * 12.0 + 1e-6)


def months_to_election(data: SocietyData, month: int) -> Array:
    """Months from `month` (since year 0) to the next national election of each economy (n); 0 = this month."""
    ahead = np.full(len(ECONOMIES), FAR)
    future = data.election_month >= month
    np.minimum.at(ahead, data.election_economy[future], (data.election_month[future] - month).astype(float))
    return ahead


def stays(approval: float, incumbency: float, steepness: float) -> float:
    """Probability that the governing party stays: 1 / (1 + exp(-(a + b (A - 1/2))))."""
    return 1.0 / (1.0 + math.exp(-(incumbency + steepness * (approval - 0.5))))


def turnover(data: SocietyData, month: int, stay: Array, u: Array) -> Array:
    """Share of each economy (n) whose government changes this month.

    A general election of economy n changes its government where the uniform draw u_n is at least stay_n, unless its
    outcome is already history; the weight is the share of a group of countries that votes (1 for a single country).
    """
    changed = np.zeros(len(ECONOMIES))
    first, last = np.searchsorted(data.election_month, [month, month + 1])
    for event in range(first, last):
        n = data.election_economy[event]
        known = data.election_known[event]
        if data.election_general[event] and (u[n] >= stay[n] if known != known else known > 0.0):
            changed[n] += data.election_weight[event]
    return changed


def mandate(held: float, changed: bool, continuity: float) -> float:
    """Share of the strategy that the government in office pursues at home.

    A first change of government leaves `continuity` of it; the next change brings its authors back to 1.
    """
    if not changed:
        return held
    return continuity if held >= 1.0 else 1.0
