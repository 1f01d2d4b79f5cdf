"""The blocks of one run: their tables, their parameters, and one method per phase.

Each method reads the World and returns the frozen result of its phase; nothing here writes.  The trade solver and
the keyed draws belong to one run, so that results never depend on which runs shared a process.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import lru_cache

import numpy as np

from giants.bargaining import issues
from giants.bargaining import phase as bargaining
from giants.bargaining.board import DRAWS, SENDERS, prepare
from giants.bargaining.log import Episode
from giants.bargaining.result import PolicyResult
from giants.bargaining.stakes import Stakes, stakes
from giants.clock import CalendarResult, Clock
from giants.config import Settings
from giants.draw import Draws
from giants.invest import data as invest_data
from giants.invest import phase as invest
from giants.measures import phase as measures
from giants.measures.yardstick import yardstick
from giants.scenario import month_number
from giants.security import phase as security
from giants.security import setting as security_setting
from giants.society import data as society_data
from giants.society import labour
from giants.society import phase as society
from giants.symbols import ECONOMIES, FIRMS, MEX, STATES, USA
from giants.trade import phase as trade
from giants.trade.pressure import Pressure
from giants.world import World

PLACES = len(STATES) + len(ECONOMIES)
QUARTER = 3  # months after which the law and the actions behind what is at stake are read again
SLOW = 9  # steps of the trade solver above which its Jacobian is rebuilt where the economy now stands


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


_security_setting = _shared(security_setting.prepare)
_society_data = _shared(society_data.load)
_invest_data = _shared(invest_data.load)
_trade_block = _shared(trade.build)
_yardstick = _shared(yardstick)


class Blocks:
    """Everything that a month needs beside the World."""

    def __init__(self, settings: Settings, seed: int | None = None) -> None:
        self.settings = s = settings
        self.draws = Draws(s.run.seed if seed is None else seed)
        self.security_setting = _security_setting(s.security)
        self.society_data = _society_data(
            s.society.labour.pesos_per_dollar, issues.product_issues(s.issues), issues.of(s.issues, "USA")
        )
        self.invest_data = _invest_data(s.invest)
        b = s.bargaining
        self.board = prepare(
            b.parameters, b.solution, b.resolve, b.menu, b.multi, s.issues, s.instruments, s.run.threats
        )
        self.trade_block = _trade_block(s.trade)
        self.yardstick = _yardstick(s.measures, issues.of(s.issues, "USA", "CHN"))
        self.clock = Clock(month_number(s.run.start), s.scenario, self.society_data, self.security_setting.data)
        self.pressure = Pressure(self.board.nodes)
        self.at_stake: measures.Exposure | None = None
        self.events: tuple[Episode, ...] = ()

    def calendar(self, month: int) -> CalendarResult:
        """Dates, law of the day, sourced paths and shocks of the month."""
        return self.clock.turn(month)

    def bargain(self, w: World, month: int) -> PolicyResult:
        """Demands, threats, offers and what comes of them; the log of the month is left in `events`."""
        solved = self.pressure.update(w, self.trade_block)
        u = self.draws.uniform("bargaining", month, (SENDERS, len(DRAWS)))
        done = bargaining.advance(w, self.board, self.pressure.losses, u)
        if solved or month % QUARTER == 0:
            self.look(w, done.stakes)
        self.events = done.events
        return done.result

    def invest(self, w: World, month: int) -> invest.InvestResult:
        """Projects due, put off, placed, stopped and finished."""
        year = int(w.calendar.year)
        u = invest.InvestDraws(
            decide=self.draws.uniform("invest decide", month, (FIRMS,)),
            wait=self.draws.uniform("invest wait", month, (FIRMS,)),
            screen=self.draws.uniform("invest screen", month, (FIRMS,)),
            taste=self.draws.uniform("invest taste", year, (FIRMS, PLACES)),
        )
        return invest.advance(w, self.invest_data, self.settings.invest, u)

    def trade(self, w: World) -> trade.TradeResult:
        """The month's market equilibrium."""
        if int(w.trade.iterations) > SLOW:
            self.trade_block = trade.recentre(w, self.trade_block)
        return trade.advance(w, self.trade_block)

    def labour(self, w: World) -> labour.LabourResult:
        """Jobs and wages by state."""
        return labour.labour(w, self.society_data, self.settings.society.labour)

    def security(self, w: World, month: int, calm: bool = False) -> security.SecurityResult:
        """Groups, drugs, money, capture and violence; a `calm` month has no luck in flare-ups and seizures."""
        u = self.draws.uniform("security groups", month, security.GROUP_DRAWS)
        z = self.draws.normal("security states", month, security.STATE_DRAWS)
        v = self.draws.normal("security places", month, security.PLACE_DRAWS)
        return security.advance(w, self.security_setting, u, *((0.0 * z, 0.0 * v) if calm else (z, v)))

    def society(self, w: World, month: int) -> society.SocietyResult:
        """Budget, development, region, approval, elections, migration."""
        u = self.draws.uniform("elections", month, (len(ECONOMIES),))
        return society.advance(w, self.society_data, self.settings.society, u)

    def measure(self, w: World) -> measures.MeasuresResult:
        """Pillars, indicators and the index; exposure is handed over when it was solved, and every quarter."""
        at_stake, self.at_stake = self.at_stake, None
        return measures.advance(w, self.yardstick, at_stake, self.events)

    def look(self, w: World, threats: Stakes | None = None) -> None:
        """See what the United States could do to Mexico now, under which law, and what it would lose itself.

        `threats`: what is at stake, if that has been worked out from the same World already.
        """
        if not self.pressure.losses.size:
            self.pressure.update(w, self.trade_block)
        threats = threats or stakes(w, self.board, self.pressure.losses)
        aimed = self.board.options.sender == USA
        tariff, cut, market, china_cut, china_market = self.pressure.lasting
        self.at_stake = measures.Exposure(
            loss_mexico=threats.target[aimed],
            loss_sender=threats.sender[aimed],
            legal=threats.legal[aimed],
            sensitivity=float(self.pressure.sudden[MEX]),
            reference=float(tariff[MEX]),
            break_mexico=float(cut[MEX]),
            break_usa=float(cut[USA]),
            break_china=float(china_cut[MEX]),
            market_usa=float(market[MEX]),
            market_china=float(china_market[MEX]),
        )
