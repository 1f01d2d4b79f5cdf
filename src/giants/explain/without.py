"""The same run without one of its threats: same past, same luck, and a sender that asks for nothing in that month."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from giants.branch import first_month
from giants.config import Settings
from giants.errors import InputError
from giants.explain.log import Log, LogLine
from giants.records.story import BEGIN
from giants.run import run
from giants.scenario import NOTHING, Demand, month_name, month_number

MEASURES = ("disposable_mex", "real_income_usa", "index", "approval_mex", "us_tariff", "homicides_total")
"""What is told of both runs."""
YEAR = 12


class Without(NamedTuple):
    """Measures of the run and of the one without the threat, and what its sender did there instead."""

    months: tuple[int, ...]
    """months of the run that are compared"""
    measures: dict[str, list[tuple[float, float]]]
    """by measure, at each of those months: with the threat and without"""
    position: list[tuple[float, float]]
    """same of the policy that was asked for"""
    instead: list[str]
    """first sentences on the sender in the year from that month on"""


def without(log: Log, begun: LogLine) -> Without:
    """Return what the run does if the threat `begun` is not made: its sender makes none in that month.

    Raises InputError where that cannot be known: the threat was made in the parent of a branch, or the run is not
    repeated to the bit by this code.
    """
    event, start = begun.event, month_number(log.settings.run.start)
    branch = log.settings.run.branch
    if branch and event.month < first_month(log.settings):
        raise InputError(f"that month is of the run's parent; explain it there: giants explain {branch.run}")
    quiet = _quiet(log.settings, event.actor, month_name(start + event.month))
    other = run(quiet).frames()
    measures, before = log.run.measures, other["measures"]
    for name in MEASURES:
        if not np.array_equal(measures[name][: event.month], before[name][: event.month], equal_nan=True):
            raise InputError("this version of the model does not repeat the months before it; repeat the run first")
    last = len(measures) - 1
    at = tuple(dict.fromkeys((min(event.month + YEAR, last), last)))
    return Without(
        months=at,
        measures={name: _pairs(measures[name], before[name], at) for name in MEASURES},
        position=_pairs(measures[f"position_{event.issue}"], before[f"position_{event.issue}"], at),
        instead=[
            text
            for month, actor, text in other["events"][["month", "actor", "text"]].itertuples(index=False)
            if actor == event.actor and event.month <= month < event.month + YEAR
        ][:2],
    )


def _quiet(settings: Settings, sender: str, month: str) -> Settings:
    """Return `settings` in which a sender makes no demand in a month, whatever was given or would be drawn."""
    kept = tuple(one for one in settings.scenario.demands if (one.sender, one.month) != (sender, month))
    demands = (*kept, Demand(month, sender, NOTHING))  # type: ignore[arg-type]
    scenario = replace(settings.scenario, demands=demands)
    return replace(settings, scenario=scenario, run=replace(settings.run, record="yearly", twins="none"))


def _pairs(one: Any, other: Any, at: tuple[int, ...]) -> list[tuple[float, float]]:
    return [(float(one.iloc[month]), float(other.iloc[month])) for month in at]


def begins(lines: list[LogLine]) -> LogLine | None:
    """Return the line with which an episode begins, if it does with a threat."""
    return next((line for line in lines if line.event.outcome in BEGIN), None)
