"""Capture of local government by bribes, against institutions."""

import numpy as np

from giants.batch import column
from giants.security.parameters import CaptureParameters
from giants.symbols import Array, Scalar


def base_capture(index: Array, p: CaptureParameters) -> Array:
    """Return capture at the start: mean + spread · index, kept in 0.02 to 0.9.

    `index` (s,) standardised corruption, unreported crime (IMCO 2022) and impunity (IGI-MEX 2022); the scale is a
    prior.
    """
    result: Array = np.clip(p.base_mean + p.base_spread * index, 0.02, 0.9)
    return result


def capture_after(
    captured: Array, base: Array, bribes: Array, against: Array, election: Scalar, p: CaptureParameters
) -> Array:
    """Return capture a month later; it rests at the base with bribes and resistance as at the start.

    Δκ = a κ0 [ φ(b)/φ(1) · (1 − κ)/(1 − κ0) − h κ/κ0 ] + e,  φ(b) = b/(b + b½).
    `bribes` b (s,) over the base; `against` h (s,) effort against corruption, present = 1; `election` 0 or 1.
    Form and numbers are priors; sign of e: Trejo and Ley (2020).
    """
    bought = bribes / (bribes + p.half_bribe) * (1 + p.half_bribe)
    change = p.speed * base * (bought * (1 - captured) / (1 - base) - against * captured / base)
    result: Array = np.minimum(1.0, np.maximum(0.0, captured + change + column(p.election * election)))
    return result
