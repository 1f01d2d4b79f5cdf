"""Regime labels: which kind of autonomy, or of its loss, a set of pillars is.

The labels overlap, so they have an order, and the first that applies is given: a state that has lost the inside
cannot be called calibrated because its outside is in order.
"""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array

REGIMES = ("hollow", "captured", "estranged", "subordinated", "calibrated", "contested")
HOLLOW, CAPTURED, ESTRANGED, SUBORDINATED, CALIBRATED, CONTESTED = range(6)
FAIL, PASS = 0.35, 0.5


def label(
    structural: Array | float,
    agency: Array | float,
    relations: Array | float,
    sovereignty: Array | float,
    r_us: Array | float,
    r_cn: Array | float,
    china_above: Array | bool,
    fail: float = FAIL,
    passing: float = PASS,
) -> Array:
    """Return the code (index into REGIMES) of each outcome; all arguments broadcast.

    hollow: I < 0.35; captured: R_CN < 0.35 with the Chinese share above its band (`china_above`, true or false);
    estranged: R_US < 0.35; subordinated: min(S, A) < 0.35 and R_US >= 0.5; calibrated: all four pillars >= 0.5;
    contested: none of these.  A missing pillar satisfies no condition.  `fail` and `passing` are the two thresholds.
    """
    all_pass = (structural >= passing) & (agency >= passing) & (relations >= passing) & (sovereignty >= passing)
    weak = (structural < fail) | (agency < fail)
    # From the last label to the first, so that an earlier one overwrites a later one.
    code = np.where(all_pass, CALIBRATED, CONTESTED)
    code = np.where(weak & (r_us >= passing), SUBORDINATED, code)
    code = np.where(r_us < fail, ESTRANGED, code)
    code = np.where((r_cn < fail) & np.asarray(china_above, bool), CAPTURED, code)
    return np.where(sovereignty < fail, HOLLOW, code)


def shares(codes: ArrayLike) -> Array:
    """Return the share of each label (last axis, in the order of REGIMES) among `codes` (..., run).

    Classify each run first and average after: the label of an average run is not the average of the labels.
    """
    codes = np.asarray(codes)
    return (codes[..., None] == np.arange(len(REGIMES))).mean(-2)  # type: ignore[no-any-return]
