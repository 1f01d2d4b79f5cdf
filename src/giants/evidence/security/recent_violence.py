"""2023 to 2026 as a scenario: the block alone under the dated removals and splits, beside what was counted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from giants.evidence.security.alone import simulate
from giants.security.calibration import SecurityCalibration
from giants.security.data import K, S
from giants.security.inputs import SecurityInputs
from giants.symbols import STATES, Array
from giants.tables import read

FIRST = 2023  # January is month 0; the tables of groups and the base of homicides are those of 2022
CAMPAIGN = 21  # October 2024: the new government counts its detentions from here
DETAINED = 34_000.0  # for high-impact crimes in the twelve months from October 2024 (SSPC), members or not
SINALOA = STATES.index("25")


class DatedEvent(NamedTuple):
    """One dated removal or split of groups of the tables."""

    month: int
    kind: str  # capture, killing or split
    groups: tuple[int, ...]


@dataclass(frozen=True)
class SimulatedHomicides:
    """Homicides a month in each draw."""

    nation: Array  # (d, t)
    sinaloa: Array  # (d, t)

    def change(self) -> Array:
        """Return the change of the nation's homicides from 2024 to 2025 in each draw."""
        before, after = (self.nation[:, 12 * y : 12 * y + 12].sum(1) for y in (1, 2))
        result: Array = after / before - 1
        return result

    def war(self) -> float:
        """Return homicides in Sinaloa in 2025 over those of January to August 2024, monthly means over draws."""
        return float(self.sinaloa[:, 24:36].mean() / self.sinaloa[:, 12:20].mean())


def dated_events(calibration: SecurityCalibration) -> list[DatedEvent]:
    """Return the removals and splits since January 2023 that the table dates."""
    ids = calibration.data.groups.ids
    table = read("security/kingpin_events.csv", (), ["date", "type", "cartel_id", "other_cartel_id"])
    return [
        DatedEvent(
            (int(row.date[:4]) - FIRST) * 12 + int(row.date[5:7]) - 1,
            row.type,
            tuple(ids.index(c) for c in (row.cartel_id, row.other_cartel_id) if c in ids),
        )
        for row in table.itertuples()
        if row.type in ("capture", "killing", "split") and row.cartel_id in ids and int(row.date[:4]) >= FIRST
    ]


def as_it_happened(calibration: SecurityCalibration, arrests: float) -> Callable[[int, SecurityInputs], SecurityInputs]:
    """Return inputs by month: what is dated happens, and from October 2024 arrests are `arrests` times the usual."""
    events = dated_events(calibration)
    money = arrests ** (1 / calibration.parameters.incapacitation.effort)

    def change(month: int, today: SecurityInputs) -> SecurityInputs:
        removed, ruptured = np.zeros(K, dtype=bool), np.zeros(K, dtype=bool)
        for event in events:
            if event.month == month:
                (ruptured if event.kind == "split" else removed)[list(event.groups)] = True
        inputs = replace(today, removed=removed, ruptured=ruptured)
        return replace(inputs, security_money=np.full(S, money)) if month >= CAMPAIGN else inputs

    return change


def recent_years(calibration: SecurityCalibration, arrests: float, draws: int, months: int = 48) -> SimulatedHomicides:
    """Return homicides from January 2023 in `draws` runs that differ by luck."""
    change = as_it_happened(calibration, arrests)
    runs = [simulate(calibration, months, seed=d, change=change).homicides for d in range(draws)]
    return SimulatedHomicides(np.array([h.sum(1) for h in runs]), np.array([h[:, SINALOA] for h in runs]))


def detained_factor(calibration: SecurityCalibration) -> float:
    """Return the detentions of the first campaign year over the arrests of the published model."""
    return DETAINED / (52 * calibration.parameters.incapacitation.eta)


def counted() -> tuple[Array, Array]:
    """Return homicides a month from January 2023, nation and Sinaloa; nan where nobody has counted.

    INEGI by month to 2024, scaled to the national total for rows of unknown age; for 2025 the change of SESNSP
    victims on the year, and the count of Sinaloa's prosecutor.
    """
    monthly = read("states/state_homicides_monthly.csv", ["year", "month", *STATES])
    national = read("security/national_homicides.csv", ["year"]).set_index("year")
    own = read("security/state_homicides_2025.csv", ["homicides"], ["state_code"]).set_index("state_code")
    nation, sinaloa = np.full(48, np.nan), np.full(48, np.nan)
    for year in (2023, 2024):
        at, rows = slice(12 * (year - FIRST), 12 * (year - FIRST) + 12), monthly[monthly["year"] == year]
        known = rows[list(STATES)].to_numpy(float)
        scale = float(national.loc[year, "inegi_homicides"]) / known.sum()
        nation[at], sinaloa[at] = scale * known.sum(1), scale * known[:, SINALOA]
    victims = national["sesnsp_victims"]
    nation[24:36] = nation[12:24].mean() * float(victims[2025]) / float(victims[2024])
    sinaloa[24:36] = float(own.loc["25", "homicides"]) / 12
    return nation, sinaloa
