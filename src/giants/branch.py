"""A branch: a finished run replayed to a month, from which it goes on under other settings with the same luck."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from giants.answers import read as read_answers
from giants.compose import POPULATIONS, RULE_GROUPS, chosen, excepted, parsed
from giants.config import Settings, as_tree
from giants.config import settings as checked
from giants.depends import depends, differences
from giants.errors import InputError
from giants.model import Giants
from giants.processor import alike, tolerance
from giants.records.arrow import frames
from giants.records.recorder import Recorder
from giants.records.store import LIST, MANIFEST, Run, load_run
from giants.saved import saved_settings
from giants.scenario import month_name, month_number
from giants.symbols import PLANKS

ACTORS = (*RULE_GROUPS, "politics", "scenario")
KEEPING = ("name", "runs_dir", "overwrite", "record")
MAY_CHANGE = (*ACTORS, "seed", "months", "threats", "answers", *KEEPING)
"""What a branch may set anew; all else is its parent's."""
TIMED = (MANIFEST, "summary.txt")
"""Files of a run that its digest leaves out: they hold times."""


def branch_settings(words: Sequence[str]) -> Settings:
    """Return the settings of a branch from overrides such as ['branch=runs/NAME@2030-07', 'mexico=defiance'].

    The parent's own configuration is the base.  Raises InputError for a key that a branch may not change, for a
    parent that is none, and for a month outside its run.
    """
    overrides = dict(parsed(words))
    where, _, month = str(overrides.pop("branch")).rpartition("@")
    for key in overrides:
        if key.split("/")[0].split(".")[0] not in MAY_CHANGE:
            raise InputError(f"{key}: a branch keeps what its parent has; it may change {', '.join(MAY_CHANGE)}")
    if not where:
        raise InputError(f"branch={month}: say which run and from which month, as branch=runs/NAME@2030-07")
    parent = load_run(where)
    kept = as_tree(saved_settings(parent.config, where))
    tree = changed({**kept, "name": None, "overwrite": False}, overrides)
    _refuse_early(overrides.get("answers"), month, tree)
    branched = checked(tree | {"branch": {"run": where, "month": month, "digest": digest(parent)}})
    _parent(branched)
    if branched.run.months <= first_month(branched):
        raise InputError(
            f"months={branched.run.months}: counted from the start of its parent, a branch from {month} has more"
        )
    return branched


