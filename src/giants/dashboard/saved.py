"""Runs on disk: what is played is kept by playing it again from its settings, and must come out the same to the bit."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from giants.answers import COLUMNS
from giants.branch import digest as digest_of
from giants.config import Branch, Settings
from giants.dashboard.side import Side, Stretch, digest
from giants.errors import InputError
from giants.model import Giants
from giants.names import plain
from giants.records.store import load_run
from giants.run import folder, is_there, run, write
from giants.saved import saved_settings
from giants.scenario import Demand, month_name, month_number

ANSWERS = "answers.csv"
"""File of a game's folder that its command names."""

UNKEPT = "(what was played before the branch is kept when the run is saved)"


class Segment(NamedTuple):
    """A part of a run as it is kept in a folder of its own, and the command that makes it."""

    settings: Settings
    command: str
    first: int
    """month from which it holds"""


def save(side: Side, name: Any) -> dict[str, Any]:
    """Write the months played as a run folder, each branch after the run that it goes on from.

    The run is computed anew from its settings.  Raises InputError for a name that is none, for a folder that holds
    another run, and if what comes out is not what was played.
    """
    named = _named(name)
    if not side.done or (len(side.parts) == 1 and side.parts[0].source):
        raise InputError("there is nothing here that is not kept already")
    before: Settings | None = None
    model: Giants | None = None
    for segment in segments(side, named):
        now = segment.settings
        if before is not None:
            now = replace(now, run=replace(now.run, branch=_after(before, segment.first)))
        model = None
        if not is_there(now):
            finished = run(now)
            write(finished)
            model = finished.model
        (folder(now) / ANSWERS).write_text(answers_file(now), encoding="utf-8")
        before = now
    assert before is not None
    again = model or run(before).model
    if digest(again) != digest(side.model):
        raise InputError(f"{folder(before)}: what its settings give is not what was played")
    side.kept = side.done, str(folder(before))
    return {
        "folder": str(folder(before)),
        "world": digest(again),
        "digest": digest_of(load_run(folder(before))),
        "commands": commands(side, named),
    }


def commands(side: Side, name: Any) -> list[str]:
    """Return the commands that make the same run, each branch after the run that it goes on from."""
    return [segment.command for segment in segments(side, _named(name))]


def replay(path: Path) -> dict[str, Any]:
    """Compute a saved run anew from its settings and compare every measure to the bit; return digests and verdict."""
    there = load_run(path)
    again = run(saved_settings(there.config, path))
    kept, new = there.measures, again.frames()["measures"]
    same = all(kept[column].equals(new[column]) for column in new if column in kept)
    return {"folder": str(path), "world": digest(again.model), "digest": digest_of(there), "same": bool(same)}


def until_now(side: Side) -> Settings:
    """Return the settings of a run as far as it was played; those of a branch name no parent until it is kept."""
    last = side.parts[-1]
    now = last.settings if last.source else _until(last, side.done, "page")
    if not last.first or last.source:
        return now
    return replace(now, run=replace(now.run, branch=Branch(UNKEPT, side.date(last.first), "")))


def _named(name: Any) -> str:
    try:
        return plain(name)
    except ValueError as error:
        raise InputError(f"name: {error}") from None


def segments(side: Side, name: str) -> list[Segment]:
    """Return the parts of a run that were played, each with the months that it held, under a name of its own."""
    ends = [*(part.first for part in side.parts[1:]), side.done]
    played = [(part, end) for part, end in zip(side.parts, ends, strict=True) if end > part.first]
    found: list[Segment] = []
    for k, (part, end) in enumerate(played):
        if part.source:
            found.append(Segment(part.settings, part.source, part.first))
            continue
        now = _until(part, end, name if k == len(played) - 1 else f"{name}-{k + 1}")
        found.append(Segment(now, _command(now, part, found[-1].settings if found else None), part.first))
    return found


def _until(part: Stretch, end: int, name: str) -> Settings:
    """Return the settings of a part that ends before month `end`, with what was given to its months only."""
    s = part.settings
    first, last = (month_name(month_number(s.run.start) + month) for month in (part.first, end))
    kept = tuple(one for one in s.run.answers if first <= one.month < last)
    made = tuple(one for one in s.scenario.demands if one.month < last)
    run_ = replace(s.run, name=name, months=end, answers=kept, branch=None)
    return replace(s, run=run_, scenario=replace(s.scenario, demands=made))


def _after(parent: Settings, first: int) -> Branch:
    """Return the branch that goes on from a month of its parent, which has been written."""
    month = month_name(month_number(parent.run.start) + first)
    return Branch(str(folder(parent)), month, digest_of(load_run(folder(parent))))


def _command(now: Settings, part: Stretch, parent: Settings | None) -> str:
    moved = {key: value for key, value in part.words.items() if key != "months"}
    words = [f"{key}={f'{value:g}' if isinstance(value, float) else value}" for key, value in moved.items()]
    if now.scenario.demands:
        words.append(f"'scenario.demands=[{', '.join(_row(one) for one in now.scenario.demands)}]'")
    if now.run.answers:
        words.append(f"answers={folder(now) / ANSWERS}")
    elif parent and parent.run.answers:
        words.append("answers=null")
    where = []
    if parent and parent.run.runs_dir != now.run.runs_dir:
        words.append(f"runs_dir={now.run.runs_dir}")
    if parent:
        where = [f"branch={folder(parent)}@{month_name(month_number(now.run.start) + part.first)}"]
    return " ".join(["giants", *where, f"name={now.run.name}", f"months={now.run.months}", *words])


def _row(one: Demand) -> str:
    fields = {"month": one.month, "sender": one.sender, "issue": one.issue}
    if one.instrument:
        fields |= {"instrument": one.instrument, "size": f"{one.size:g}", "deadline": str(one.deadline)}
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"


def answers_file(given: Settings) -> str:
    """Return the file of the answers that are given to a run."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows((one.month, one.sender, one.answer) for one in given.run.answers)
    return out.getvalue()
