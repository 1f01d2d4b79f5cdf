"""A run under way on one side of the page: stepped, branched, and played by whoever sits in a chair of it.

The World is the whole state, so what is given to a coming month (an answer, a demand, another rule) makes a new model
that goes on from the same World.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from giants.answers import Answer, check
from giants.bargaining.issues import demands as demanded
from giants.branch import changed
from giants.config import Settings, as_tree, settings
from giants.dashboard.texts import LANGUAGES
from giants.errors import InputError
from giants.model import Giants
from giants.records.schema import Event
from giants.records.story import Story
from giants.records.tables import TABLES
from giants.records.words import words
from giants.scenario import Demand, month_name, month_number

MEASURES = next(table for table in TABLES if table.name == "measures").columns


class LogEntry(NamedTuple):
    """An event of the log, its episode, and its sentence in each language."""

    event: Event
    episode: int
    text: dict[str, str]


class Stretch(NamedTuple):
    """The settings of a run from a month on, and what was set anew then, as a command would say it."""

    first: int
    settings: Settings
    words: dict[str, Any]
    source: str = ""
    """command that makes its run folder, of a run that was not begun on the page"""


@dataclass
class Side:
    """A run under way: its parts, the model as it stands, and what each month left behind."""

    parts: list[Stretch]
    chairs: tuple[str, ...] = ()
    """codes of the economies that persons play"""
    view: Callable[[Giants, Mapping[str, float]], dict[str, Any]] = lambda model, measures: {}
    model: Giants = field(init=False)
    measures: list[dict[str, float]] = field(default_factory=list)
    shown: list[dict[str, Any]] = field(default_factory=list)
    """what the page shows of each month"""
    log: list[LogEntry] = field(default_factory=list)
    decided: set[tuple[int, str, str]] = field(default_factory=set)
    """month, chair and sender of what a person has decided, be it to leave it to the model"""
    kept: tuple[int, str] = (0, "")
    """months that were saved, and the folder"""

    def __post_init__(self) -> None:
        self.model = Giants(self.settings)
        say = demanded(self.settings.issues)
        self.stories = {code: Story(self.settings.run.start, words(code, say)) for code in LANGUAGES}

    @property
    def settings(self) -> Settings:
        """The settings that hold now."""
        return self.parts[-1].settings

    @property
    def done(self) -> int:
        """Months played."""
        return len(self.measures)

    @property
    def left(self) -> int:
        """Months until the end."""
        return self.settings.run.months - self.done

    def date(self, month: int | None = None) -> str:
        """Return a month of the run as 2026-08, the coming one by default."""
        return month_name(month_number(self.settings.run.start) + (self.done if month is None else month))

    def step(self) -> None:
        """Advance a month and keep what it left behind.  Raises InputError at the end of the run."""
        if not self.left:
            raise InputError(f"the run has ended in {self.date(self.done - 1)}")
        self.model.step()
        self.measures.append({column.name: float(column.get(self.model.world)) for column in MEASURES})
        self.log += [self._told(event) for event in self.model.events()]
        self.shown.append(self.view(self.model, self.measures[-1]))

    def _told(self, event: Event) -> LogEntry:
        told = {code: story.tell(event) for code, story in self.stories.items()}
        return LogEntry(event, told["en"][0], {code: text for code, (_, text) in told.items()})

    def branch(self, new: Mapping[str, Any]) -> None:
        """Let other settings hold from the coming month on; before the first one they are simply those of the run.

        Raises InputError for a setting that is wrong; the run then stays as it is.
        """
        tree = changed(as_tree(self.settings), new)
        tree["answers"] = [one for one in tree["answers"] if one["month"] >= self.date()]
        other, (*before, last) = settings(tree), self.parts
        if last.first == self.done and not last.source:  # nothing was played under them
            self.parts = [*before, Stretch(self.done, other, {**last.words, **new})]
        else:
            self.parts = [*self.parts, Stretch(self.done, other, dict(new))]
        self._go_on()

    def follow(self, part: Stretch, instead: bool = False) -> None:
        """Let a part hold from the coming month on, `instead` of the last one."""
        self.parts = [*(self.parts[:-1] if instead else self.parts), part]
        self._go_on()

    def give(self, answers: Sequence[Answer] = (), demands: Sequence[Demand] = ()) -> None:
        """Give answers and demands to the coming month.  Raises InputError where law or dates do not allow a demand."""
        if self.parts[-1].source:  # what was loaded stays as it is
            self.branch({})
        last, now = self.parts[-1], self.settings
        try:
            scenario = replace(now.scenario, demands=(*now.scenario.demands, *demands))
        except ValueError as error:
            raise InputError(str(error)) from None
        check(scenario.demands, now.run.start, now.run.months, now.issues, now.instruments)
        run = replace(now.run, answers=(*now.run.answers, *answers))
        self.parts[-1] = last._replace(settings=replace(now, run=run, scenario=scenario))
        self._go_on()

    def _go_on(self) -> None:
        self.model = Giants(self.settings, world=self.model.world)


def digest(model: Giants) -> str:
    """Return a digest of all that a model is: every number of its World, to the bit."""
    whole = hashlib.sha256()
    for name, values in sorted(model.world.arrays().items()):
        whole.update(name.encode() + values.tobytes())
    return whole.hexdigest()[:16]
