"""Calibrate the coefficients of the security block that have no source, on the stylised facts T8 to T14 (not T12).

History matching in waves: a Latin hypercube over the ranges below, the facts of each point from the block alone, and
the implausibility I = max over facts of |fact - target| / tolerance.  Each later wave fills a box of half the width
around the best point, and one sweep of coordinate steps then lowers the mean squared distance.  Its end goes to
conf/security/default.yaml; the range beside it is that of all points with I <= 1.  The rate of killing is not
searched: it is solved exactly, so that 2022 has 124.3 deaths a week.  What moves homicides by luck alone is fitted by
calibrate_homicides.py.

    python analysis/calibrate_security.py --points 24 --waves 3 --draws 8 --out runs/calibration
"""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc
from tqdm import tqdm

from giants.evidence.security import stylised_facts
from giants.evidence.security.defaults import default_calibration, default_parameters
from giants.security.calibration import SecurityCalibration
from giants.security.parameters import SecurityParameters

DEATHS_A_MONTH = 124.3 * 52 / 12  # of 2022, Prieto-Curiel, Campedelli and Hope 2023

RANGES = {  # (part, parameter): least, most
    ("conflict", "background"): (0.05, 0.10),
    ("leadership", "hazard"): (4e-4, 2e-3),
    ("leadership", "succession_home"): (0.4, 2.0),
    ("leadership", "succession_away"): (0.1, 0.8),
    ("leadership", "split"): (0.4, 1.0),
    ("leadership", "intra_family_hostility"): (2.0, 4.0),
    ("leadership", "intra_family_hostility_away"): (0.0, 0.15),
    ("leadership", "intra_family_hostility_half_life"): (6.0, 48.0),
    ("movement", "entry"): (5e-4, 4e-3),
    ("corridors", "choice"): (2.0, 12.0),
}
TARGETS = {  # fact: target, tolerance
    "t8_home": (0.80, 0.40),  # Lindo and Padilla-Romo 2018
    "t8_away": (0.30, 0.20),
    "t9_sinaloa": (4.0, 1.0),  # INEGI 2024
    "t9_nation": (1.03, 0.02),
    "t9_lasting": (0.84, 0.20),  # 2025 by the prosecutor's change on INEGI's 2024, over September to December 2024
    "t10_growth": (2.0, 0.75),  # Crisis Group 2010-2020, at four times the present effort
    "t11_elsewhere": (0.85, 0.15),  # assumed
    "t14_rank": (0.80, 0.10),  # INEGI 2020
    "groups": (9.5, 2.0),  # 7.8 at the start; a plausible drift, assumed
}


