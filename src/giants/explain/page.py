"""The explanation of an episode as text."""

from collections.abc import Iterator

from giants.errors import InputError
from giants.explain.log import Log, LogLine
from giants.explain.without import Without, begins, without
from giants.records.schema import Event
from giants.records.story import Story
from giants.records.tables import TABLES

LABEL, CELL = 58, 20
SHOWN = 6
"""Options told beside the one taken."""
LABELS = {column.name: column.label for table in TABLES if table.name == "measures" for column in table.columns}


def index(log: Log) -> Iterator[str]:
    """Yield a line for each episode: number, month, how it began."""
    for line in log.lines:
        if line.episode and line == log.episode(line.episode)[0]:
            yield f"{line.episode:>4}  {log.month(line.event)}  {line.text}"


def explained(log: Log, number: int) -> Iterator[str]:
    """Yield the explanation of an episode, line by line."""
    lines, say = log.episode(number), log.words.say
    begun = begins(lines)
    yield say("explain", "episode", number=number)
    yield from (f"  {log.month(line.event)}  {line.text}" for line in lines)
    if begun is None:
        return
    yield ""
    yield from _asked(log, begun.event)
    yield ""
    yield from _payoffs(log, begun.event, lines)
    if begun.event.alternatives:
        yield ""
        yield from _weighed(log, begun.event)
    yield ""
    try:
        yield from _without(log, begun, without(log, begun))
    except InputError as error:
        yield say("explain", "unknown", reason=str(error))


def _asked(log: Log, e: Event) -> Iterator[str]:
    story = Story(log.settings.run.start, log.words)
    fields: dict[str, object] = {
        "sender": log.words.say("economy", e.actor),
        "target": log.words.say("economy", e.other),
        "matter": log.words.say("matter", e.issue),
        "tool": story.tool(e.instrument, e.size),
        "form": log.words.say("form", e.form),
        "by": story.date(e.month + e.deadline),
        "room": max(e.red_line - e.policy, 0.0),
        **{name: getattr(e, name) for name in ("policy", "full", "asked", "belief", "concede", "red_line")},
    }
    for code in ("asked", "threatened", "believed", "red_line"):
        yield log.words.say("explain", code, 0, **fields)


def _payoffs(log: Log, e: Event, lines: list[LogLine]) -> Iterator[str]:
    """Yield each side's payoff of the ways in which the episode could end, percent of own annual GDP."""
    say = log.words.say
    deals = [line.event for line in lines if line.event.outcome in ("deal", "pocketed", "offered")]
    rows = [("granted", -e.cost_asked, e.worth_asked)]
    rows += [("deal", -deal.cost_target, deal.worth_sender) for deal in deals]
    rows += [
        ("imposed", -e.loss_target, e.benefit - e.loss_sender),
        ("dropped", 0.0, -e.backing_down),
        ("nothing", 0.0, 0.0),
    ]
    yield _row(say("explain", "payoffs"), say("economy", e.other), say("economy", e.actor))
    for code, target, sender in rows:
        yield _row("  " + say("explain", code), f"{100 * target:+z.3f}", f"{100 * sender:+z.3f}")


def _weighed(log: Log, e: Event) -> Iterator[str]:
    say, story = log.words.say, Story(log.settings.run.start, log.words)
    yield _row(say("explain", "weighed"), say("explain", "value"), say("explain", "concedes"))
    for k, one in enumerate(e.alternatives):
        taken = (one.instrument, one.size) == (e.instrument, e.size)
        if k < SHOWN or taken:
            label = story.tool(one.instrument, one.size) + (say("explain", "taken") if taken else "")
            yield _row(f"  {label}", f"{one.value:+z.2f}", f"{one.concede:.2f}")


def _without(log: Log, begun: LogLine, other: Without) -> Iterator[str]:
    say, e = log.words.say, begun.event
    story = Story(log.settings.run.start, log.words)
    sender = say("economy", e.actor)
    yield say("explain", "without", sender=sender, month=story.date(e.month))
    for k, month in enumerate(other.months):
        yield _row(f"  {story.date(month)}", say("explain", "with"), say("explain", "less"))
        for name, pairs in other.measures.items():
            yield _row(f"    {LABELS[name]}", *(f"{value:.5g}" for value in pairs[k]))
        matter = say("matter", e.issue)
        yield _row(f"    {say('explain', 'position', matter=matter)}", *(f"{value:.2f}" for value in other.position[k]))
    yield say("explain", "instead" if other.instead else "silence", sender=sender)
    yield from (f"  {text}" for text in other.instead)


def _row(label: str, *cells: str) -> str:
    return f"{label:<{LABEL}}" + "".join(f"{cell:>{CELL}}" for cell in cells)
