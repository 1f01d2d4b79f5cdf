"""2023 to 2026 as a scenario: the block alone under the dated removals and splits, beside what was counted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from giants.evidence.security.alone import simulate
from giants.security.calibration import SecurityCalibration, build_calibration
from giants.security.data import K, S
from giants.security.inputs import SecurityInputs
from giants.security.place_tables import inegi_over_sesnsp
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

    states: Array  # (d, t, s)

    @property
    def nation(self) -> Array:
        """(d, t)"""
        return self.states.sum(2)

    @property
    def sinaloa(self) -> Array:
        """(d, t)"""
        return self.states[:, :, SINALOA]

    def change(self, months: int = 12) -> Array:
        """Return the change of the nation's homicides from the first `months` of 2024 to those of 2025, by draw."""
        before, after = (self.nation[:, 12 * y : 12 * y + months].sum(1) for y in (1, 2))
        result: Array = after / before - 1
        return result

    def war(self) -> float:
        """Return homicides in Sinaloa in 2025 over those of 2024, means over draws."""
        return float(self.sinaloa[:, 24:36].mean() / self.sinaloa[:, 12:24].mean())

    def by_state(self) -> Array:
        """Return the log change of each state's homicides from 2024 to 2025 (s,), of means over draws."""
        before, after = (self.states[:, 12 * y : 12 * y + 12].mean((0, 1)) for y in (1, 2))
        result: Array = np.log(after / before)
        return result


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
    return SimulatedHomicides(np.array(runs))


def detained_factor(calibration: SecurityCalibration) -> float:
    """Return the detentions of the first campaign year over the arrests of the published model."""
    return DETAINED / (52 * calibration.parameters.incapacitation.eta)


class Counted(NamedTuple):
    """Homicides a month from January 2023, on INEGI's scale; nan where nobody has counted."""

    nation: Array  # (t,) INEGI
    observed: Array  # (t,) the nation as SESNSP observes it
    sinaloa: Array  # (t,) INEGI


def counted() -> Counted:
    """Return what was counted, by month.

    INEGI to 2024, scaled to the nation's total for rows of unknown age, and its first half of 2025; SESNSP's victims of
    the months that were read, times INEGI over SESNSP in 2024.
    """
    monthly = read("states/state_homicides_monthly.csv", ["year", "month", *STATES])
    national = read("security/national_homicides.csv", ["year"]).set_index("year")["inegi_homicides"]
    nation, observed, sinaloa = (np.full(48, np.nan) for _ in range(3))
    for year in (2023, 2024):
        at, rows = slice(12 * (year - FIRST), 12 * (year - FIRST) + 12), monthly[monthly["year"] == year]
        known = rows[list(STATES)].to_numpy(float)
        scale = float(national[year]) / known.sum()
        nation[at], sinaloa[at] = scale * known.sum(1), scale * known[:, SINALOA]
    halves = read("security/inegi_homicides_half_years.csv", ["year", "inegi_homicides"]).set_index("year")
    nation[24:30] = float(halves.loc[2025, "inegi_homicides"]) / 6
    daily = read("security/sesnsp_victims_a_day.csv", ["victims_a_day"], ["month"])
    for month, victims in zip(daily["month"], daily["victims_a_day"], strict=True):
        at_month = (int(month[:4]) - FIRST) * 12 + int(month[5:]) - 1
        observed[at_month] = victims * 365.25 / 12 * inegi_over_sesnsp()
    return Counted(nation, observed, sinaloa)


def states_of_2025() -> tuple[Array, Array]:
    """Return the rows of the states whose victims of 2025 were read, and their log change on 2024 on INEGI's scale."""
    panel = read("states/state_panel_annual.csv", ["year"], ["state_code"])
    before = panel[panel["year"] == 2024].set_index("state_code")["homicides_scaled"].reindex(STATES)
    seen = read("security/state_homicides_2025.csv", ["sesnsp_victims"], ["state_code"])
    rows = np.array([STATES.index(c) for c in seen["state_code"]])
    after = seen["sesnsp_victims"].to_numpy(float) * inegi_over_sesnsp()
    return rows, np.log(after / before.to_numpy(float)[rows])


class CalmScore(NamedTuple):
    """How arrests that calm a state by κ fare beside 2025."""

    arrest_calm: float
    nation: float  # change from 2024 to 2025
    error: float  # root mean square of states' log changes, ours less observed
    apart: float  # the same, both less their mean
    agreement: float  # correlation across states


def calm_scores(calibration: SecurityCalibration, values: tuple[float, ...]) -> list[CalmScore]:
    """Return scores of κ `values` on the states of 2025, all detained taken as members, without luck."""
    rows, observed = states_of_2025()
    out = []
    for value in values:
        p = calibration.parameters
        changed = replace(p, conflict=replace(p.conflict, arrest_calm=value))
        other = build_calibration(changed, calibration.pesos_per_dollar, calibration.data)
        change = as_it_happened(other, detained_factor(other))
        run = SimulatedHomicides(simulate(other, 36, change=change, noise=False).homicides[None])
        ours = run.by_state()[rows]
        off, apart = ours - observed, (ours - ours.mean()) - (observed - observed.mean())
        agreement = float(np.corrcoef(ours, observed)[0, 1])
        error, spread = (float(np.sqrt(np.mean(x**2))) for x in (off, apart))
        out.append(CalmScore(value, float(run.change().mean()), error, spread, agreement))
    return out
