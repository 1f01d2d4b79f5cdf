"""Fit the luck of homicides to INEGI's record: local escalation on states, the nation's level on the nation.

First the three coefficients of local escalation: states' log changes over one to ten years less their mean, and the
monthly persistence, spill-over and spread of the panel (T15).  Then memory, momentum and noise of the nation's level:
its log changes over one, three and five years, jointly, with what local escalation already adds, and a one-year spread
that is not exceeded.  The level multiplies homicides alone, so its paths are laid over runs of the block.

    python analysis/calibrate_homicides.py --draws 8 --out runs/calibrate_homicides.csv

With `--last 2018` nothing later enters; `giants.evidence.security.held_out` scores what that gives on 2019 to 2024.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from giants.evidence.security import persistence, stylised_facts
from giants.evidence.security.defaults import default_calibration, default_parameters
from giants.security.calibration import SecurityCalibration
from giants.security.homicides import national_level
from giants.security.parameters import NationalParameters, SecurityParameters
from giants.symbols import Array

TOLERANCE = 0.1  # of the log of a spread
LAGS = np.array([0.05, 0.02, 0.05])  # tolerance of persistence, spill-over and spread of the panel
EXCEEDED = 10  # weight of a one-year spread above the record
LEVELS = 200  # paths of the nation's level laid over the runs


def with_escalation(base: SecurityParameters, values: Array) -> SecurityCalibration:
    """Return the calibration with this memory, spill-over and noise of local escalation, and a level that rests."""
    memory, spill, noise = (float(v) for v in values)
    conflict = replace(base.conflict, escalation_memory=memory, escalation_spill=spill, escalation_noise=noise)
    return default_calibration(replace(base, conflict=conflict, national=replace(base.national, noise=0.0)))


def local_distance(values: Array, base: SecurityParameters, draws: int, last: int) -> float:
    """Return the mean squared distance to the states' record up to `last`, in tolerances; what has no meaning is far.

    A one-year spread that is exceeded counts ten times.
    """
    memory, spill, noise = values
    if min(values) < 0 or memory + spill >= 0.995 or noise > 0.4:
        return 1e3
    calibration, record = with_escalation(base, values), persistence.observed(last=last)
    paths = persistence.simulated(calibration, draws, last - persistence.FIRST + 1)
    ours = persistence.mean_wander(paths, calibration.data.places.population)
    lags = np.array(stylised_facts.persistence(calibration, max(2, draws // 2), 12 * (last - 2009)))
    apart = np.log(ours.states / record.states) / TOLERANCE
    panel = (lags - np.array(stylised_facts.observed_persistence(calibration, last))) / LAGS
    return float((apart**2).mean() + EXCEEDED * max(0.0, apart[0]) ** 2 / len(apart) + (panel**2).mean())


def levels(values: Array, months: int) -> Array:
    """Return paths (d, t) of the nation's level at memory, momentum and noise `values`."""
    p = NationalParameters(*(float(v) for v in values))
    z = np.random.Generator(np.random.Philox(11)).standard_normal((months, LEVELS))
    level, momentum, path = np.ones(LEVELS), np.zeros(LEVELS), []
    for shock in z:
        level, momentum = national_level(level, momentum, shock, p)
        path.append(level)
    return np.array(path).T


def spread(values: Array, local: Array) -> Array:
    """Return the nation's spread by horizon: yearly `local` homicides (d, y, s) times paths of the level."""
    yearly = levels(values, 12 * local.shape[1]).reshape(LEVELS, local.shape[1], 12).mean(2)
    nation = local.sum(2)[np.arange(LEVELS) % len(local)] * yearly
    each: Array = np.array([persistence.changes(path) for path in nation])
    return np.sqrt((each**2).mean(0))


def national_distance(values: Array, local: Array, record: Array) -> float:
    """Return the mean squared log ratio to the record; a one-year spread that is exceeded counts ten times."""
    if min(values) < 0 or max(values[:2]) >= 0.9975:
        return 1e3
    off = np.log(spread(values, local) / record)
    return float((off**2).mean() + EXCEEDED * max(0.0, off[0]) ** 2)


def main() -> None:
    """Fit, print and write both sets of coefficients with what they give beside the record."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--draws", type=int, default=8, help="runs of the block behind each trial")
    cli.add_argument("--trials", type=int, default=60, help="trials of local escalation")
    cli.add_argument("--last", type=int, default=persistence.LAST, help="last year of the record that is used")
    cli.add_argument("--out", type=Path, default=Path("runs/calibrate_homicides.csv"))
    options = cli.parse_args()
    base, rows = default_parameters(), []
    simplex = np.array([[0.975, 0.02, 0.09], [0.97, 0.02, 0.12], [0.98, 0.01, 0.08], [0.98, 0.015, 0.07]])
    found = minimize(
        local_distance,
        simplex[0],
        args=(base, options.draws, options.last),
        method="Nelder-Mead",
        options={"initial_simplex": simplex, "maxfev": options.trials, "xatol": 1e-3, "fatol": 1e-2},
    )
    calibration = with_escalation(base, found.x)
    local = persistence.simulated(calibration, 2 * options.draws, options.last - persistence.FIRST + 1)
    ours = persistence.mean_wander(local, calibration.data.places.population)
    print("local escalation: memory, spill, noise", found.x.round(4), "distance", round(found.fun, 2), ours)
    rows.append({"part": "local escalation", "x": found.x.round(4).tolist(), "ours": ours})
    for first in (persistence.FIRST, persistence.WIDE):
        record = persistence.observed(first, options.last).nation
        tries = [
            minimize(national_distance, np.array(start), args=(local, record), method="Nelder-Mead")
            for start in ((0.98, 0.9, 0.005), (0.95, 0.95, 0.003), (0.99, 0.8, 0.01))
        ]
        best = min(tries, key=lambda t: float(t.fun))
        ours = spread(best.x, local)
        print(f"nation since {first}: memory, momentum, noise", best.x.round(4))
        print("    spread", ours.round(3), "beside", record.round(3))
        rows.append({"part": f"nation since {first}", "x": best.x.round(4).tolist(), "ours": ours.round(3).tolist()})
    options.out.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).to_csv(options.out, index=False)


if __name__ == "__main__":
    main()
