"""Homicides by state: those that come with the killings of groups, and all others.

The count is INEGI's, of deaths; that of SESNSP, of victims in prosecutors' files, is an observation of it.
"""

import numpy as np

from giants.security.parameters import ConflictParameters, NationalParameters
from giants.symbols import Array, Scalar


def attribution(observed: Array, killed: Array, p: ConflictParameters) -> Array:
    """Return homicides per killing by state: λ, or less where it would leave under the floor of other homicides.

    λ_s = min(λ, (1 − φ) H_s / kill_s).  The cap corrects for press over-count of groups, chiefly in Mexico City.
    `observed`, `killed` (s,) persons a month.  λ and φ are priors.
    """
    cap = (1 - p.homicide_floor) * observed / np.maximum(killed, 1e-9)
    result: Array = np.minimum(p.homicides_per_killing, cap)
    return result


def expected_homicides(other: Array, killed: Array, per_killing: Array, escalation: Array) -> Array:
    """Return expected homicides a month: H_s = F_s · other_s + λ_s kill_s; killings carry the escalation F already.

    All arrays (s,), persons a month.  An identity, given the escalation.
    """
    result: Array = escalation * other + per_killing * killed
    return result


def national_level(level: Scalar, momentum: Scalar, shock: Array, p: NationalParameters) -> tuple[Array, Array]:
    """Return the level of the nation's homicides and its momentum a month later.

    g' = β g + σ F z,  F' = max(0.1, 1 + φ (F − 1) + g').  Momentum lets a rise or fall go on for some years, memory
    lets the level return over decades; the mean of F stays one.  `level` F (neutral 1), `momentum` g (0), `shock` z ().
    What moves violence in the whole country and is in no mechanism here: it acts on homicides, not on members.
    Form: an autoregression of second order; β, φ, σ are calibrated by analysis/calibrate_homicides.py to the spread of
    INEGI's log changes over one, three and five years.
    """
    rising: Array = p.momentum * np.asarray(momentum) + p.noise * np.asarray(level) * shock
    result: Array = np.maximum(0.1, 1 + p.memory * (level - 1) + rising)
    return result, rising


def counted(expected: Array, noise: Array) -> Array:
    """Return a count with the mean and the spread of a Poisson draw: H + √H z, at least 0.  `noise` z (s,).

    `expected` H (s,) persons a month.  Definition: the normal limit of Poisson counts.
    """
    result: Array = np.maximum(0.0, expected + np.sqrt(expected) * noise)
    return result