def observe(calibration: SecurityCalibration, draws: int) -> dict[str, float]:
    """Return the facts of one point."""
    home, away = stylised_facts.removal_effect(calibration, 4 * draws)
    sinaloa, nation, lasting = stylised_facts.sinaloa_split(calibration, draws)
    return {
        "t8_home": home,
        "t8_away": away,
        "t9_sinaloa": sinaloa,
        "t9_nation": nation,
        "t9_lasting": lasting,
        "t10_growth": stylised_facts.fragmentation(calibration, 4.0, max(1, draws // 4)),
        "t11_elsewhere": stylised_facts.displacement(calibration)[1],
        "t14_rank": stylised_facts.map_of_violence(calibration)[0],
        "groups": stylised_facts.groups_per_state(calibration, max(1, draws // 4)),
    }


def with_values(base: SecurityParameters, values: dict[tuple[str, str], float]) -> SecurityParameters:
    """Return `base` with these values, and the rate of killing that gives the deaths of 2022."""
    parts: dict[str, dict[str, float]] = {}
    for (part, name), value in values.items():
        parts.setdefault(part, {})[name] = value
    changed = replace(base, **{part: replace(getattr(base, part), **v) for part, v in parts.items()})
    killed = default_calibration(changed).base.killed.sum()
    theta = changed.conflict.theta * DEATHS_A_MONTH / killed
    return replace(changed, conflict=replace(changed.conflict, theta=float(theta)))


def implausibility(row: dict[str, float]) -> float:
    """Return the worst distance to a target, in tolerances."""
    return max(abs(row[name] - target) / tolerance for name, (target, tolerance) in TARGETS.items())


def wave(
    base: SecurityParameters, box: dict[tuple[str, str], tuple[float, float]], points: int, seed: int, draws: int
) -> list[dict[str, Any]]:
    """Return parameters, facts and implausibility of a Latin hypercube of `points` in `box`."""
    low, high = np.array(list(box.values())).T
    design = qmc.scale(qmc.LatinHypercube(len(box), rng=seed).random(points), low, high)
    rows = []
    for point in tqdm(design, desc=f"wave {seed}"):
        parameters = with_values(base, dict(zip(box, point.tolist(), strict=True)))
        observed = observe(default_calibration(parameters), draws)
        values = {".".join(key): value for key, value in zip(box, point.tolist(), strict=True)}
        rows.append({**values, "conflict.theta": parameters.conflict.theta, **observed, "I": implausibility(observed)})
    return rows


def distance(row: dict[str, Any]) -> float:
    """Return the mean squared distance to the targets, in tolerances."""
    return float(np.mean([((row[name] - target) / tolerance) ** 2 for name, (target, tolerance) in TARGETS.items()]))


def polished(base: SecurityParameters, row: dict[str, Any], draws: int, step: float = 0.2) -> list[dict[str, Any]]:
    """Return the points of one sweep of coordinate steps (a share of each range, both ways); the last is the best."""
    best, tried = dict(row), []
    for key, (low, high) in tqdm(RANGES.items(), desc="polish"):
        name = ".".join(key)
        centre = best[name]
        for sign in (1, -1):
            values = {k: best[".".join(k)] for k in RANGES}
            values[key] = float(np.clip(centre + sign * step * (high - low), low, high))
            parameters = with_values(base, values)
            observed = observe(default_calibration(parameters), draws)
            point = {".".join(k): v for k, v in values.items()}
            point |= {"conflict.theta": parameters.conflict.theta, **observed, "I": implausibility(observed)}
            tried.append(point)
            if distance(point) < distance(best) and point["I"] <= max(1.0, best["I"]):
                best = point
                break
    return [*tried, best]


def narrowed(
    best: dict[str, Any], box: dict[tuple[str, str], tuple[float, float]]
) -> dict[tuple[str, str], tuple[float, float]]:
    """Return a box of half the width around `best`, inside the full ranges."""
    new = {}
    for key, (low, high) in box.items():
        centre, reach = best[".".join(key)], (high - low) / 4
        full = RANGES[key]
        new[key] = (max(full[0], centre - reach), min(full[1], centre + reach))
    return new


def main() -> None:
    """Search, print the best point with its ranges, and save every point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=60, help="points in each wave")
    parser.add_argument("--waves", type=int, default=3)
    parser.add_argument("--draws", type=int, default=8, help="random draws of each fact; T8 takes four times as many")
    parser.add_argument("--out", type=Path, default=Path("runs/calibration"))
    options = parser.parse_args()
    base = default_parameters()
    box, rows = dict(RANGES), []
    for number in range(options.waves):
        rows += wave(base, box, options.points, number + 1, options.draws)
        box = narrowed(min(rows, key=lambda r: r["I"]), box)
    steps = polished(base, min(rows, key=lambda r: r["I"]), options.draws)
    best, table = steps[-1], pd.DataFrame(rows + steps).drop_duplicates()
    options.out.mkdir(parents=True, exist_ok=True)
    table.sort_values("I").to_csv(options.out / "security.csv", index=False)
    near = table[table["I"] <= max(1.0, 1.25 * best["I"])]
    print(f"implausibility {best['I']:.2f}, mean square {distance(best):.2f}; {len(near)} of {len(table)} points kept")
    for name in ("conflict.theta", *(".".join(key) for key in RANGES)):
        print(f"{name:32s} {best[name]:10.5g}   range {near[name].min():.4g} to {near[name].max():.4g}")
    for name, (target, tolerance) in TARGETS.items():
        print(f"{name:32s} {best[name]:10.3f}   target {target:g} +- {tolerance:g}")


if __name__ == "__main__":
    main()
