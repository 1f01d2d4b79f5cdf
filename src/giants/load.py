"""The initial state: the blocks stepped from January 2023, the date of the data, to the start of a run."""

from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np

from giants.blocks import Blocks
from giants.config import Settings
from giants.errors import InputError
from giants.history import law
from giants.invest import phase as invest
from giants.scenario import Scenario, month_number
from giants.security import phase as security
from giants.society import labour
from giants.society import phase as society
from giants.symbols import MEX, Array
from giants.trade import phase as trade
from giants.world import World

DATA_DATE = "2023-01"
TREATY_END = "2036-07"
"""Last month of the treaty unless it is renewed: sixteen years from July 2020, USMCA Article 34.7."""
HISTORY = Scenario("history", "what happened until the start", "endogenous", ())
LUCK = 2023  # one luck for everyone's past, so that runs differ only from their start on
_KEPT = 4
YEAR = 12  # months of the past that the level of homicides is compared over
_past: "OrderedDict[str, World]" = OrderedDict()  # immutable results of data and parameters, never handed out


@dataclass(frozen=True)
class PastPolicy:
    """What the law had put in force; everything else in the bargain phase rests."""

    lever: Array
    added_tariff: Array
    treaty_horizon: float


@dataclass(frozen=True)
class Level:
    """The fall of homicides in 2025 has no mechanism in the model: runs start from the level that was counted.

    The past is calm, because luck in it would be taken for a level here and then fade.
    """

    homicide_level: Array


@dataclass(frozen=True)
class PastStance:
    """What actors did before the start that differs from the neutral stance."""

    precursor_control: Array


def initial(settings: Settings) -> World:
    """Return a World at the end of the month before the start of the run.

    From January 2023 the blocks are stepped under the tariffs, preferences and removals of leaders that happened,
    with the programmes of the day and without bargaining.  Strategies, scenarios and seeds do not touch it.
    Raises InputError for a start before February 2023.
    """
    s = settings
    key = repr((s.run.start, s.trade, s.issues, s.invest, s.security, s.society, s.measures))
    if key not in _past:
        _past[key] = _step_from_data(replace(s, scenario=HISTORY))
        while len(_past) > _KEPT:
            _past.popitem(last=False)
    return _past[key].copy()


def _step_from_data(settings: Settings) -> World:
    months = month_number(settings.run.start) - month_number(DATA_DATE)
    if months < 1:
        raise InputError(f"start: {settings.run.start} is not after {DATA_DATE}, the date of the data")
    b = Blocks(settings, seed=LUCK)
    w = _base(b, -months)
    counted = []
    for month in range(-months, 0):
        w.calendar.update(b.calendar(month))
        w.stance.update(PastStance(law().precursor_control(b.clock.start + month)))
        w.policy.update(_law(w, b, month))
        w.invest.update(b.invest(w, month))
        w.trade.update(b.trade(w))
        w.labour.update(b.labour(w))
        w.security.update(b.security(w, month, calm=True))
        w.society.update(b.society(w, month))
        w.measures.update(b.measure(w))
        counted.append(w.security.homicides.copy())
    known = b.security_setting.data.places.homicides_2025
    w.security.update(Level(known / np.maximum(np.mean(counted[-YEAR:], axis=0), 1.0)))
    return w


def _base(b: Blocks, month: int) -> World:
    """Return the World of the data: trade of 2023, jobs and wages, groups of 2020-22, firms of the tables.

    Trade comes first without the cost of crime, which needs jobs, and is then set again with it as its base.
    """
    w = World()
    s = b.settings
    w.calendar.update(b.calendar(month))
    w.policy.update(_law(w, b, month))
    w.trade.update(trade.initial(w, b.trade_block))
    w.labour.update(labour.initial(w, b.society_data, s.society.labour))
    w.society.update(society.initial(w, s.society))
    w.security.update(security.initial(w, b.security_setting))
    w.trade.update(trade.initial(w, b.trade_block))
    w.invest.update(invest.initial(w, b.invest_data, s.invest))
    return w


def _law(w: World, b: Blocks, month: int) -> PastPolicy:
    added = w.policy.added_tariff.copy()
    added[MEX] = w.calendar.mexican_law
    horizon = (month_number(TREATY_END) - b.clock.start - month) / 12.0
    return PastPolicy(lever=b.board.issues.initial, added_tariff=added, treaty_horizon=horizon)
