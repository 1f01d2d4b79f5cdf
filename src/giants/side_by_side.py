"""Runs side by side: runs that differ in luck and in what actors do, advanced month by month as one stack of Worlds.

Each run is, to the bit, what it is alone (docs/decisions/0008).  The rules of agents are asked run by run, since they
are anybody's code; everything else is one call for all.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import numpy as np

from giants.agents.decisions import decide
from giants.blocks import Blocks
from giants.checks import inspect
from giants.config import Settings
from giants.model import Giants, logged
from giants.records.schema import Event
from giants.symbols import PHASES
from giants.threads import single_threaded
from giants.world import row, stack


class SideBySide:
    """The models of several runs whose Worlds are rows of one stack, so that a month of all of them is one step.

    The settings differ in nothing but the seed and the rules of actors; ValueError if they do.
    """

    def __init__(self, settings: Sequence[Settings]) -> None:
        if not all(settings[0].alike(one) for one in settings):
            raise ValueError("runs side by side differ in their seed and the rules of actors only")
        self.models = [Giants(one) for one in settings]
        self.world = stack([model.world for model in self.models])
        for k, model in enumerate(self.models):
            model.world = row(self.world, k)
        self.blocks = Blocks.together([model.blocks for model in self.models])
        self.seconds = dict.fromkeys(PHASES, 0.0)

    @single_threaded
    def step(self) -> None:
        """Advance every run by one month: the phases of `Giants.step`, in its order."""
        said: dict[str, Sequence[Any]] = {}
        for phase in PHASES:
            start = perf_counter()
            logs = said["bargaining"] if phase == "measures" else ()
            said[phase] = self._act() if phase == "actions" else self._write(phase, logs)
            self.seconds[phase] += perf_counter() - start
        inspect(self.world, self.models[0].settings.run.months)
        for model, passed, log in zip(self.models, said["actions"], said["bargaining"], strict=True):
            model.log = logged(passed, log)

    def _act(self) -> list[list[Event]]:
        """Write what everybody does, and return the signposts that were passed in each run."""
        w, facts = self.world, self.models[0].facts
        new = decide(w, facts, [model.deciders() for model in self.models], self.blocks.observation_errors(w))
        signs = zip(self.models, w.actions.signpost, np.asarray(new.signpost), strict=True)
        passed = [model.passed(before, now) for model, before, now in signs]
        w.actions.update(new)
        return passed

    def _write(self, phase: str, logs: Sequence[Any]) -> Any:
        """Let `phase` write its block of all Worlds, and return what it says of each."""
        new = getattr(self.blocks, phase)(self.world, *logs)
        new, said = new if isinstance(new, tuple) else (new, None)
        getattr(self.world, phase).update(new)
        return said
