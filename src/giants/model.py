"""The model: `Giants.step` is the table of contents of a month."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter
from typing import Any

import mesa

from giants.agents import Cartel, Firm, Government, State
from giants.agents.decisions import decide
from giants.bargaining.log import sentence
from giants.blocks import Blocks
from giants.config import Settings, default_settings
from giants.load import facts, start
from giants.policies.strategy import Strategy
from giants.records.manifest import manifest, symbol_sources
from giants.records.recorder import Recorder
from giants.records.schema import Event
from giants.records.tables import TABLES
from giants.security.group_tables import group_labels
from giants.symbols import CHN, ECONOMIES, FIRMS, MEX, PARTNER_ROWS, PHASES, SLOTS, STATES, USA, Actions
from giants.world import World


class Giants(mesa.Model):
    """Mexico between giants, month by month.

    All numbers stand in `world`; agents (governments, states, cartels, firms) only read it and carry the rules.
    `settings` default to the configuration tree's own; `rng`, an integer, overrides their seed, so that Mesa's tools
    can drive replications.  With `checked`, a phase that writes what belongs to another phase fails at once.
    """

    def __init__(
        self, settings: Settings | None = None, *, rng: int | None = None, checked: bool = False, **kwargs: Any
    ) -> None:
        settings = settings or default_settings()
        if rng is not None:
            settings = settings.with_seed(int(rng))
        super().__init__(rng=settings.run.seed, **kwargs)
        self.settings, self.checked = settings, checked
        self.blocks = Blocks(settings)
        begun = start(settings)
        self.world: World = begun.world
        self.blocks.trade_block = begun.trade_block
        self.seconds = dict.fromkeys(PHASES, 0.0)
        self.month = -1  # of the last finished step
        self.fired: tuple[str, ...] = ()  # signposts beyond their triggers this month
        self.fired_before: tuple[str, ...] = ()
        self.largest_residual = 0.0  # of the market that the solver does not impose
        self.facts = facts(self.blocks)
        rules = {MEX: settings.mexico.rules(), USA: {"usa": settings.usa}, CHN: {"china": settings.china}}
        rules |= {n: {"latam": settings.latam} for n in PARTNER_ROWS.tolist()}
        self.governments = [Government(self, n, rules.get(n, {})) for n in range(len(ECONOMIES))]
        self.states = [State(self, s, settings.states) for s in range(len(STATES))]
        self.cartels = [Cartel(self, k, settings.cartels) for k in range(SLOTS)]
        self.firms = [Firm(self, f, settings.firms) for f in range(FIRMS)]

    def step(self) -> None:
        """Advance one month.  Each phase reads the World and writes its own block; later blocks are last month's."""
        w, b = self.world, self.blocks
        self.month += 1
        with self.phase("calendar"):
            w.calendar.update(b.calendar(self.month))  # elections, reviews, law of the day, growth, shocks
        with self.phase("actions"):
            w.actions.update(self.decide())  # every rule, from its view; all decide before any is applied
        with self.phase("bargaining"):
            w.bargaining.update(b.bargain(w, self.month))  # demands, threats, offers; levers and tariffs
        with self.phase("invest"):
            w.invest.update(b.invest(w, self.month))  # where firms produce; capacity, owners, profits
        with self.phase("trade"):
            w.trade.update(b.trade(w))  # one equilibrium of ten economies and eleven sectors
            self.largest_residual = max(self.largest_residual, abs(float(w.trade.redundant)))
        with self.phase("labour"):
            w.labour.update(b.labour(w))  # jobs and wages by state
        with self.phase("security"):
            w.security.update(b.security(w, self.month))  # groups, drugs, money, capture, violence
        with self.phase("society"):
            w.society.update(b.society(w, self.month))  # budget, stocks, region, approval, elections, migration
        with self.phase("measures"):
            w.measures.update(b.measure(w))  # pillars, index, regime

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time one phase and, if the model is checked, let it write its own block only."""
        start = perf_counter()
        if self.checked:
            with self.world.writing(name):
                yield
        else:
            yield
        self.seconds[name] += perf_counter() - start

    def decide(self) -> Actions:
        """Let every rule answer its view of the World as it stands; nothing is applied before all have decided."""
        s = self.settings
        errors = self.blocks.draws.normal("observation", self.month, (len(ECONOMIES), 2))
        deciders = {g.i: g.decide for g in self.governments if g.rules}
        actions, views = decide(self.world, self.facts, deciders, (s.states, s.cartels, s.firms), errors)
        self.fired_before, self.fired = self.fired, s.mexico.fired(views[MEX])
        return actions

    def adopt(self, strategy: Strategy) -> None:
        """Let Mexico follow another strategy from the next step on."""
        self.settings = replace(self.settings, mexico=strategy)
        self.governments[MEX].rules = strategy.rules()

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
        signs = [(sign, "passed") for sign in self.fired if sign not in self.fired_before]
        signs += [(sign, "left behind") for sign in self.fired_before if sign not in self.fired]
        posts = [
            Event(self.month, "signpost", "MEX", "", issue=sign, outcome=how, text=f"Signpost {how}: {sign}.")
            for sign, how in signs
        ]
        return posts + [
            Event(
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
            for e in self.blocks.events
        ]

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
            largest_residual=self.largest_residual,
            citations=[*symbol_sources(), self.settings.mexico.source],
            notes=notes,
        )
