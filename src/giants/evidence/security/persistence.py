"""How homicides wander: the spread of log changes by horizon, nation and states, ours and INEGI's by one estimator."""

from typing import NamedTuple

import numpy as np

from giants.evidence.security.alone import simulate
from giants.security.calibration import SecurityCalibration
from giants.symbols import STATES, Array
from giants.tables import read

HORIZONS = (1, 3, 5)  # years
FAR = (*HORIZONS, 10)
FIRST, LAST = 2011, 2024
WIDE = 2006  # first year of the upper range, which holds the war of 2008-11


class Wander(NamedTuple):
    """Standard deviations of log changes over one path, and how far states return to their mean."""

    nation: Array  # (h,) over HORIZONS
    states: Array  # (f,) over those of FAR that fit, less the mean of states
    slope: float  # of ten years' change of the log rate on the log rate, across states; missing where ten do not fit


def changes(yearly: Array) -> Array:
    """Return the spread (h,) of ln H(t + h) − ln H(t) along `yearly` (y,): sample standard deviation, overlapping."""
    log = np.log(yearly)
    return np.array([np.std(log[h:] - log[:-h], ddof=1) for h in HORIZONS])


def wander(yearly: Array, people: Array) -> Wander:
    """Return the figures of `yearly` homicides (y, s) among `people` (s,).

    States' log changes are less their mean in each year; the slope is the mean over first years of that of
    ln r(t + 10) − ln r(t) on ln r(t), r the rate.
    """
    log = np.log(np.maximum(yearly, 0.5) / people)
    apart = log - log.mean(1, keepdims=True)
    first, last = apart[:-10], apart[10:]
    slopes = (first * (last - first)).sum(1) / (first * first).sum(1)
    return Wander(
        changes(yearly.sum(1)),
        np.array([np.std(apart[h:] - apart[:-h]) for h in FAR if h < len(apart)]),
        float(slopes.mean()) if len(slopes) else np.nan,
    )


def observed(first: int = FIRST, last: int = LAST) -> Wander:
    """Return INEGI's figures from `first` to `last`; the nation's are those of its own table."""
    killed, people = counted(first, last)
    return wander(killed, people)._replace(nation=changes(national(first, last)))


def counted(first: int, last: int) -> tuple[Array, Array]:
    """Return INEGI's homicides by state and the population, each (y, s), from `first` to `last`."""
    panel = read("states/state_panel_annual.csv", ["year"], ["state_code"])
    wide = (panel.pivot_table(index="year", columns="state_code", values=c) for c in ("homicides_scaled", "population"))
    killed, people = (table.loc[first:last, list(STATES)].to_numpy(float) for table in wide)
    return killed, people


def national(first: int, last: int) -> Array:
    """Return INEGI's homicides in the nation (y,), from `first` to `last`."""
    counts = read("security/national_homicides.csv", ["year"]).set_index("year")["inegi_homicides"]
    return np.asarray(counts.loc[first:last].to_numpy(float))


def simulated(calibration: SecurityCalibration, draws: int, years: int = LAST - FIRST + 1) -> Array:
    """Return yearly homicides (d, y, s) of the block alone, in `draws` runs that differ by luck."""
    runs = [simulate(calibration, 12 * years, seed=500 + draw).homicides for draw in range(draws)]
    return np.array(runs).reshape(draws, years, 12, -1).sum(2)


def mean_wander(paths: Array, people: Array) -> Wander:
    """Return the root mean squares over paths (d, y, s) of the deviations, and the mean slope."""
    each = [wander(path, people) for path in paths]
    nation, states = (np.sqrt(np.mean([getattr(e, part) ** 2 for e in each], axis=0)) for part in ("nation", "states"))
    return Wander(nation, states, float(np.mean([e.slope for e in each])))
