"""States' homicides of 2019 to 2024, held out: what the block's luck, fitted to 2018, says of them.

ln H_s(2018 + h) is forecast as ln H_s(2018) plus the block's change of year h on year 0, with the spread of its draws.
The luck is that of `analysis/calibrate_homicides.py --last 2018`.  The groups are those of 2020 to 2022, the only table
there is: what is held out is how far states move, by which forecasts are judged, not who is where.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import norm

from giants.evidence.rows import Benchmark, sample
from giants.evidence.scoring import NOMINAL, of_normals
from giants.evidence.security import persistence
from giants.evidence.security.defaults import default_calibration
from giants.security.calibration import SecurityCalibration
from giants.symbols import STATES, Array
from giants.tables import read, state_names

ORIGIN, LAST = 2018, persistence.LAST
YEARS = list(range(ORIGIN + 1, LAST + 1))
SCORES = {"crps": "CRPS", "interval_score_90": "interval score of 90%"}
NO_MECHANISM = "nothing in the block tells which state will change, so that it can at best equal a random walk"
RULE = "95% of luck if states were independent"


def calibration() -> SecurityCalibration:
    """Return the default calibration with the luck of homicides fitted to INEGI up to 2018."""
    fitted = read("security/homicide_luck_2018.csv", ("value",), ("block", "parameter"))
    usual = default_calibration().parameters
    new = {
        block: replace(getattr(usual, block), **dict(zip(part["parameter"], part["value"].astype(float), strict=True)))
        for block, part in fitted.groupby("block")
    }
    return default_calibration(replace(usual, **new))


def forecasts(draws: int) -> pd.DataFrame:
    """Return a row for each place and year: log change since 2018 observed, and mean and sd of both forecasts.

    Persistence has no change and a random walk of the place's group, states or nation, of 2011 to 2018.
    """
    killed, _ = persistence.counted(persistence.FIRST, LAST)
    seen = np.log(np.column_stack([np.maximum(killed, 0.5), persistence.national(persistence.FIRST, LAST)]))
    paths = persistence.simulated(calibration(), draws, len(YEARS) + 1)
    ours = np.log(np.concatenate([np.maximum(paths, 0.5), paths.sum(2, keepdims=True)], axis=2))
    now = ORIGIN - persistence.FIRST
    walk = _walk(np.diff(seen[: now + 1], axis=0))
    places = [*STATES, "nation"]
    change = ours[:, 1:] - ours[:, :1]
    grid = [(place, year) for year in YEARS for place in places]
    table = pd.DataFrame(grid, columns=["place", "year"])
    table["observed"] = (seen[now + 1 :] - seen[now]).ravel()
    table["block"], table["block_sd"] = change.mean(0).ravel(), change.std(0, ddof=1).ravel()
    table["persistence"] = 0.0
    table["persistence_sd"] = (np.sqrt(np.array(YEARS) - ORIGIN)[:, None] * walk).ravel()
    return table


def _walk(moves: Array) -> Array:
    """Return the spread of a year's step for each place: pooled over states, and the nation's own."""
    states = np.full(len(STATES), np.sqrt((moves[:, :-1] ** 2).mean()))
    return np.append(states, np.sqrt((moves[:, -1] ** 2).mean()))


def scores(table: pd.DataFrame) -> pd.DataFrame:
    """Return coverage, CRPS and interval score (log points) of both forecasts, for states and the nation."""
    rows = []
    for group, part in table.groupby(table["place"].eq("nation").map({False: "states", True: "nation"}), sort=False):
        for name in ("block", "persistence"):
            mean, sd, seen = (part[c].to_numpy(float) for c in (name, f"{name}_sd", "observed"))
            rows.append({"forecast": name, "places": group, "n": len(part), **of_normals(mean, sd, seen)})
    return pd.DataFrame(rows)


def missed(table: pd.DataFrame) -> str:
    """Return the states that are outside the block's 90% band in some year, with their years."""
    z = (table["observed"] - table["block"]) / table["block_sd"]
    out, names = table.assign(z=z)[z.abs() > norm.ppf(0.95)], state_names()
    told = [
        f"{names[str(place)]} {'more' if part['z'].mean() > 0 else 'fewer'} in {', '.join(map(str, part['year']))}"
        for place, part in out.groupby("place")
        if place in names
    ]
    return f"outside the 90% band: {'; '.join(told)}" if told else ""


def rows(draws: int) -> Iterator[Benchmark]:
    """Yield O5: coverage of the states' bands, and scores over those of persistence with its own walk."""
    table = forecasts(draws)
    at = {(row["forecast"], row["places"]): row for row in scores(table).to_dict("records")}
    why = missed(table)
    for q in NOMINAL:
        fact = f"states' homicides 2019-24 held out, share inside the block's {100 * q:.0f}% band"
        ours = float(at["block", "states"][f"covers_{100 * q:.0f}"])
        yield Benchmark("O5a", fact, "outside", f"{q:g}", ours, sample(q, len(STATES)), RULE, "INEGI", why)
    for score in SCORES:
        ours = float(at["block", "states"][score] / at["persistence", "states"][score])
        fact = f"states' homicides 2019-24 held out, {SCORES[score]} over that of a random walk"
        yield Benchmark(
            "O5b", fact, "outside", "under 1", ours, (0.0, 1.0), "better than persistence", "INEGI", NO_MECHANISM
        )
    fact = "the nation's homicides 2019-24 held out, years inside the block's 90% band"
    ours = float(at["block", "nation"]["covers_90"])
    yield Benchmark("O5c", fact, "outside", "0.9", ours, sample(0.9, len(YEARS)), RULE, "INEGI")
