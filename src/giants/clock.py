"""The calendar phase: statutory dates, sourced paths, the law of the day and the scenario's dated shocks."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from giants import duties, tables
from giants import politics as government
from giants.history import law
from giants.politics import Politics
from giants.scenario import Scenario, month_number
from giants.security.data import SecurityData
from giants.society import elections, growth
from giants.society.calibration import SocietyCalibration
from giants.symbols import SLOTS, Array, Calendar, Scalar, reads

_TREATY = {"endogenous": 0, "renewed": 1, "sunset": -1}
_NEUTRAL = Calendar.neutral()
REVIEW_MONTH = 6  # July, counted from 0: joint reviews of the treaty


READS = reads(calendar="month")
"""What the phase reads."""


@dataclass(frozen=True)
class Clock:
    """Everything exogenous that has a date."""

    start: int  # absolute month of month 0
    scenario: Scenario
    society: SocietyCalibration
    security: SecurityData
    politics: Politics
    presidents: tuple[government.Term, ...]
    """that elections from the start of the run on bring to Washington"""

    def at(self, month: int) -> Calendar:
        """Return the calendar of `month` (0 is the first month of the run; negative before it)."""
        now = self.start + month
        year = (now + 0.5) / 12.0
        endowment, labour_cost = _paths(now)

        def shocked(name: str, values: Scalar) -> Array:
            return self.scenario.apply(name, np.asarray(values), now)

        removed, rivalry = self._leaders(now)
        duty = duties.in_force(now)
        return Calendar(
            month=month,
            year=year,
            months_to_election=elections.months_to_election(self.society, now),
            review=float(now % 12 == REVIEW_MONTH),
            endowment=shocked("endowment", endowment),
            labour_cost=shocked("labour_cost", labour_cost),
            added_tariff=shocked("added_tariff", law().added(now)),
            mexican_law=law().mexican(now),
            claim_margin=duty.spared,
            duty_scope=duty.scope,
            spared_scope=duty.spared_scope,
            sector_rate=duty.sector_rate,
            sector_reach=duty.sector_reach,
            trade_cost=shocked("trade_cost", _NEUTRAL.trade_cost),
            productivity=shocked("productivity", _NEUTRAL.productivity),
            investment_wave=shocked("investment_wave", _NEUTRAL.investment_wave),
            drug_demand=shocked("drug_demand", _NEUTRAL.drug_demand),
            drug_potency=shocked("drug_potency", _NEUTRAL.drug_potency),
            synthetic_shift=shocked("synthetic_shift", _NEUTRAL.synthetic_shift),
            leader_removed=removed,
            rivalry_shock=rivalry,
            treaty_forced=float(_TREATY[self.scenario.treaty]),
            **self._governments(month),
        )

    def _governments(self, month: int) -> dict[str, Any]:
        """Return the symbols that tell who governs and what a new government keeps: all that luck may change."""
        now = self.start + month
        dispute, *tariffs = government.keeps(self.presidents, now)
        return {
            "us_posture": government.posture(self.presidents, now),
            "dispute_kept": float(dispute),
            "tariff_kept": np.array(tariffs, float),
            "turnover": government.turnover(self.politics, self.presidents, now) if month >= 0 else government.NOBODY,
        }

    def ahead(self, month: int) -> government.Ahead:
        """Return the terms ahead in Washington as they can be foreseen in `month` of the run."""
        return government.ahead(self.politics, self.presidents, self.start + month, self._eras)

    @cached_property
    def _eras(self) -> dict[tuple[int, int], government.Ahead]:
        """What was foreseen between two dates of elections, filled as it is asked for."""
        return {}

    def _leaders(self, now: int) -> tuple[Array, Array]:
        """Return which groups lose their leader, and which split into rival wings, in absolute month `now`."""
        removed, rivalry = np.zeros(SLOTS), np.zeros(SLOTS)
        for month, kind, slots in self._events:
            if month == now:
                (rivalry if kind == "split" else removed)[list(slots)] = 1.0
        return removed, rivalry

    @cached_property
    def _events(self) -> list[tuple[int, str, tuple[int, ...]]]:
        """Dated removals and splits of known groups: (absolute month, kind, slots)."""
        name = "security/kingpin_events.csv"
        table = tables.read(name, text=("date", "type", "cartel_id", "other_cartel_id"))
        slot = {code: k for k, code in enumerate(self.security.groups.ids)}
        return [
            (
                month_number(row.date[:7]),
                row.type,
                tuple(slot[c] for c in (row.cartel_id, row.other_cartel_id) if c in slot),
            )
            for row in table.itertuples()
            if row.type in ("capture", "killing", "split") and row.cartel_id in slot
        ]


@dataclass(frozen=True)
class Clocks:
    """The clocks of several runs of one scenario and start, read together: symbols that differ get a leading axis."""

    clocks: tuple[Clock, ...]

    @property
    def start(self) -> int:
        """Absolute month of month 0, the same for all."""
        return self.clocks[0].start

    def at(self, month: int) -> Calendar:
        """Return the calendar of `month`."""
        one = self.clocks[0].at(month)
        if self._one_path:
            return one
        each = [clock._governments(month) for clock in self.clocks]
        return replace(one, **{name: np.array([values[name] for values in each]) for name in each[0]})

    def ahead(self, month: int) -> government.Ahead:
        """Return the terms ahead as in `Clock.ahead`; where presidents differ every array has a leading axis."""
        if self._one_path:
            return self.clocks[0].ahead(month)
        return government.Ahead(*map(np.array, zip(*(clock.ahead(month) for clock in self.clocks), strict=True)))

    @cached_property
    def _one_path(self) -> bool:
        return len({clock.presidents for clock in self.clocks}) == 1


@lru_cache(maxsize=4096)
def _paths(month: int) -> tuple[Array, Array]:
    """Return endowments and relative labour costs of the sourced paths in an absolute month."""
    paths, year = growth.load_paths(), (month + 0.5) / 12.0
    return growth.sourced(year), growth.labour_cost(paths, year)
