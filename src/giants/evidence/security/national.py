"""The published national model of recruitment, incapacitation, conflict and saturation.

Source of the equations and parameters: Prieto-Curiel, Campedelli and Hope, Science 381:1312 (2023), with the code
and data deposited at doi 10.5061/dryad.zw3r228d7.  Time is in weeks of a year of 52.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.integrate import solve_ivp

from giants.errors import InputError
from giants.security.data import security_data
from giants.symbols import Array

RHO = 2.527474e-3  # recruits per member and week
ETA = 110.0  # arrests per week in the whole country, a head-count and not a rate
THETA = 1.549231e-8  # deaths per pair of members and week
OMEGA = 4.0e-8  # departures per squared member and week
FLOWS = ("deaths", "recruits", "arrests", "saturation")


def national_flows(
    members: Array, mixing: Array, rho: float, eta: float, theta: float, omega: float
) -> tuple[Array, Array, Array, Array]:
    """Return weekly deaths, recruits, arrests and departures of each group.

    deaths_i = θ C_i Σ_j M_ij C_j;  recruits_i = ρ C_i;  arrests_i = η C_i / Σ_j C_j;  departures_i = ω C_i².
    `members` C (k,) persons; `mixing` M (k, k).  Source: Prieto-Curiel et al. (2023).
    """
    total = members.sum()
    deaths = theta * members * (mixing @ members)
    arrests = eta * members / total if total > 0 else np.zeros_like(members)
    return deaths, rho * members, arrests, omega * members**2


def national_run(
    weeks: int,
    *,
    rho: float = RHO,
    eta: float = ETA,
    theta: float = THETA,
    omega: float = OMEGA,
    initial: Array | None = None,
) -> pd.DataFrame:
    """Solve the published model and return one row per week, from week 0 to `weeks`.

    dC_i/dt = ρ C_i − η C_i/ΣC − θ C_i Σ_j M_ij C_j − ω C_i², solved by LSODA (relative tolerance 1e-9).
    `initial` is the size of each of the 150 groups, in the order of the bundled table (None: the 2012 sizes,
    115,000 members shared by rank to the power −1, without a draw).  Columns: week, members (persons), and deaths,
    recruits, arrests, saturation (persons a week at that time).  ``attrs['sizes']`` holds the final sizes and
    ``attrs['totals']`` the flows summed over the run.  A run ends at zero members: arrests cannot exceed members.
    Raises InputError for parameters outside their range.  Source: Prieto-Curiel et al. (2023).
    """
    groups = security_data().groups
    rates = {"rho": rho, "eta": eta, "theta": theta, "omega": omega}
    _check(weeks, rates)
    start = _start(initial, groups.size_2012)
    count = len(start)

    def slope(_: float, y: Array) -> Array:
        members = np.maximum(y[:count], 0.0)
        flows = national_flows(members, groups.mixing, **rates)
        deaths, recruits, arrests, saturation = flows
        change = recruits - arrests - deaths - saturation
        return np.concatenate([change, [f.sum() for f in flows]])

    y0 = np.concatenate([start, np.zeros(4)])
    path = _solve(slope, y0, weeks, count)
    sizes = np.maximum(path[:, :count], 0.0)
    flows = np.array([[f.sum() for f in national_flows(c, groups.mixing, **rates)] for c in sizes])
    table = pd.DataFrame({"week": np.arange(len(sizes)), "members": sizes.sum(1)})
    table[list(FLOWS)] = flows
    table.attrs["sizes"] = sizes[-1]
    table.attrs["totals"] = dict(zip(FLOWS, path[-1, count:].tolist(), strict=True))
    return table


def _solve(slope: Any, y0: Array, weeks: int, count: int) -> Array:
    """Integrate to `weeks`; when one member is left the country counts as empty and stays so."""
    if weeks == 0:
        return y0[None, :]

    def gone(_: float, y: Array) -> float:
        return float(y[:count].sum() - 1.0)

    gone.terminal = True  # type: ignore[attr-defined]
    grid = np.arange(weeks + 1)
    if gone(0.0, y0) <= 0:
        return np.repeat(y0[None, :], weeks + 1, axis=0)
    solution = solve_ivp(slope, (0, weeks), y0, "LSODA", grid, events=gone, rtol=1e-9, atol=1e-6)
    path: Array = solution.y.T
    if len(path) <= weeks:
        last = solution.y_events[0][0].copy()
        last[:count] = 0.0
        path = np.concatenate([path.reshape(-1, len(y0)), np.repeat(last[None, :], weeks + 1 - len(path), axis=0)])
    return path


def _check(weeks: int, rates: dict[str, float]) -> None:
    if isinstance(weeks, bool) or not isinstance(weeks, int | np.integer) or weeks < 0:
        raise InputError(f"weeks must be a whole number, zero or more; got {weeks!r}")
    for name, value in rates.items():
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not np.isfinite(value):
            raise InputError(f"{name} must be a finite number, zero or more; got {value!r}")
        if value < 0:
            raise InputError(f"{name} must be zero or more; got {value!r}")


def _start(initial: Array | None, default: Array) -> Array:
    if initial is None:
        return default.copy()
    try:
        start = np.asarray(initial, dtype=float)
    except (TypeError, ValueError):
        raise InputError("initial must be an array of numbers") from None
    if start.shape != default.shape:
        raise InputError(f"initial must hold {default.size} sizes, one per group; its shape is {start.shape}")
    if not np.isfinite(start).all() or (start < 0).any():
        bad = int(np.flatnonzero(~np.isfinite(start) | (start < 0))[0])
        raise InputError(f"initial[{bad}] must be a finite number, zero or more; got {start[bad]!r}")
    return start.copy()
