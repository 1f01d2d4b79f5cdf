"""The initial state: the blocks stepped from January 2023, the date of the data, to the start of a run."""

from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from giants import tables
from giants.agents.decisions import Deciders, decide
from giants.agents.views import Facts, bridged
from giants.bargaining import phase as bargaining
from giants.bargaining.ratify import SOVEREIGN
from giants.blocks import Blocks, read_only
from giants.config import Settings, choice
from giants.duties import claims, law_paid
from giants.errors import InputError
from giants.history import law
from giants.invest import phase as invest
from giants.policies.base import View
from giants.scenario import Scenario, month_number
from giants.security import phase as security
from giants.security.inputs import employment
from giants.society import labour
from giants.society import phase as society
from giants.symbols import (
    CHN,
    ECONOMIES,
    MEX,
    NEVER,
    PARTNER_ROWS,
    SECTORS,
    USA,
    Actions,
    Array,
    Bargaining,
    Base,
    Security,
    ThreatLosses,
)  # fmt: skip
from giants.threads import single_threaded
from giants.trade.model import TradeModel
from giants.trade.world_shock import crime
from giants.world import World

DATA_DATE = "2023-01"
TREATY_END = "2036-07"
"""Last month of the treaty unless it is renewed: sixteen years from July 2020, USMCA Article 34.7."""
HISTORY = Scenario("history", "what happened until the start", "endogenous", ())
LUCK = 2023  # one luck for everyone's past, so that runs differ only from their start on
POLLED = "2025-12"  # when Mexico's government stood in the polls as conf/society says
_KEPT = 4
COUNTED = ("2026-01", "2026-02")
"""The last months in which homicides are counted; ours of the same months give the level of those after them."""
_spun_up: "OrderedDict[tuple[Any, ...], InitialState]" = OrderedDict()  # immutable results of data and parameters


class InitialState(NamedTuple):
    """Where a run begins."""

    world: World
    trade_model: TradeModel
    """with its Jacobians at this World, so that the solves of a run start near them"""


class Actor(NamedTuple):
    """Who followed which rules since when."""

    since: int  # absolute month
    name: str  # group of the configuration
    rules: Any


def initial(settings: Settings) -> World:
    """Return a World at the end of the month before the start of the run.

    From January 2023 the blocks are stepped under the tariffs, preferences and removals of leaders that happened,
    with everyone doing what was done then, and without bargaining.  Strategies, scenarios and seeds of the run do not
    touch it.  Raises InputError for a start before February 2023.
    """
    return initial_state(settings).world


@single_threaded
def initial_state(settings: Settings) -> InitialState:
    """Return an `initial` World of the caller's own and the trade block that all runs from there share."""
    s = settings
    named = tuple(s.issues.items()), tuple(s.instruments.items())
    key = (s.run.start, s.trade, s.bargaining, *named, s.invest, s.security, s.society, s.measures)
    if key not in _spun_up:
        _spun_up[key] = _spin_up_to_start(replace(s, scenario=HISTORY, run=replace(s.run, threats=True)))
        while len(_spun_up) > _KEPT:
            _spun_up.popitem(last=False)
    result = _spun_up[key]
    return InitialState(result.world.copy(), result.trade_model)


def _spin_up_to_start(settings: Settings) -> InitialState:
    b = Blocks(settings, seed=LUCK)
    w = deque(spin_up(b), maxlen=1)[0]
    w.base.freeze()
    return InitialState(w, read_only(b.trade_model.refresh_jacobians(w)))


def spin_up(b: Blocks) -> Iterator[World]:
    """Yield the World after each month from January 2023 to the one before the start (the same one, stepped on)."""
    months = b.clock.start - month_number(DATA_DATE)
    if months < 1:
        raise InputError(f"start: {b.settings.run.start} is not after {DATA_DATE}, the date of the data")
    w = base_world(b, -months)
    observed, counted = facts(b), []
    for month in range(-months, 0):
        w.calendar.update(b.clock.at(month))
        force = in_force(b.clock.start + month)
        w.actions.update(_actions(w, observed, force, b.clock.start + month))
        w.bargaining.update(law_only_policy(w, b, month, threatened="usa" in force))
        w.invest.update(b.invest(w))
        w.trade.update(b.trade(w))
        w.labour.update(b.labour(w))
        w.security.update(b.security(w, calm=True))
        if month == -months:
            w.base.update(_judged(w, b))
        w.society.update(b.society(w, calm=True))
        if b.clock.start + month == month_number(POLLED):
            w.society.update(society.polled(w, b.settings.society))
        if month == -1:  # so that the first decisions of a run know what is at stake; it solves its own first
            w.threat_losses.update(_unsolved(b.threat_losses(w)))
        w.measures.update(b.measures(w))
        if b.clock.start + month in map(month_number, COUNTED):
            counted.append(w.security.homicides.copy())
            if len(counted) == len(COUNTED):
                w.security.update(_homicide_anchor(w, b, np.mean(counted, axis=0)))
        yield w


def _unsolved(t: ThreatLosses) -> ThreatLosses:
    """Return losses that are to be solved again at the first look."""
    cold = {name: np.zeros_like(getattr(t, name)) for name in ("losses_path", "lasting_path", "sudden_path")}
    return replace(t, losses_month=NEVER, reference_month=NEVER, **cold)


