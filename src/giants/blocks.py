"""The blocks of one run: their tables, their parameters, and one method per phase.

Each method reads the World and returns the block that its phase writes; nothing here writes, and nothing is kept from
one month to the next, so that a run can go on from any World.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from giants import politics, symbols
from giants.bargaining import issues
from giants.bargaining import phase as bargaining
from giants.bargaining.given import FREE, by_month
from giants.bargaining.instruments import PRIORS, Instrument
from giants.bargaining.log import Episode
from giants.bargaining.losses import legal_context, losses
from giants.bargaining.model import DRAWS, SENDERS, BargainingModel, prepare
from giants.bargaining.rules import BargainingSettings
from giants.batch import shared
from giants.clock import Clock, Clocks
from giants.config import Settings
from giants.draw import Draws
from giants.invest import calibration as invest_calibration
from giants.invest import phase as invest
from giants.measures import dealings
from giants.measures import phase as measures
from giants.measures.calibration import MeasuresCalibration
from giants.measures.calibration import build_calibration as build_measures
from giants.measures.parameters import MeasuresParameters
from giants.scenario import month_number
from giants.security import calibration as security_calibration
from giants.security import phase as security
from giants.security.noise import Noise
from giants.society import calibration as society_calibration
from giants.society import elections, growth, labour
from giants.society import phase as society
from giants.symbols import ECONOMIES, FIRMS, PLANKS, STATES, USA, reads
from giants.threads import single_threaded
from giants.trade import model as trade_model
from giants.world import World

PLACES = len(STATES) + len(ECONOMIES)
type Pairs[T] = tuple[tuple[str, T], ...]
"""A mapping as a key of what is shared."""
QUARTER = 3  # months after which the measures read again what the law and actions make of threats


READS = reads(
    actions="coalition latam_coalition linkage retaliation us_content_eligible us_protection us_subsidy",
    bargaining="""
        added_tariff barrier border_friction exempt inducement local_subsidy preference_lost standing_tariff
        treaty_in_force
    """,
    base="crime_cost crime_freight profits remittances",
    calendar="""
        added_tariff claim_margin duty_scope endowment month productivity sector_rate sector_reach trade_cost year
    """,
    invest="input_rule input_saving productivity profits",
    labour="output",
    security="extortion freight",
    society="regional_cost remittances",
    threat_losses="""
        lasting lasting_path losses losses_month losses_path losses_wedge reference_month reference_wedge sudden
        sudden_path
    """,
    trade="""
        deferral_cost deferred expenditure flows gdp input_shift output preference_use pressure price relative_price
        sector_price tariff taste wage
    """,
)
"""What the threat_losses phase reads, whose function stands here; the others say it beside theirs."""


def _shared[T, **P](make: Callable[P, T]) -> Callable[P, T]:
    """Let the runs of a process share what `make` returns: functions of data and parameters, locked against writing."""

    @lru_cache(maxsize=8)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        return read_only(make(*args, **kwargs))

    return made  # type: ignore[return-value]


def read_only[T](thing: T) -> T:
    """Make every array in `thing` (dataclasses and tuples, nested) read-only."""
    if isinstance(thing, np.ndarray):
        thing.flags.writeable = False
    elif is_dataclass(thing):
        for f in fields(thing):
            read_only(getattr(thing, f.name))
    elif isinstance(thing, tuple):
        for item in thing:
            read_only(item)
    return thing


_security_calibration = _shared(security_calibration.build_calibration)
_society_calibration = _shared(society_calibration.build_calibration)
_invest_calibration = _shared(invest_calibration.build_calibration)
_trade_model = _shared(trade_model.build)


@_shared
def _measures_calibration(p: MeasuresParameters, defined: Pairs[issues.Issue]) -> MeasuresCalibration:
    return build_measures(p, dict(defined))


@_shared
def _bargaining_model(
    b: BargainingSettings, defined: Pairs[issues.Issue], tools: Pairs[Instrument], threats: bool
) -> BargainingModel:
    return prepare(b, dict(defined), dict(tools), threats)


class Blocks:
    """Everything that a month needs beside the World."""

    @single_threaded
    def __init__(self, settings: Settings, seed: int | None = None) -> None:
        self.settings = s = settings
        self.draws = Draws(s.run.seed if seed is None else seed)
        self.security_calibration = _security_calibration(s.security, s.society.labour.pesos_per_dollar)
        self.society_calibration = _society_calibration(
            s.society.labour.pesos_per_dollar, issues.product_issues(s.issues), issues.of(s.issues, "USA")
        )
        self.invest_calibration = _invest_calibration(s.invest)
        self.bargaining_model = _bargaining_model(
            s.bargaining, tuple(s.issues.items()), tuple(s.instruments.items()), s.run.threats
        )
        self.trade_model = _trade_model(s.trade, growth.sourced)
        self.measures_calibration = _measures_calibration(s.measures, tuple(s.issues.items()))
        self.clock: Clock | Clocks = Clock(
            month_number(s.run.start),
            s.scenario,
            self.society_calibration,
            self.security_calibration.data,
            s.politics,
            self._presidents(month_number(s.run.start)),
        )
        options = self.bargaining_model.options
        answers = ((one.month, one.sender, one.answer) for one in s.run.answers)
        self.given = by_month(s.scenario.demands, answers, s.run.start, options)
        self.aimed = (options.sender == USA) & ~np.isin(options.channel, PRIORS)

    @classmethod
    def together(cls, several: Sequence["Blocks"]) -> "Blocks":
        """Return the blocks of runs that differ in luck and rules, whose phases advance a stack of their Worlds."""
        made = copy(several[0])
        made.draws = Draws(*(seed for b in several for seed in b.draws.seeds))
        made.clock = Clocks(tuple(b.clock for b in several if isinstance(b.clock, Clock)))
        return made

    def _presidents(self, start: int) -> tuple[politics.Term, ...]:
        """Return whom US elections from the absolute month `start` on bring, by luck that is keyed by their dates."""
        if self.settings.politics.rule == "fixed":
            return ()
        votes = [vote for vote in elections.general_votes(self.society_calibration, USA) if vote >= start]
        u, kept = (
            np.array([self.draws.uniform(purpose, vote, (size,)) for vote in votes])
            for purpose, size in (("presidents", politics.DRAWS), ("inheritance", politics.PIECES))
        )
        return politics.terms(self.settings.politics, votes, u, kept)

    def axes(self) -> dict[str, int]:
        """Return the lengths of the axes that the configuration sets."""
        return {
            "t": len(self.bargaining_model.nodes),
            "a": len(self.bargaining_model.options.sender),
            "z": len(self.settings.mexico.triggers),
        }

    def calendar(self, w: World) -> symbols.Calendar:
        """Dates, law of the day, sourced paths and shocks of the next month."""
        return self.clock.at(_month(w) + 1)

    def observation_errors(self, w: World) -> symbols.Array:
        """Standard normal errors (n, 2) of what governments know of their own and the other side's losses."""
        return self.draws.normal("observation", _month(w), (len(ECONOMIES), 2))

    def threat_losses(self, w: World) -> symbols.ThreatLosses:
        """What each threat would cost whom, under the law of the day."""
        s = self.trade_model.threat_losses(w, self.bargaining_model.nodes)
        legal = legal_context(w, self.bargaining_model)
        at_stake = losses(w, self.bargaining_model, s.losses, legal)
        return symbols.ThreatLosses(
            losses=s.losses,
            losses_month=s.losses_month,
            losses_wedge=s.losses_wedge,
            losses_path=s.losses_path,
            lasting=s.lasting,
            sudden=s.sudden,
            reference_month=s.reference_month,
            reference_wedge=s.reference_wedge,
            lasting_path=s.lasting_path,
            sudden_path=s.sudden_path,
            fresh=s.anew | (_month(w) % QUARTER == 0),
            target=at_stake.target,
            sender=at_stake.sender,
            benefit=at_stake.benefit,
            legal=at_stake.legal,
            levied=legal.levied,
            left=legal.left,
        )

    def bargaining(self, w: World) -> tuple[symbols.Bargaining, Sequence[Any]]:
        """Demands, threats, offers and what comes of them, with the log of the month, of a stack the log of each."""
        block, logs = bargaining.advance(
            w,
            self.bargaining_model,
            self.luck_of_bargaining(w),
            self.given.get(_month(w), FREE),
            self.clock.ahead(_month(w)),
        )
        return block, logs if np.ndim(w.calendar.month) else logs[0]

    def luck_of_bargaining(self, w: World) -> symbols.Array:
        """Uniform draws (SENDERS, len(DRAWS)) of the month."""
        return self.draws.uniform("bargaining", _month(w), (SENDERS, len(DRAWS)))

    def invest(self, w: World) -> symbols.Invest:
        """Projects due, put off, placed, stopped and finished."""
        month, year = _month(w), int(shared(w.calendar.year))
        u = invest.InvestDraws(
            decide=self.draws.uniform("invest decide", month, (FIRMS,)),
            wait=self.draws.uniform("invest wait", month, (FIRMS,)),
            screen=self.draws.uniform("invest screen", month, (FIRMS,)),
            taste=self.draws.uniform("invest taste", year, (FIRMS, PLACES)),
        )
        return invest.advance(w, self.invest_calibration, self.settings.invest, u)

    def trade(self, w: World) -> symbols.Trade:
        """The month's market equilibrium."""
        return self.trade_model.advance(w)

    def labour(self, w: World) -> symbols.Labour:
        """Jobs and wages by state."""
        return labour.labour(w, self.society_calibration, self.settings.society.labour)

    def security(self, w: World, calm: bool = False) -> symbols.Security:
        """Groups, drugs, money, capture and violence; a `calm` month has no luck in flare-ups and seizures."""
        noise = Noise.of(self.draws, _month(w))
        return security.advance(w, self.security_calibration, *(noise.calm() if calm else noise))

    def society(self, w: World, calm: bool = False) -> symbols.Society:
        """Budget, development, region, approval, elections, migration; a `calm` month has no luck in approval."""
        u = self.draws.uniform("elections", _month(w), (len(ECONOMIES),))
        kept = self.draws.uniform("succession", self.clock.start + _month(w), (len(PLANKS),))
        luck = np.zeros_like(u) if calm else self.draws.normal("approval", _month(w), (len(ECONOMIES),))
        return society.advance(w, self.society_calibration, self.settings.society, u, kept, luck)

    def measures(self, w: World, *logs: Sequence[Episode]) -> symbols.Measures:
        """Pillars, indicators and the index, given the bargaining log of the month, of each World one."""
        return measures.advance(w, self.measures_calibration, self.aimed, dealings.tallied(logs))


def _month(w: World) -> int:
    return int(shared(w.calendar.month))
