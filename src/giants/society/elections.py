"""Elections: when they fall, who stays, and what a successor keeps."""

import math

import numpy as np

from giants.society.calibration import SocietyCalibration
from giants.symbols import ECONOMIES, Array, Scalar

FAR = 60.0  # months; reported where no election is on the calendar


def absolute_month(year: float) -> int:
    """Months since year 0 of a decimal year at the start, middle or end of a month."""
    return math.floor(year * 12.0 + 1e-6)


def months_to_election(calibration: SocietyCalibration, month: int) -> Array:
    """Months from `month` (since year 0) to the next national election of each economy (n); 0 = this month."""
    ahead = np.full(len(ECONOMIES), FAR)
    future = calibration.election_month >= month
    np.minimum.at(
        ahead, calibration.election_economy[future], (calibration.election_month[future] - month).astype(float)
    )
    return ahead


def stays(approval: Scalar, incumbency: float, steepness: float) -> Scalar:
    """Probability that the governing party stays: 1 / (1 + exp(-(a + b (A - 1/2))))."""
    chance: Scalar = 1.0 / (1.0 + np.exp(-(incumbency + steepness * (approval - 0.5))))
    return chance


def results(calibration: SocietyCalibration, month: int, stay: Array, u: Array) -> tuple[Array, Array]:
    """Shares of each economy (n) whose government changes, and whose government loses a mid-term, this month.

    The governing party loses where the uniform draw u_n is at least stay_n, unless the outcome is already history; a
    general election then changes the government.  The weight is the share of a group of countries that votes (1 for
    a single country).
    """
    changed, setback = np.zeros_like(u), np.zeros_like(u)
    first, last = np.searchsorted(calibration.election_month, [month, month + 1])
    for event in range(first, last):
        n, known = calibration.election_economy[event], calibration.election_known[event]
        falls = u[..., n] >= stay[..., n] if math.isnan(known) else known > 0.0
        lost = changed if calibration.election_general[event] else setback
        lost[..., n] += calibration.election_weight[event] * falls
    return changed, setback


def mandate(
    held: Scalar, governs: Array | bool, voted: bool, setback: Array | bool, continuity: Scalar, cost: float
) -> Scalar:
    """Share of the strategy that the government in office pursues at home.

    After a general election it is 1 if the authors of the strategy govern (`governs`) and `continuity` if a
    successor does; a lost mid-term costs either of them the share `cost`.
    """
    return np.where(governs, 1.0, continuity) if voted else np.where(setback, held * (1.0 - cost), held)


def general_vote(calibration: SocietyCalibration, month: int, economy: int) -> bool:
    """Return whether `economy` elects its government this month."""
    first, last = np.searchsorted(calibration.election_month, [month, month + 1])
    return any(
        calibration.election_economy[e] == economy and calibration.election_general[e] for e in range(first, last)
    )
