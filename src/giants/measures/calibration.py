"""What stays fixed while a run is measured: anchors, weights of the giants' demands, the voting record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from giants import tables
from giants.errors import InputError
from giants.measures import anchors
from giants.measures.parameters import MeasuresParameters
from giants.symbols import CHN, ECONOMIES, ISSUES, STATES, USA, Array, rows

TWINS = ("A2", "A4")  # indicators that need twin runs: never part of the monthly index


class PricedIssue(Protocol):
    """What the measures need of an issue that is bargained over."""

    @property
    def proposer(self) -> str:
        """Code of the economy that asks."""

    @property
    def cost(self) -> float:
        """Cost of the first step to the addressee over a year, share of its GDP per unit of policy."""

    @property
    def curvature(self) -> float:
        """Rise of that cost, share of GDP per unit squared."""


@dataclass(frozen=True, slots=True)
class MeasuresCalibration:
    """Everything that stays fixed while a run is measured."""

    parameters: MeasuresParameters
    table: dict[str, anchors.Anchor]
    scale: anchors.Scale
    population: Array  # (s) persons
    demands: tuple[str, ...]  # issues that a giant raises
    demand_rows: Array  # (demands) their positions among all issues
    demand_weight: Array  # (demands) weights of the giants' demands, sum one
    giants_line: Array  # (demands) mean of the giants' ideals
    washington: Array  # (demands) 1 for a demand of the United States
    yielding: tuple[float, float]  # cost and curvature of yielding on all of them alike, shares of GDP
    voting: tuple[float, float, float]  # UN ideal points: Mexico, Latin American mean, span of the giants


def build_calibration(parameters: MeasuresParameters, issues: Mapping[str, PricedIssue]) -> MeasuresCalibration:
    """Return the fixed part: anchors at ten regions, population of the states, weights of the giants' demands.

    Raises InputError for a vital or opposed issue that is no demand of a giant.
    """
    asked = {name: one for name, one in issues.items() if one.proposer in (ECONOMIES[USA], ECONOMIES[CHN])}
    demands = tuple(asked)
    ours = np.array([one.proposer == ECONOMIES[USA] for one in asked.values()], float)
    vital, opposed = (
        _chosen(key, names, demands) for key, names in (("vital", parameters.vital), ("opposed", parameters.opposed))
    )
    weight = np.zeros(len(demands))
    for group, total in ((vital, parameters.vital_weight), (~vital, 1 - parameters.vital_weight)):
        if group.any():
            weight[group] = total / group.sum()
    population = tables.matrix("states/states.csv", {"state_code": STATES}, "population_2024")
    votes = tables.read("history/unga_mexico_distances.csv", ("year", "mex", "latam_mean_ex_mex", "dist_usa_chn")).iloc[
        -1
    ]
    table = {code: a for code, a in anchors.bundled("ten regions").items() if code not in TWINS}
    return MeasuresCalibration(
        parameters,
        table,
        anchors.Scale.of(table),
        np.asarray(population),
        demands,
        rows(demands, ISSUES),
        weight / weight.sum(),
        parameters.giant_ideal * np.where(opposed, 0.5, 1.0),  # where the other giant wants the opposite, half-way
        ours,
        (
            float(ours @ [one.cost for one in asked.values()]),
            float(ours @ [one.curvature for one in asked.values()]),
        ),
        (float(votes.mex), float(votes.latam_mean_ex_mex), float(votes.dist_usa_chn)),
    )


def _chosen(key: str, names: tuple[str, ...], demands: tuple[str, ...]) -> Array:
    """Return which of the giants' demands are among `names`."""
    for name in names:
        if name not in demands:
            raise InputError(f"measures.{key}: {name!r} is no demand of a giant; known are {', '.join(demands)}")
    return np.isin(demands, names)
