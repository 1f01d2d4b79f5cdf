"""The model: `Giants.step` is the table of contents of a month."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import fields, replace
from time import perf_counter
from typing import Any

import mesa
import numpy as np

from giants import exceptions
from giants.agents.cartel import Cartel
from giants.agents.decisions import Deciders, decide
from giants.agents.firm import Firm
from giants.agents.government import Government
from giants.agents.population import Population
from giants.agents.row import enrol
from giants.agents.state import State
from giants.bargaining.issues import demands
from giants.bargaining.log import Episode
from giants.blocks import Blocks
from giants.checks import inspect
from giants.config import Settings, default_settings
from giants.load import facts, fitting, initial_state
from giants.memory import keep_memory
from giants.policies.strategy import Strategy
from giants.policies.turnover import InOffice, inherited
from giants.records.manifest import manifest, symbol_sources
from giants.records.recorder import Recorder
from giants.records.schema import Event
from giants.records.story import Story
from giants.records.tables import TABLES
from giants.records.words import words
from giants.security.group_tables import group_labels
from giants.symbols import (
    CHN,
    ECONOMIES,
    FIRMS,
    MEX,
    PARTNER_ROWS,
    PHASES,
    SLOTS,
    STATES,
    USA,
    Actions,
    Array,
    Block,
)
from giants.threads import single_threaded
from giants.world import World

PHASE_OF = {cls: name for name, cls in PHASES.items()}
_SAME = tuple(f.name for f in fields(Episode) if f.name in Event._fields)
"""Fields of an episode that the log keeps under the same name."""


class Giants(mesa.Model):
    """Mexico between giants, month by month.

    All numbers stand in `world`; agents (governments, states, cartels, firms) only read it and carry the rules.
    `settings` default to the configuration tree's own; `rng`, an integer, overrides their seed, so that Mesa's tools
    can drive replications.  With `world` the run goes on from a copy of it; InputError if it is of other instruments.
    With `checked`, a phase that writes what belongs to another phase fails at once.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        world: World | None = None,
        rng: int | None = None,
        checked: bool = False,
        **kwargs: Any,
    ) -> None:
        keep_memory()
        settings = settings or default_settings()
        if rng is not None:
            settings = settings.with_seed(int(rng))
        super().__init__(rng=settings.run.seed, **kwargs)
        self.settings, self.checked = settings, checked
        self.blocks = Blocks(settings)
        begun = initial_state(settings)
        self.world = begun.world if world is None else fitting(world, self.blocks).copy()
        self._watch()
        self.blocks.trade_model = begun.trade_model
        self.seconds = dict.fromkeys(PHASES, 0.0)
        self.log: list[Event] = []
        """what happened in the last month"""
        self.facts = facts(self.blocks)
        rules = {MEX: self.planks(settings.mexico), USA: {"usa": self._washington()}, CHN: {"china": settings.china}}
        rules |= {n: {"latam": settings.latam} for n in PARTNER_ROWS.tolist()}
        self.governments = [Government(self, n, rules.get(n, {})) for n in range(len(ECONOMIES))]
        self.states = enrol(self, State, len(STATES))
        self.cartels = enrol(self, Cartel, SLOTS)
        self.firms = enrol(self, Firm, FIRMS)
        own, base = settings.exceptions, self.blocks.invest_calibration
        self.populations = {
            "states": Population(settings.states, len(STATES), exceptions.by_name("states", own.states)),
            "cartels": Population(settings.cartels, SLOTS, exceptions.by_name("cartels", own.cartels)),
            "firms": Population(settings.firms, FIRMS, exceptions.of_firms(own.firms, base.home, base.sector)),
        }
        self.by_hand: dict[str, int] = {}  # whose rules were set in Python, and since which month

    @property
    def month(self) -> int:
        """The last finished month, -1 before the first."""
        return int(self.world.calendar.month)

    @single_threaded
    def step(self) -> None:
        """Advance one month.  Each line writes the block it names; blocks below it are still last month's."""
        w, b, write = self.world, self.blocks, self.write
        write(w.calendar, b.calendar)  # elections, reviews, law of the day, growth, shocks
        passed = write(w.actions, self.act)  # every rule, from its view; all decide before any is applied
        write(w.threat_losses, b.threat_losses)  # what each threat would cost now
        events = write(w.bargaining, b.bargaining)  # demands, threats, offers; policies and tariffs
        write(w.invest, b.invest)  # where firms produce; capacity, owners, profits
        write(w.trade, b.trade)  # one equilibrium of ten economies and eleven sectors
        write(w.labour, b.labour)  # jobs and wages by state
        write(w.security, b.security)  # groups, drugs, money, capture, violence
        write(w.society, b.society)  # budget, stocks, region, approval, elections, migration
        write(w.measures, b.measures, events)  # pillars, index, regime
        inspect(w, self.settings.run.months)  # a run whose numbers are lost or do not add up has failed
        self.log = logged(passed, events)

    def write(self, block: Block, phase: Callable[..., Any], *more: Any) -> Any:
        """Let `phase` read the World, copy the block that it returns into `block`, and return what else it says.

        If the model is checked, a phase that touches another block fails at once.
        """
        start = perf_counter()
        with self.world.writing(PHASE_OF[type(block)]) if self.checked else nullcontext():
            new = phase(self.world, *more)
            new, said = new if isinstance(new, tuple) else (new, None)
            block.update(new)
        self.seconds[PHASE_OF[type(block)]] += perf_counter() - start
        return said

    def act(self, w: World) -> tuple[Actions, list[Event]]:
        """Return what everybody does, and the signposts that were passed since last month, either way."""
        actions = self.decide(w)
        return actions, self.passed(w.actions.signpost, actions.signpost)

    def decide(self, w: World) -> Actions:
        """Let every rule answer its view of the World as it stands; nothing is applied before all have decided."""
        return decide(w, self.facts, [self.deciders()], self.blocks.observation_errors(w))

    def deciders(self) -> Deciders:
        """Return whose rules answer the month that begins."""
        states, cartels, firms = self.populations.values()
        cartels.descend(self.world.security.root)
        return Deciders(
            {g.i: g.decide for g in self.governments if g.rules},
            (states, cartels, firms),
            [trigger.fires for trigger in self.settings.mexico.triggers],
        )

    def adopt(self, strategy: Strategy) -> None:
        """Let Mexico follow another strategy from the next step on."""
        self.settings = replace(self.settings, mexico=strategy)
        self.governments[MEX].follow(self.planks(strategy))
        if self.month >= 0:  # before the first month the settings say it all
            self.set_in_python("MEX")
        self._watch()

    def planks(self, strategy: Strategy) -> Mapping[str, Any]:
        """Return the rule of each of Mexico's planks, which a successor may drop if governments change."""
        politics = self.settings.politics
        return strategy.rules() if politics.rule == "fixed" else inherited(strategy, politics.successor)

    def _washington(self) -> Any:
        """Return the rule of the United States: that of the run, and those that elections may bring."""
        s = self.settings
        return s.usa if s.politics.rule == "fixed" else InOffice((s.usa, *s.politics.postures.values()))

    def set_in_python(self, whose: str) -> None:
        """Remember for the manifest that rules changed in a way that the settings do not say."""
        self.by_hand.setdefault(whose, self.month + 1)

    def _watch(self) -> None:
        """Give the World one signpost for each that the strategy watches, none passed yet, unless it has them."""
        triggers, actions = self.settings.mexico.triggers, self.world.actions
        if len(actions.signpost) != len(triggers):
            self.world.actions = replace(actions, signpost=np.zeros(len(triggers), dtype=bool))

    def passed(self, before: Array, now: Array) -> list[Event]:
        """Return the signposts (z) that were passed `before` or are `now`, but not both, as lines of the log."""
        words, moved = self.settings.mexico.triggers, np.flatnonzero(now != before)
        return [
            Event(self.month, "signpost", "MEX", "", issue=str(words[z]), outcome="passed" if now[z] else "left behind")
            for z in sorted(moved, key=lambda z: not now[z])
        ]

    def recorder(self) -> Recorder:
        """Return an empty recorder of this run's tables, at its level of detail."""
        run = self.settings.run
        names = {"cartel": self.group_labels()}
        return Recorder(run.record, run.months, run.start, TABLES, names, demands(self.settings.issues))

    def group_labels(self) -> tuple[str, ...]:
        """Return a label for every slot: the group's short name or id; splinters have their root's and the slot."""
        return group_labels(self.world.security.root, self.blocks.security_calibration.data.groups)

    def events(self) -> list[Event]:
        """Return the log of the last month: what happened in bargaining, and signposts passed either way."""
        return self.log

    def story(self) -> Story:
        """Return what says the events of this run in words, from the first on."""
        return Story(self.settings.run.start, words(demands=demands(self.settings.issues)))

    def manifest(self) -> dict[str, Any]:
        """Return what it takes to repeat this run, and how well its markets cleared."""
        run, scenario = self.settings.run, self.settings.scenario
        notes = [] if scenario.treaty == "endogenous" else [f"the scenario forces the treaty: {scenario.treaty}"]
        notes += [] if run.threats else ["conditional threats are switched off"]
        if self.by_hand:
            whose = ", ".join(f"{name} from month {month}" for name, month in self.by_hand.items())
            notes.append(f"rules were set in Python ({whose}): this run cannot be repeated from its configuration")
        return manifest(
            seed=run.seed,
            months=run.months,
            start=run.start,
            seconds=self.seconds,
            largest_residual=float(self.world.trade.largest_redundant),
            citations=[*symbol_sources(), self.settings.mexico.source],
            notes=notes,
        )


def logged(passed: Sequence[Event], episodes: Sequence[Episode]) -> list[Event]:
    """Return the log of a month: signposts that were passed, then what happened in bargaining."""
    return [*passed, *(_told(e) for e in episodes)]


def _told(e: Episode) -> Event:
    """Return an episode's event as a row of the log."""
    row = {name: getattr(e, name) for name in _SAME}
    return Event(kind="bargaining", actor=e.sender, other=e.target, value=e.share, **row)
