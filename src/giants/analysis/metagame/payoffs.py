"""What each side gets in every cell of the game, component by component, and whether a component moves at all.

Income is real income, which holds tariff revenue once; the cost of concessions is not in it and stands beside it.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import studentized_range

from giants.analysis import words
from giants.analysis.ensemble import Ensemble
from giants.bargaining import issues
from giants.config import default_settings
from giants.errors import InputError
from giants.symbols import Array

SIDES = {"Mexico": "strategy", "United States": "usa", "China": "china"}
COMPONENTS: dict[str, dict[str, int]] = {
    "Mexico": {"disposable_mex": 1, "concession_cost_usa": -1, "index_outcomes_history": 1, "homicide_rate": -1},
    "United States": {"real_income_usa": 1, "obtained_usa": 1, "overdose_deaths_fentanyl": -1, "migration": -1},
    "China": {"real_income_chn": 1, "obtained_chn": 1, "china_import_share": 1, "fdi_chn": 1},
}
"""Measures that each side cares for, and whether more is better."""
OBTAINED = {"obtained_usa": "USA", "obtained_chn": "CHN"}
LEVEL = 0.95


class Stakes(NamedTuple):
    """Components over cells and replications."""

    sides: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]
    """actions of each side"""
    gets: dict[str, Array]
    """measure: (replication, m, u, c), more is better"""
    moves: pd.DataFrame
    """side, component, range, error, critical, moves"""


def named(measure: str) -> str:
    """Return a component in words."""
    told = dict.fromkeys(OBTAINED, "policies obtained in Mexico")
    told |= dict.fromkeys(("real_income_usa", "real_income_chn"), "real national income")
    told |= {"china_import_share": "share of Mexico's imports"}
    return told.get(measure) or words.named(measure)


def component(runs: Ensemble, measure: str, when: str = "last12") -> pd.Series:
    """Return a measure of every run; what a giant obtained is the worth to it of policy in force on its demands.

    Σ_d value_d position_d over its demands, values of the default configuration (share of its GDP).
    """
    if measure not in OBTAINED:
        return runs.numbers([measure], when)[measure]
    defined = default_settings().issues
    demands = issues.of(defined, OBTAINED[measure])
    frame = runs.numbers([f"position_{d}" for d in demands], when)
    total: pd.Series = sum(defined[d].value * frame[f"position_{d}"] for d in demands)  # type: ignore[assignment]
    return total


def payoffs(runs: Ensemble, when: str = "last12") -> Stakes:
    """Return every component in every cell; the replications are those that met all cells.

    Raises InputError if fewer than two sides choose, or no replication met all cells.
    """
    sides = tuple(s for s, label in SIDES.items() if len(set(runs.runs[label].astype(str))) > 1)
    if len(sides) < 2:
        raise InputError(f"{runs.path} is no game: sweep experiment=metagame, where at least two sides choose")
    labels = [SIDES[s] for s in sides]
    choices = tuple(tuple(dict.fromkeys(runs.runs[label].astype(str))) for label in labels)
    values, rows = {}, []
    for side in sides:
        for measure, sign in COMPONENTS[side].items():
            values[measure] = sign * _cells(runs, component(runs, measure, when), labels, choices)
            rows.append((side, measure, *_moves(values[measure])))
    return Stakes(
        sides, choices, values, pd.DataFrame(rows, columns=["side", "component", "range", "error", "critical", "moves"])
    )


def _cells(runs: Ensemble, values: pd.Series, labels: list[str], choices: tuple[tuple[str, ...], ...]) -> Array:
    table = runs.runs.assign(value=values.to_numpy(float)).pivot_table(
        index=["point_id", "seed"], columns=labels, values="value", observed=True
    )
    table = table.reindex(columns=pd.MultiIndex.from_product(choices)).dropna()
    if table.empty:
        raise InputError(f"{runs.path}: no seed met every cell of the game; finish the sweep")
    return table.to_numpy(float).reshape(len(table), *(len(c) for c in choices))


@lru_cache
def _tukey(cells: int, free: int) -> float:
    """Return the range of as many means, in standard errors of one, that luck reaches in one case of twenty."""
    return float(studentized_range.ppf(LEVEL, cells, free))


def _moves(x: Array) -> tuple[float, float, float, bool]:
    """Return range of cell means, standard error of a difference of two cells, critical range, and whether it moves.

    The error is of what is left after cell and seed.  The critical range is Tukey's for as many cells, which for two of
    them is two standard errors.
    """
    flat = x.reshape(len(x), -1)
    n, k = flat.shape
    means = flat.mean(0)
    spread = float(np.ptp(means))
    if n < 2:
        return spread, np.nan, np.nan, False
    rest = flat - means - flat.mean(1, keepdims=True) + flat.mean()
    free = (n - 1) * (k - 1)
    s = float(np.sqrt((rest**2).sum() / free))
    critical = _tukey(k, free) * s / np.sqrt(n)
    return spread, s * np.sqrt(2 / n), critical, bool(spread > max(critical, 1e-12))
