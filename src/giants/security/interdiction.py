"""Police at crossings and ports: what is seized, and how capacity follows last month's seizures."""

import numpy as np

from giants.security.parameters import CorridorParameters
from giants.symbols import Array


def seizure_rates(base: Array, capacity: Array, flow: Array, effort: Array, p: CorridorParameters) -> Array:
    """Return the share seized of each drug at each crossing: 1 − (1 − r_g)^(e_x (a_x/f_x)^ξ).

    `base` r (g,); `capacity` a and `flow` f (x,) shares of police and of flow; `effort` e (x,), present = 1.
    """
    density = np.minimum(20.0, np.maximum(0.05, capacity / np.maximum(flow, 1e-12)))
    intensity = effort * density**p.crowding
    result: Array = 1 - (1 - base[:, None]) ** intensity
    return result


def reallocate(capacity: Array, base: Array, hits: Array, p: CorridorParameters) -> Array:
    """Return police shares next month: φ base + (1 − φ)[(1 − l) mobile + l hits].

    `capacity`, `base`, `hits` (x,) shares that sum to one; l = 0.6.  Source: NarcoLogic, Magliocca et al. (2019);
    the fixed part φ is a prior.
    """
    if p.floor >= 1:
        return base.copy()
    mobile = (capacity - p.floor * base) / (1 - p.floor)
    result: Array = p.floor * base + (1 - p.floor) * ((1 - p.learning) * mobile + p.learning * hits)
    return result


def port_rates(honest: Array, integrity: float, effort: float, p: CorridorParameters) -> Array:
    """Return the share seized at each port: min(0.9, ρ h_q e max(0, 1 + γ Δ)).

    `honest` h (q,), 1 at the base and less under more capture of the host state; `integrity` Δ since the start.
    """
    return np.minimum(0.9, p.port_rate * honest * effort * max(0.0, 1 + p.port_integrity * integrity))
