"""The log of a run folder, read back as the events that it was written from."""

from typing import Any, NamedTuple

from giants.bargaining.issues import demands
from giants.config import Settings
from giants.errors import InputError
from giants.records.schema import ALTERNATIVE, COLUMNS, Event
from giants.records.store import Run, load_run
from giants.records.story import BEGIN, Story
from giants.records.words import ENGLISH, Words, words
from giants.saved import saved_settings
from giants.scenario import month_name, month_number


class LogLine(NamedTuple):
    """One event with the number of its episode and its sentence."""

    event: Event
    episode: int
    text: str


class Log(NamedTuple):
    """What happened in a run, in order, with what is needed to say more of it."""

    run: Run
    settings: Settings
    words: Words
    lines: list[LogLine]

    def month(self, event: Event) -> str:
        """Return the month of an event, as 2029-03."""
        return month_name(month_number(self.settings.run.start) + event.month)

    def episode(self, number: int) -> list[LogLine]:
        """Return the lines of an episode.  Raises InputError if there is none of that number."""
        found = [line for line in self.lines if line.episode == number]
        if not found:
            last = max((line.episode for line in self.lines), default=0)
            raise InputError(f"--episode {number}: the run in {self.run.path} has {last} episodes")
        return found

    def in_month(self, month: str) -> list[LogLine]:
        """Return the lines of a month, such as 2029-03.  Raises InputError, with the nearest, if nothing happened."""
        found = [line for line in self.lines if self.month(line.event) == month]
        if not found:
            at = month_number(month)
            busy = sorted({self.month(line.event) for line in self.lines}, key=lambda m: abs(month_number(m) - at))
            near = f"the nearest with an event are {', '.join(sorted(busy[:3]))}" if busy else "nor in any other"
            raise InputError(f"--month {month}: nothing happened in that month of {self.run.path}; {near}")
        return found


def read(path: str, language: str = ENGLISH) -> Log:
    """Return the log of the run folder `path` in the words of a language.

    Raises InputError for a folder that is no run, and for one that kept no log or one of an earlier kind.
    """
    run = load_run(path)
    if "events" not in run.tables:
        raise InputError(f"{path} kept no log; runs with record=yearly, monthly or full do")
    table = run.events
    missing = [name for name in COLUMNS if name not in table]
    if missing:
        raise InputError(f"{path} was made by an earlier version, whose log lacks {missing[0]}; repeat that run first")
    chosen = saved_settings(run.config, path)
    spoken = words(language, demands(chosen.issues))
    weighed = _weighed(run)
    story, lines = Story(chosen.run.start, spoken), []
    for row in table[["month", *COLUMNS]].to_dict("records"):
        event = Event(**row)
        if event.outcome in BEGIN:
            event = event._replace(alternatives=weighed.get((event.month, event.actor), ()))
        lines.append(LogLine(event, *story.tell(event)))
    return Log(run, chosen, spoken, lines)


def _weighed(run: Run) -> dict[tuple[int, str], tuple[Any, ...]]:
    """Return what senders weighed, by month and sender; nothing if the run did not keep it."""
    if "alternatives" not in run.tables:
        return {}
    table = run.table("alternatives")
    return {
        key: tuple(rows[list(ALTERNATIVE)].itertuples(index=False))
        for key, rows in table.groupby(["month", "actor"], sort=False)
    }
