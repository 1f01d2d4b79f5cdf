"""The model: `Giants.step` is the table of contents of a month."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from time import perf_counter
from typing import Any

import mesa
import numpy as np

from giants.agents import Cartel, Firm, Government, State
from giants.agents.decisions import decide
from giants.bargaining.log import Episode, sentence
from giants.blocks import Blocks
from giants.checks import inspect
from giants.config import Settings, default_settings
from giants.load import facts, start
from giants.policies.strategy import Strategy
from giants.records.manifest import manifest, symbol_sources
from giants.records.recorder import Recorder
from giants.records.schema import Event
from giants.records.tables import TABLES
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
from giants.world import World

PHASE_OF = {cls: name for name, cls in PHASES.items()}


class Giants(mesa.Model):
    """Mexico between giants, month by month.

    All numbers stand in `world`; agents (governments, states, cartels, firms) only read it and carry the rules.
    `settings` default to the configuration tree's own; `rng`, an integer, overrides their seed, so that Mesa's tools
    can drive replications.  With `checked`, a phase that writes what belongs to another phase fails at once.
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
        settings = settings or default_settings()
        if rng is not None:
            settings = settings.with_seed(int(rng))
        super().__init__(rng=settings.run.seed, **kwargs)
        self.settings, self.checked = settings, checked
        self.blocks = Blocks(settings)
        begun = start(settings)
        self.world = begun.world if world is None else world.copy()
        self._watch()
        self.blocks.trade_block = begun.trade_block
        self.seconds = dict.fromkeys(PHASES, 0.0)
        self.log: list[Event] = []
        """what happened in the last month"""
        self.facts = facts(self.blocks)
        rules = {MEX: settings.mexico.rules(), USA: {"usa": settings.usa}, CHN: {"china": settings.china}}
        rules |= {n: {"latam": settings.latam} for n in PARTNER_ROWS}
        self.governments = [Government(self, n, rules.get(n, {})) for n in range(len(ECONOMIES))]
        self.states = [State(self, s, settings.states) for s in range(len(STATES))]
        self.cartels = [Cartel(self, k, settings.cartels) for k in range(SLOTS)]
        self.firms = [Firm(self, f, settings.firms) for f in range(FIRMS)]

    @property
    def month(self) -> int:
        """The last finished month, -1 before the first."""
        return int(self.world.calendar.month)

    def step(self) -> None:
        """Advance one month.  Each line writes the block it names; blocks below it are still last month's."""
        w, b, write = self.world, self.blocks, self.write
        signs = w.actions.signpost.copy()
        write(w.calendar, b.calendar)  # elections, reviews, law of the day, growth, shocks
        write(w.actions, self.decide)  # every rule, from its view; all decide before any is applied
        write(w.threat_losses, b.threat_losses)  # what each threat would cost now
        events = write(w.bargaining, b.bargaining)  # demands, threats, offers; policies and tariffs
        write(w.invest, b.invest)  # where firms produce; capacity, owners, profits
        write(w.trade, b.trade)  # one equilibrium of ten economies and eleven sectors
        write(w.labour, b.labour)  # jobs and wages by state
        write(w.security, b.security)  # groups, drugs, money, capture, violence
        write(w.society, b.society)  # budget, stocks, region, approval, elections, migration
        write(w.measures, b.measures, events)  # pillars, index, regime
        inspect(w, self.settings.run.months)  # a run whose numbers are lost or do not add up has failed
        self.log = [*self._passed(signs), *(_told(e) for e in events)]

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

    def decide(self, w: World) -> Actions:
        """Let every rule answer its view of the World as it stands; nothing is applied before all have decided."""
        s = self.settings
        errors = self.blocks.draws.normal("observation", self.month, (len(ECONOMIES), 2))
        deciders = {g.i: g.decide for g in self.governments if g.rules}
        watched = [trigger.fires for trigger in s.mexico.triggers]
        return decide(w, self.facts, deciders, (s.states, s.cartels, s.firms), errors, watched)

    def adopt(self, strategy: Strategy) -> None:
        """Let Mexico follow another strategy from the next step on."""
        self.settings = replace(self.settings, mexico=strategy)
        self.governments[MEX].rules = strategy.rules()
        self._watch()

    def _watch(self) -> None:
        """Give the World one signpost for each that the strategy watches, none passed yet, unless it has them."""
        triggers, actions = self.settings.mexico.triggers, self.world.actions
        if len(actions.signpost) != len(triggers):
            self.world.actions = replace(actions, signpost=np.zeros(len(triggers), dtype=bool))

    def _passed(self, before: Array) -> list[Event]:
        """Return the signposts that were passed this month, either way."""
        now, words = self.world.actions.signpost, [str(trigger) for trigger in self.settings.mexico.triggers]
        moved = [(words[z], "passed") for z in np.flatnonzero(now & ~before)]
        moved += [(words[z], "left behind") for z in np.flatnonzero(before & ~now)]
        return [
            Event(self.month, "signpost", "MEX", "", issue=sign, outcome=how, text=f"Signpost {how}: {sign}.")
            for sign, how in moved
        ]

    def recorder(self) -> Recorder:
        """Return an empty recorder of this run's tables, at its level of detail."""
        run = self.settings.run
        names = {"cartel": self.group_labels()}
        return Recorder(run.record, run.months, run.start, TABLES, names)

    def group_labels(self) -> tuple[str, ...]:
        """Return a label for every slot: the group's short name or id; splinters have their root's and the slot."""
        return group_labels(self.world.security.root, self.blocks.security_setting.data.groups)

    def events(self) -> list[Event]:
        """Return the log of the last month: what happened in bargaining, and signposts passed either way."""
        return self.log

    def manifest(self) -> dict[str, Any]:
        """Return what it takes to repeat this run, and how well its markets cleared."""
        run, scenario = self.settings.run, self.settings.scenario
        notes = [] if scenario.treaty == "endogenous" else [f"the scenario forces the treaty: {scenario.treaty}"]
        notes += [] if run.threats else ["conditional threats are switched off"]
        return manifest(
            seed=run.seed,
            months=run.months,
            start=run.start,
            seconds=self.seconds,
            largest_residual=float(self.world.trade.largest_redundant),
            citations=[*symbol_sources(), self.settings.mexico.source],
            notes=notes,
        )


def _told(e: Episode) -> Event:
    """Return an episode's event as a row of the log."""
    return Event(
        month=e.month,
        kind="bargaining",
        actor=e.sender,
        other=e.target,
        issue=e.issue,
        instrument=e.instrument,
        size=e.size,
        value=e.conceded,
        outcome=e.outcome,
        text=sentence(e),
    )
