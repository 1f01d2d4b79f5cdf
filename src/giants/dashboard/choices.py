"""What can be chosen on the page, and every word of it: read from files, so that the first page waits for no model."""

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from giants import tables
from giants.commands.choices import described
from giants.compose import compose, conf_dir, offered
from giants.dashboard import levers, shelf, texts
from giants.records.words import words
from giants.symbols import ECONOMIES, GOODS, STATES
from giants.tiles import PLACES, abbreviations

LAYERS = ("homicides", "members", "capture", "jobs", "at_risk")
"""Layers of the map: persons killed and members, per 100,000 people; capture; occupied persons; US tariffs on exports
over output, percent."""
ONE = threading.Lock()
"""What is made once for all visitors is made by one of them: the default settings, the past before a run."""


@cache
def defaults() -> dict[str, Any]:
    """Return the default settings as a plain tree."""
    with ONE:
        return compose()


def choices(runs: Path) -> dict[str, Any]:
    """Return what can be chosen, runs below `runs` among it, and every word of the page."""
    tree = defaults()
    return {
        "texts": texts.catalogue(),
        "groups": {group: [[name, about(group, name)] for name in offered(group)] for group in levers.GROUPS},
        "first": {group: _first(tree, group) for group in levers.GROUPS},
        "uncertain": [told(lever) for lever in levers.uncertain(tree)],
        "tiles": [[abbr, *PLACES[abbr], tables.state_names()[code]] for code, abbr in _by_state()],
        "economies": {code: [words(code).say("economy", one) for one in ECONOMIES] for code in texts.LANGUAGES},
        "codes": ECONOMIES,
        "goods": GOODS,
        "layers": LAYERS,
        "start": tree["start"],
        **shelf.offered(runs),
    }


def about(group: str, name: str) -> dict[str, str]:
    """Return what a choice says of itself, by language."""
    return texts.said(described(group, conf_dir() / group / f"{name}.yaml"))


def told(lever: levers.Lever) -> dict[str, Any]:
    """Return a lever as the page is told of it, what it rests on by language."""
    return {**lever._asdict(), "basis": texts.said(lever.basis)}


def _first(tree: Mapping[str, Any], group: str) -> str:
    """Return the choice of a group that is the default."""
    return str(tree[group]["name" if group in ("mexico", "scenario") else "rule"])


def _by_state() -> list[tuple[str, str]]:
    return [(code, abbreviations()[code]) for code in STATES]
