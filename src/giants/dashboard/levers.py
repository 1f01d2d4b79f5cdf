"""What can be moved on the page: choices of groups, numbers of rules, and deep uncertainties, with range and basis.

A number of an actor's rule can change from any month on, as a branch; a deep uncertainty holds from the start.  Only
what is listed here is accepted from the page: names that a group offers, and numbers within their range.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from giants.compose import conf_dir, offered
from giants.config import Settings
from giants.errors import InputError
from giants.policies import rule_name
from giants.renames import value_at
from giants.schema import nearest, short
from giants.symbols import PLANKS

GROUPS = ("mexico", "usa", "china", "latam", "states", "cartels", "firms", "politics", "scenario")
"""Groups of which a choice can be made."""
ACTORS = ("mexico", "usa", "china", "latam")
"""Actors whose numbers are levers."""


class Lever(NamedTuple):
    """A number that can be moved."""

    key: str
    value: float
    low: float
    high: float
    basis: str
    """source, or that it is a prior, as the configuration says it"""


def choice(group: str, name: Any) -> str:
    """Return a choice that a group offers.  Raises InputError for any other."""
    if group not in GROUPS:
        raise InputError(f"{short(repr(group))}: there is no such choice{nearest(str(group), GROUPS)}")
    known = offered(group)
    if name not in known:
        raise InputError(f"{group}={short(repr(name))}: there is no such choice{nearest(str(name), known)}")
    return str(name)


def number(among: Sequence[Lever], key: Any, value: Any) -> float:
    """Return a number for a lever.  Raises InputError for an unknown lever and for a number outside its range."""
    known = {lever.key: lever for lever in among}
    if key not in known:
        raise InputError(f"{short(repr(key))}: there is no such lever{nearest(str(key), known)}")
    lever = known[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not lever.low <= value <= lever.high:
        raise InputError(f"{key}={short(repr(value))}: a number from {lever.low:g} to {lever.high:g} is needed")
    return float(value)


def of_actors(settings: Settings) -> list[Lever]:
    """Return the levers of the rules that govern now."""
    found: list[Lever] = []
    for actor in ACTORS:
        rule = getattr(settings, actor)
        if actor == "mexico":
            for plank in PLANKS:
                own = getattr(rule, plank)
                found += _levers(own, f"mexico.{plank}", _notes(f"mexico/{plank}", rule_name(type(own))))
        else:
            found += _levers(rule, actor, _notes(actor, rule_name(type(rule))))
    return found


def _levers(rule: Any, key: str, notes: Mapping[str, str]) -> Iterator[Lever]:
    """Yield the numbers of a rule whose type gives a range, those of its parts after its own."""
    for f in fields(rule):
        value = getattr(rule, f.name)
        if is_dataclass(value):
            yield from _levers(value, f"{key}.{f.name}", notes)
        elif isinstance(value, float) and (span := _span(f.type)):
            yield Lever(f"{key}.{f.name}", value, *span, notes.get(f.name, "prior"))


def _span(kind: Any) -> tuple[float, float] | None:
    """Return the range that a type states, None if it has not both ends."""
    if get_origin(kind) is not Annotated:
        return None
    low = high = None
    for info in kind.__metadata__:
        for bound in info.metadata if isinstance(info, FieldInfo) else ():
            low = bound.ge if isinstance(bound, Ge) else bound.gt if isinstance(bound, Gt) else low
            high = bound.le if isinstance(bound, Le) else bound.lt if isinstance(bound, Lt) else high
    return None if low is None or high is None else (float(low), float(high))  # type: ignore[arg-type]


@cache
def _notes(group: str, rule: str) -> dict[str, str]:
    """Return what the files of a group say behind each number, by its name; that of the rule itself comes first."""
    found: dict[str, str] = {}
    for file in sorted((conf_dir() / group).glob("*.yaml"), key=lambda file: (file.stem != rule, file.stem)):
        for name, note in re.findall(r"^\s*(\w+):[^#\n]*#\s*(.+)$", file.read_text(encoding="utf-8"), re.M):
            found.setdefault(name, note)
    return found


@cache
def _uncertain() -> dict[str, tuple[tuple[str, ...], float, float, str]]:
    """Return the deep uncertainties with a range: where each acts, its ends, and what they rest on."""
    from yaml import safe_load

    tree = safe_load((conf_dir() / "uncertainty" / "core.yaml").read_text(encoding="utf-8"))
    return {
        key: (tuple(one.get("paths", (key,))), float(one["low"]), float(one["high"]), one["source"])
        for key, one in tree["factors"].items()
        if "low" in one and not key.startswith(ACTORS)
    }


def uncertain(tree: Mapping[str, Any]) -> list[Lever]:
    """Return the deep uncertainties that a plain tree of settings holds as numbers."""
    levers = []
    for key, (paths, low, high, source) in _uncertain().items():
        value = value_at(tree, paths[0].split("."))
        if isinstance(value, float | int):
            levers.append(Lever(key, float(value), low, high, source))
    return levers


def paths(key: str) -> tuple[str, ...]:
    """Return the settings that a lever sets: its own key, or all those of an uncertainty."""
    return _uncertain()[key][0] if key in _uncertain() else (key,)