def changed(tree: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plain tree of settings with `words` set anew: choices first, then planks, then single settings.

    Raises InputError for a choice that its group does not offer, and for a setting that the tree does not have.
    """
    new = dict(tree)
    for key in sorted(words, key=lambda key: ("." in key, "/" in key)):
        _set(new, key, words[key])
    return new | {group: excepted(group, new[group]) for group in POPULATIONS}


def _refuse_early(answers: Any, month: str, tree: Mapping[str, Any]) -> None:
    """Raise InputError for an answer that is given for a month before the branch."""
    for row, one in enumerate(read_answers(answers, str(tree["start"]), int(tree["months"])), start=2):
        if one.month < month:
            raise InputError(
                f"answers={answers}, row {row}, month: {one.month} is before the branch, which begins in {month}"
            )


def simulate(settings: Settings, progress: Callable[[], object] | None = None) -> tuple[Giants, Recorder]:
    """Return the model after all months of `settings`, with what it recorded; a branch replays its parent first.

    `progress` is called after each month.  Raises InputError for a parent that has changed, that other code made, or
    whose record its replay does not repeat.
    """
    model, recorder = _replayed(settings, progress) if settings.run.branch else _fresh(settings)
    while model.month + 1 < settings.run.months:
        model.step()
        recorder.keep(model.world, model.events())
        if progress:
            progress()
    return model, recorder


def _fresh(settings: Settings) -> tuple[Giants, Recorder]:
    model = Giants(settings)
    return model, model.recorder()


def _replayed(settings: Settings, progress: Callable[[], object] | None) -> tuple[Giants, Recorder]:
    """Return a model that goes on where `settings` take over from their parent, and a recorder of the months before."""
    parent, before = _parent(settings)
    months = min(first_month(settings), settings.run.months)
    model, recorder = simulate(
        replace(before, run=replace(before.run, months=months, record=settings.run.record)), progress
    )
    _compare(parent, recorder)
    return Giants(settings, world=model.world), recorder


def first_month(settings: Settings) -> int:
    """Return the month of the run from which `settings` hold, 0 without a branch."""
    branch = settings.run.branch
    return month_number(branch.month) - month_number(settings.run.start) if branch else 0


def _parent(given: Settings) -> tuple[Run, Settings]:
    """Return the parent of a branch and its settings.  Raises InputError where a branch cannot go on from it."""
    branch = given.run.branch
    assert branch is not None
    parent = load_run(branch.run)
    before = saved_settings(parent.config, branch.run)
    where = f"branch={branch.run}@{branch.month}"
    made_with = parent.manifest.get("depends")
    others = differences(made_with if isinstance(made_with, dict) else {}, depends(before.run.plugins))
    if others:
        raise InputError(f"{where}: other code made that run ({'; '.join(others[:3])}); repeat it first")
    if branch.digest != digest(parent):
        raise InputError(f"{where}: that run is not the one that the branch was made from (its digest differs)")
    last = before.run.months
    if not 0 < first_month(given) <= last:
        first = month_number(before.run.start)
        raise InputError(
            f"{where}: the month must lie in {month_name(first + 1)} to {month_name(first + last)}, after the start of "
            "that run and at most a month after its end"
        )
    mine, theirs = as_tree(given), as_tree(before)
    for key, value in theirs.items():
        if key not in (*MAY_CHANGE, "branch") and mine[key] != value:
            raise InputError(f"{key}: a branch keeps what its parent has; it may change {', '.join(MAY_CHANGE)}")
    return parent, before


def _compare(parent: Run, again: Recorder) -> None:
    """Raise InputError if the replay does not repeat what the parent recorded: to the bit on its type of processor."""
    measures = frames(again)["measures"]
    recorded = parent.measures.head(len(measures))
    same = [c for c in measures if c in recorded]
    within = tolerance(parent.manifest)
    differ = [c for c in same if not alike(measures[c].to_numpy(), recorded[c].to_numpy(), within)]
    if differ or len(recorded) != len(measures):
        what = f"first {differ[0]}" if differ else "in length"
        raise InputError(f"{parent.path}: its replay on this machine does not repeat what it recorded ({what})")


def digest(run: Run) -> str:
    """Return the digest of what a run folder holds, but for times."""
    names = sorted(set(run.manifest.get(LIST, [])) - set(TIMED))
    parts = [name.encode() + b"\0" + hashlib.sha256((run.path / name).read_bytes()).digest() for name in names]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _set(tree: dict[str, Any], key: str, value: Any) -> None:
    """Set a choice of a group, or a single setting by its path, in a plain tree of settings."""
    group, _, plank = key.partition("/")
    if plank:
        if group != "mexico" or plank not in PLANKS:
            raise InputError(f"{key}: there is no such group; a strategy's planks are {', '.join(PLANKS)}")
        tree["mexico"] = tree["mexico"] | {plank: chosen(key, str(value), own_folder=True)}
    elif key in ACTORS:
        choice = chosen(key, str(value), own_folder=True)
        own = {"exceptions": tree[key]["exceptions"]} if "exceptions" in tree[key] else {}
        tree[key] = {**({"name": value} if key in ("mexico", "scenario") else {}), **choice, **own}
    else:
        *way, last = key.split(".")
        at: Any = tree
        for depth, part in enumerate(way):
            if isinstance(at, dict) and part == "exceptions" and part not in at:
                at[part] = {}
            if not isinstance(at, dict) or part not in at:
                raise InputError(f"{'.'.join(way[: depth + 1])}: there is no such setting in the parent")
            at[part] = dict(at[part]) if isinstance(at[part], dict) else at[part]
            at = at[part]
        at[last] = value
