"""Elections: when they fall, who stays, and what a successor keeps."""

import math

import numpy as np

from giants.batch import column
from giants.society.calibration import SocietyCalibration
from giants.symbols import ECONOMIES, PLANKS, PROGRAMMES, Array, Scalar

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


def results(calibration: SocietyCalibration, month: int, turnover: Array, stay: Array, u: Array) -> Array:
    """Shares of each economy (n) whose government changes at this month's general elections.

    The governing party loses where the uniform draw u_n is at least stay_n, unless the outcome is already history or
    `turnover` (n) says it (0 or more).  The weight is the share of a group of countries that votes (1 for a single
    country).
    """
    changed = np.zeros_like(u)
    first, last = np.searchsorted(calibration.election_month, [month, month + 1])
    for event in range(first, last):
        if not calibration.election_general[event]:
            continue
        n, known = calibration.election_economy[event], calibration.election_known[event]
        said = np.where(turnover[..., n] >= 0.0, turnover[..., n] > 0.0, u[..., n] >= stay[..., n])
        changed[..., n] += calibration.election_weight[event] * (said if math.isnan(known) else known > 0.0)
    return changed


def plank_survival(continuity: Scalar, anchored: Array) -> Array:
    """Return (b,) the chance that a hostile successor keeps each plank: c_b = c + (1 - c) mean of its anchored A_p.

    `continuity` c, `anchored` A (p,) the part of what each programme built that stands in law and institutions, 0..1.
    Source of c and of what statutes add: survival of Mexican federal programmes over 2018-19; form: prior.
    """
    planks = np.array([[plank == own for own in PROGRAMMES.values()] for plank in PLANKS], dtype=float)
    mean = (planks * anchored[..., None, :]).sum(-1) / planks.sum(-1)
    out: Array = column(continuity) + (1.0 - column(continuity)) * mean
    return out


def pursued(held: Array, governed: Scalar, governs: Scalar, own: float, other: Array, u: Array) -> Array:
    """Return (b,) which planks of the strategy the government pursues after a general election, 1 or 0.

    Its authors' own successor keeps a plank with the chance `own`, a hostile one with the chances `other` (b,), by
    uniform draws u (b,); authors who return to office take all up again.
    """
    kept = held * (u < np.where(column(governs), own, other))
    returned = column((governs > 0) & (governed <= 0))
    return np.where(returned, 1.0, kept)


def general_votes(calibration: SocietyCalibration, economy: int) -> tuple[int, ...]:
    """Return the absolute months in which `economy` elects its government."""
    own = calibration.election_general & (calibration.election_economy == economy)
    return tuple(calibration.election_month[own].tolist())
