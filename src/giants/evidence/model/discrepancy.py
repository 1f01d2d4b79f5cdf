"""The hindcast's own error: a random walk estimated on 2018 to 2022, scored once on what came after.

At the end of 2022 the error so far is known, so that a forecast of year 2022 + h is the share observed in 2022 plus the
simulated change since, with variance  s_par^2 + h s^2:  s_par from draws of published parameters, s^2 the mean square
of the yearly steps of the error e_y - e_(y-1), y in 2018..2022, pooled within totals and within sectors.  Persistence
has its own random walk, of the yearly steps of the record in the same years.  Nothing after 2022 enters either.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import norm

from giants import tables
from giants.evidence.model.hindcast import Histories, yearly
from giants.evidence.model.patterns import ORIGIN, observed_shares
from giants.evidence.scoring import NOMINAL, energy_score, of_normals
from giants.symbols import Array

FITTED, TESTED = range(2018, 2023), range(2023, 2027)
"""Years that the walk is estimated on, and those held out; of 2025 eleven months, of 2026 January."""
LEAST = 0.8
"""Coverage of the 90% interval below which the headline says so."""
SECTORS = {"transport": (336,), "electronics": (334, 335), "machinery": (333,)}


def recorded() -> pd.DataFrame:
    """Return every series by year (percent): shares of US imports in all and in three sectors, columns as `observe`.

    Sectors end with November 2025.
    """
    name = "history/us_imports_by_naics3.csv"
    table = tables.read(name, ("year", "naics3", "imports_usd_mn"), ("partner",))
    table = table[table["year"] >= ORIGIN]
    out = observed_shares()
    for sector, codes in SECTORS.items():
        part = table[table["naics3"].isin(codes)]
        wide = part.pivot_table(index="year", columns="partner", values="imports_usd_mn", aggfunc="sum")
        for origin in ("MEX", "CHN"):
            out[f"US imports of {sector}, {origin}"] = 100.0 * wide[origin] / wide["WLD"]
    return out


def group(series: str) -> str:
    """Return what a series is pooled with."""
    return "sectors" if " of " in series else "totals"


def steps(path: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """Return the yearly steps of the error of a hindcast over FITTED, by series."""
    years = [ORIGIN, *FITTED]
    error = {c: yearly(path, c, years) - seen.loc[years, c].to_numpy(float) for c in seen}
    return pd.DataFrame({c: np.diff(e) for c, e in error.items()}, index=list(FITTED))


def spread(moves: pd.DataFrame) -> "pd.Series[float]":
    """Return the standard deviation of a year's step by series, pooled within its group; steps have mean zero."""
    groups = pd.Series({str(c): group(str(c)) for c in moves})
    pooled = (moves**2).mean().groupby(groups).mean() ** 0.5
    return groups.map(pooled)


def forecasts(made: Histories, seen: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each series and held-out year: the record, and mean and sd of both forecasts."""
    last, sd = FITTED[-1], spread(steps(made.usual, seen))
    walk = spread(seen.loc[[ORIGIN, *FITTED]].diff().loc[list(FITTED)])
    rows = []
    for c in map(str, seen):
        years = [y for y in TESTED if np.isfinite(seen[c].get(y, np.nan))]
        start = float(seen.loc[last, c])
        change = [yearly(path, c, years) - yearly(path, c, [last]) for path in (made.usual, *made.draws)]
        par = np.std(change, axis=0, ddof=1) if made.draws else np.zeros(len(years))
        for k, year in enumerate(years):
            h = year - last
            own, naive = np.hypot(par[k], sd[c] * h**0.5), walk[c] * h**0.5
            rows.append((c, group(c), year, float(seen.loc[year, c]), start + change[0][k], own, start, naive))
    names = ["series", "group", "year", "observed", "hindcast", "hindcast_sd", "persistence", "persistence_sd"]
    return pd.DataFrame(rows, columns=names)


def scores(table: pd.DataFrame, joint: Mapping[str, Array]) -> pd.DataFrame:
    """Return, by forecast and group of series and for all: coverage, CRPS, interval score of 90% and joint score.

    `joint` are the correlations of yearly steps of each forecast, over the series in order; the joint score is the
    mean over years of :func:`energy_score`, given where every series has a record.
    """
    rows = []
    for name in ("hindcast", "persistence"):
        for part, of in (*table.groupby("group", sort=False), ("all", table)):
            mean, sd, x = (of[c].to_numpy(float) for c in (name, f"{name}_sd", "observed"))
            row = {"forecast": name, "series": part, "n": len(of), **of_normals(mean, sd, x)}
            row["width_90"] = 2 * (norm.ppf(0.95) * sd).mean()
            rows.append(row | {"joint": _joint(of, name, joint[name]) if part == "all" else np.nan})
    return pd.DataFrame(rows)


def _joint(table: pd.DataFrame, name: str, correlation: Array) -> float:
    years = [of for _, of in table.groupby("year") if len(of) == len(correlation)]
    columns = [name, f"{name}_sd", "observed"]
    each = [of[columns].to_numpy(float).T for of in years]
    return float(np.mean([energy_score(mean, sd, correlation, seen) for mean, sd, seen in each]))


def correlations(moves: pd.DataFrame) -> Array:
    """Return the correlation of the steps of series about zero, half way to none: five years tell no more."""
    scale = (moves**2).mean() ** 0.5
    raw = (moves / scale).to_numpy(float)
    return np.asarray(0.5 * raw.T @ raw / len(raw) + 0.5 * np.eye(raw.shape[1]))


def judged(made: Histories) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return forecasts, scores, and the walk by group, all from one hindcast."""
    seen = recorded()
    own, naive = steps(made.usual, seen), seen.loc[[ORIGIN, *FITTED]].diff().loc[list(FITTED)]
    table = forecasts(made, seen)
    walk = pd.DataFrame({"hindcast": spread(own), "persistence": spread(naive)})
    joint = {"hindcast": correlations(own), "persistence": correlations(naive)}
    return table, scores(table, joint), walk.rename_axis("series").reset_index()


def said(score: pd.DataFrame) -> str:
    """Return the headline of the held-out scores; coverage of the 90% band below LEAST is said first."""
    at = score.set_index(["forecast", "series"])
    ours, naive = at.loc[("hindcast", "all")], at.loc[("persistence", "all")]
    short = "" if ours["covers_90"] >= LEAST else "The 90% band is too narrow. "
    cover = ", ".join(f"{100 * q:.0f}% band {100 * ours[f'covers_{100 * q:.0f}']:.0f}%" for q in NOMINAL)
    return (
        f"{short}Held out since January 2023, scored once, with a random-walk error of {FITTED[0]} to {FITTED[-1]}: of "
        f"{ours['n']:.0f} shares the {cover}; CRPS {ours['crps']:.2f} points (persistence with its own walk "
        f"{naive['crps']:.2f}, whose 90% band holds {100 * naive['covers_90']:.0f}%), interval score "
        f"{ours['interval_score_90']:.1f} ({naive['interval_score_90']:.1f}), jointly {ours['joint']:.2f} "
        f"({naive['joint']:.2f})."
    )
