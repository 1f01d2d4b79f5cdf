"""What the page is told of a side: the months since it last asked, and, where it asks for all, rules and levers."""

from pathlib import Path
from typing import Any

from giants.config import as_tree
from giants.dashboard import choices, levers, seat
from giants.dashboard.interval import headline
from giants.dashboard.side import LogEntry, Side


def told(side: Side, runs: Path, known: int, whole: bool = False) -> dict[str, Any]:
    """Return a side from the month `known` on; the `whole` of it says its rules and their levers too."""
    found: dict[str, Any] = {
        "done": side.done,
        "left": side.left,
        "from": known,
        "months": side.shown[known:],
        "log": [_line(line) for line in side.log if line.event.month >= known],
        "question": seat.question(side),
        "ahead": side.date(),
        "whole": whole,
    }
    return {**found, **_rules(side, runs)} if whole else found


def _rules(side: Side, runs: Path) -> dict[str, Any]:
    now = side.settings
    return {
        "start": now.run.start,
        "seed": now.run.seed,
        "total": now.run.months,
        "chairs": side.chairs,
        "names": _names(side),
        "levers": [choices.told(lever) for lever in levers.of_actors(now)],
        "parts": [[side.date(part.first), part.words, part.source] for part in side.parts],
        "headline": headline(runs, now),
    }


def _line(line: LogEntry) -> dict[str, Any]:
    e = line.event
    return {"month": e.month, "episode": line.episode, "actor": e.actor, "outcome": e.outcome, **line.text}


def _names(side: Side) -> dict[str, str]:
    """Return the names of the rules that hold now: the strategy, and what the actors follow."""
    tree: dict[str, Any] = as_tree(side.settings)
    last: dict[str, Any] = {}
    for part in side.parts:
        last |= {key: value for key, value in part.words.items() if key in levers.GROUPS}
    own = {group: last.get(group) or tree[group].get("name") or tree[group].get("rule", "") for group in levers.GROUPS}
    return {**own, "mexico": side.settings.mexico.name, "scenario": side.settings.scenario.name}
