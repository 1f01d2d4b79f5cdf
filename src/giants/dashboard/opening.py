"""Runs that the page opens or goes on from, computed anew from their settings."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from giants.dashboard.side import Side, Stretch
from giants.errors import InputError
from giants.model import Giants
from giants.records.store import load_run
from giants.saved import saved_settings
from giants.scenario import month_number


def parts_of(path: Path) -> list[Stretch]:
    """Return the parts of a finished run: those of its parents, then its own."""
    run = load_run(path)
    own = saved_settings(run.config, path)
    source = f"# {path}, as it is"
    if own.run.branch is None:
        return [Stretch(0, own, {}, source)]
    first = month_number(own.run.branch.month) - month_number(own.run.start)
    before = [part for part in parts_of(Path(own.run.branch.run)) if part.first < first]
    return [*before, Stretch(first, own, {}, source)]


def parts_of_sweep(path: Path, run_id: Any) -> list[Stretch]:
    """Return the one part of a run of a sweep.  Raises InputError for a number that is none of its runs."""
    from giants.sweep.folder import Folder
    from giants.sweep.replay import replay_settings

    size = Folder(path).definition().size
    if isinstance(run_id, bool) or not isinstance(run_id, int) or not 0 <= run_id < size:
        raise InputError(f"the runs of {path.name} are 0 to {size - 1}")
    return [Stretch(0, replay_settings(path, run_id), {}, f"giants-sweep replay {path} {run_id}")]


def opened(
    parts: list[Stretch], view: Callable[[Giants, Mapping[str, float]], dict[str, Any]], months: int | None = None
) -> Side:
    """Return a side on which a run of `parts` has been computed anew, up to `months` of its own by default."""
    last = months or parts[-1].settings.run.months
    side = Side([parts[0]], view=view)
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        if part.first >= last:
            break
        if part.first:
            side.follow(part)
        while side.done < min(last, after.first if after else last):
            side.step()
    return side


def go_on(side: Side, month: Any, months: int, runs: Path) -> Side:
    """Return a side that goes on from `month` of another, as a branch of `months` in all with nothing given to it.

    It will be kept below `runs`, wherever its parent is.
    Raises InputError for a month that was not played.
    """
    if isinstance(month, bool) or not isinstance(month, int) or not 0 < month <= side.done:
        raise InputError(f"a branch begins after a month that was played, {side.date(0)} to {side.date(side.done - 1)}")
    again = opened(side.parts, side.view, month)
    now = again.settings
    given = [one for one in now.scenario.demands if one.month < again.date()]
    again.branch({"months": max(months, now.run.months)})
    last = again.parts[-1]
    kept = replace(last.settings, run=replace(last.settings.run, answers=(), runs_dir=str(runs)),
                   scenario=replace(last.settings.scenario, demands=tuple(given)))  # fmt: skip
    again.follow(last._replace(settings=kept), instead=True)
    return again