def _homicide_anchor(w: World, b: Blocks, ours: Array) -> Security:
    """Set the level of homicides (s,) to that counted early in 2026, on INEGI's scale.

    The fall since 2024 has no mechanism in the model; a run that starts before those months keeps its own level.

    The past is calm, because luck in it would be taken for a level here and then fade.
    """
    known = b.security_calibration.data.places.homicides_2026
    return replace(w.security, homicide_level=known / np.maximum(ours, 1.0))


@lru_cache(maxsize=1)
def actors() -> tuple[Actor, ...]:
    """Return who followed which strategy since when, in order of date, from the dated table and the configuration."""
    table = tables.read("history/strategies_in_force.csv", text=("since", "actor", "choice")).sort_values("since")
    rows = zip(table["since"], table["actor"], table["choice"], strict=True)
    return tuple(Actor(month_number(since), actor, choice(actor, name)) for since, actor, name in rows)


def fitting(w: World, b: Blocks) -> World:
    """Return `w` if a run of these blocks can go on from it.  Raises InputError for a World of other instruments."""
    for letter, symbol in (("t", w.threat_losses.losses), ("a", w.threat_losses.target)):
        present, needed = len(symbol), b.axes()[letter]
        if present != needed:
            more = f"the settings' instruments {needed}"
            raise InputError(f"world: its axis {letter} of threats has {present} rows, {more}")
    return w


def facts(b: Blocks) -> Facts:
    """Return the constants that views need."""
    return Facts(
        population=b.measures_calibration.population,
        wage=b.society_calibration.wage,
        firm_sector=b.invest_calibration.sector,
        sovereign=b.bargaining_model.issues.kind == SOVEREIGN,
        base_tariff=b.trade_model.data.t0,
        observation_error=b.settings.run.observation_error,
    )


def in_force(now: int) -> dict[str, Any]:
    """Return the rules that each actor follows in absolute month `now`, by its group of the configuration."""
    return {actor.name: actor.rules for actor in actors() if actor.since <= now}


def _actions(w: World, observed: Facts, force: Mapping[str, Any], now: int) -> Actions:
    """Return what was done in absolute month `now` by the strategies in force, seen without error.

    Who has none yet keeps neutral actions, which are those of the base year; control of precursors is dated by itself.
    """
    names = {MEX: "mexico", USA: "usa", CHN: "china", **dict.fromkeys(PARTNER_ROWS.tolist(), "latam")}
    rules = {n: [force[name]] for n, name in names.items() if name in force}
    rules[MEX] = list(force["mexico"].rules().values())
    deciders = {n: partial(_answers, row) for n, row in rules.items()}
    exact = np.zeros((len(ECONOMIES), 2))
    who = Deciders(deciders, (force["states"], force["cartels"], force["firms"]))
    actions = decide(w, observed, [who], exact)
    return replace(actions, precursor_control=law().precursor_control(now), signpost=w.actions.signpost)


def _answers(rules: Sequence[Any], view: View) -> list[Any]:
    return [rule.decide(view) for rule in rules]


def base_world(b: Blocks, month: int) -> World:
    """Return the World of the data: trade of 2023, jobs and wages, groups of 2020-22, firms of the tables.

    Trade comes first without the cost of crime, which needs jobs, and is then set again with it as its base.
    """
    w = World.neutral(b.axes())
    s = b.settings
    w.calendar.update(b.clock.at(month))
    w.bargaining.update(law_only_policy(w, b, month))
    w.trade.update(b.trade_model.initial(w))
    w.labour.update(labour.initial(w, b.society_calibration, s.society.labour))
    w.society.update(society.initial(w, s.society))
    w.security.update(security.initial(b.security_calibration))
    cost = crime(w)
    w.base.update(replace(w.base, crime_cost=cost.domestic, crime_freight=cost.freight,
                          remittances=s.society.migration.remittances))  # fmt: skip
    w.trade.update(b.trade_model.initial(w))
    w.base.update(_known(w, b))
    w.invest.update(invest.initial(w, b.invest_calibration, s.invest))
    return w


def _known(w: World, b: Blocks) -> Base:
    """Return the base with what everybody took for granted when the data were made."""
    return replace(
        w.base,
        profits=b.invest_calibration.profits,
        groups=w.security.groups,
        bridge=bridged(w),
        position=w.bargaining.position,
        real_wage=w.labour.real_wage,
        employment=employment(w),
        port_integrity=w.society.port_integrity,
        rule_of_law=w.society.rule_of_law,
    )


def _judged(w: World, b: Blocks) -> Base:
    """Return the base with the counts of the first month of the past, against which people judge later ones."""
    first = society.counts(w, b.society_calibration)
    return replace(
        w.base,
        homicides=first.homicides,
        overdose_deaths=first.overdose_deaths,
        capture=first.capture,
        mean_wage=first.mean_wage,
    )


def law_only_policy(w: World, b: Blocks, month: int, threatened: bool = False) -> Bargaining:
    """Return what the law had put in force in `month`, and nothing that bargaining might add.

    Firms expect the law of the day to stay, and where Mexico is `threatened` also what a new threat might bring.
    """
    added = w.bargaining.added_tariff.copy()
    added[MEX] = w.calendar.mexican_law
    horizon = (month_number(TREATY_END) - b.clock.start - month) / 12.0
    expected, variance = law_paid(w, claims(w))[MEX], np.zeros(len(SECTORS))
    if threatened:
        expected, variance = bargaining.expectations(w, b.bargaining_model, horizon)
    return replace(
        w.bargaining,
        position=b.bargaining_model.issues.initial,
        added_tariff=added,
        treaty_horizon=horizon,
        expected_tariff=expected,
        tariff_variance=variance,
    )
