"""Police at crossings and ports: what is seized, and how capacity follows last month's seizures."""

import numpy as np

from giants.batch import column
from giants.security.parameters import CorridorParameters
from giants.symbols import Array, Scalar


def seizure_rates(base: Array, capacity: Array, flow: Array, effort: Array, p: CorridorParameters) -> Array:
    """Return the share seized of each drug at each crossing: 1 − (1 − r_g)^(e_x (a_x/f_x)^ξ).

    `base` r (g,); `capacity` a and `flow` f (…, x) shares of police and of flow; `effort` e (…, x), present = 1.
    Returns (…, g, x).  Form: prior, a constant hazard per unit of effort and density.
    """
    density = np.minimum(20.0, np.maximum(0.05, capacity / np.maximum(flow, 1e-12)))
    intensity = effort * density**p.crowding
    result: Array = 1 - (1 - base[:, None]) ** intensity[..., None, :]
    return result


def reallocate(capacity: Array, base: Array, hits: Array, p: CorridorParameters) -> Array:
    """Return police shares next month: φ base + (1 − φ)[(1 − l) mobile + l hits].

    `capacity`, `base`, `hits` (x,) shares that sum to one; l = 0.6.  Source: NarcoLogic, Magliocca et al. (2019);
    the fixed part φ is a prior.
    """
    mobile = (capacity - p.floor * base) / max(1 - p.floor, 1e-9)
    result: Array = p.floor * base + (1 - p.floor) * ((1 - p.learning) * mobile + p.learning * hits)
    return result


def port_rates(captured: Array, base: Array, integrity: Scalar, effort: Scalar, p: CorridorParameters) -> Array:
    """Return the share seized at each port: ρ e^ε (1 − c κ (1 − Δ))/(1 − c κ0).

    `captured` κ, `base` κ0 (q,) capture of the host state; `integrity` Δ 0..1, which shields the port from it;
    `effort` e, present = 1.  ε as for arrests, Prieto-Curiel et al. (2025); ρ and c are priors.
    """
    honest = (1 - p.port_capture * captured * column(1 - integrity)) / (1 - p.port_capture * base)
    result: Array = column(p.port_rate * np.power(effort, p.port_effort)) * honest
    return result


def with_noise(rate: Array, shock: Array, p: CorridorParameters) -> Array:
    """Return what is seized in a month of luck `shock` z where `rate` is expected: min(0.9, r max(0, 1 + σ z)).

    Source of σ: CBP fentanyl seizures by field office and year, FY2019-23, spread 0.38 (log, less office and year).
    """
    result: Array = np.minimum(0.9, rate * np.maximum(0.0, 1 + p.noise * shock))
    return result
