"""Run the model once: settings in, a run folder and a summary out."""

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from textwrap import shorten
from typing import Any

from giants.branch import first_month, simulate
from giants.config import Settings, as_tree
from giants.depends import depends, differences
from giants.errors import InputError
from giants.measures.regimes import REGIMES
from giants.model import Giants
from giants.records.recorder import Recorder
from giants.records.schema import Event
from giants.records.store import is_own_file, load_run, refuse_existing, write_run
from giants.side_by_side import SideBySide
from giants.twins import compare


@dataclass(frozen=True)
class Finished:
    """A run that ended: its settings, what it recorded, and the model as it stands."""

    settings: Settings
    recorder: Recorder
    model: Giants

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What it takes to repeat this run, and how it went; made when asked for, as a sweep keeps one for all runs."""
        run = self.settings.run
        return {**self.model.manifest(), "depends": depends(run.plugins), "branch": as_tree(run.branch)}

    def frames(self) -> dict[str, Any]:
        """Return the recorded tables as pandas DataFrames."""
        from giants.records.arrow import frames

        return frames(self.recorder)

    def collector(self) -> Any:
        """Return the record in the shapes of Mesa's DataCollector, for tools that expect one."""
        from giants.records.collector import frames_like_datacollector

        return frames_like_datacollector(self.frames())


def run(settings: Settings, progress: Callable[[int, int], object] | None = None) -> Finished:
    """Simulate `settings.run.months` months; `progress` is told (months done, months in all)."""
    done = count(1)
    total = settings.run.months
    model, recorder = simulate(settings, (lambda: progress(next(done), total)) if progress else None)
    recorder.finish(model.world)
    return _finished(model, recorder)


def run_side_by_side(several: Sequence[Settings]) -> list[Finished]:
    """Simulate settings that differ in seed and rules of actors only; each run is, to the bit, what it is alone.

    Raises whatever one of them raises, ValueError if they differ in anything else.
    """
    runs = SideBySide(several)
    recorder, logs = runs.models[0].recorder(), [list[Event]() for _ in runs.models]
    for _ in range(several[0].run.months):
        runs.step()
        recorder.append(runs.world)
        for log, model in zip(logs, runs.models, strict=True):
            log += model.events()
    recorder.finish(runs.world)
    return [_finished(model, recorder.row(k, logs[k])) for k, model in enumerate(runs.models)]


def _finished(model: Giants, recorder: Recorder) -> Finished:
    recorder.codes["cartel"] = model.group_labels()  # splinters are known only now
    return Finished(model.settings, recorder, model)


def folder(settings: Settings) -> Path:
    """Return where this run is written: runs_dir / name, by default strategy, scenario, seed and a digest.

    The digest covers everything that can change a number, so that runs that differ never share a folder.
    """
    run = settings.run
    if run.name:
        return Path(run.runs_dir) / run.name
    whole = [_what(as_tree(settings)), depends(run.plugins)]
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:6]
    return Path(run.runs_dir) / f"{settings.mexico.name}-{settings.scenario.name}-seed{run.seed}-{digest}"


def is_there(settings: Settings) -> bool:
    """Say whether the folder of `settings` holds this very run, which then need not be computed or replaced.

    Raises InputError, naming what differs, if it holds another run or anything else that may not be replaced.
    """
    place, run = folder(settings), settings.run
    if run.overwrite or not (place / "manifest.json").is_file():
        refuse_existing(place, run.overwrite)
        return False
    there = load_run(place)
    before = there.manifest.get("depends")
    changed = _changed(_what(there.config), _what(as_tree(settings)))
    changed += differences(before if isinstance(before, dict) else {}, depends(run.plugins))
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        raise InputError(
            f"{place} holds another run ({'; '.join(changed[:3])}{more}); choose another name=, or say overwrite=true "
            "to replace its files"
        )
    return True


def _what(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration without what only says where the run is kept."""
    return {key: value for key, value in tree.items() if key not in ("name", "runs_dir", "overwrite")}


def _changed(before: Any, now: Any, path: str = "") -> list[str]:
    """Return the settings in which two configurations differ, each as 'seed 1, now 2'."""
    if isinstance(before, dict) and isinstance(now, dict):
        keys = dict.fromkeys([*before, *now])
        return [line for key in keys for line in _changed(before.get(key), now.get(key), f"{path}.{key}".lstrip("."))]
    return [] if before == now else [shorten(f"{path} {before}, now {now}", 80, placeholder="...")]


def measures_of(settings: Settings) -> Any:
    """Run `settings` and return its table of monthly measures."""
    return _measures(run(settings))


def _measures(finished: Finished) -> Any:
    from giants.records.arrow import arrow_table

    return arrow_table(finished.recorder, "measures").to_pandas()


@dataclass(frozen=True)
class RunResults:
    """What a finished run says: its numbers, what its twins add to them, and its tables, made when asked for."""

    finished: Finished
    numbers: dict[str, float | None]
    twins: dict[str, float]
    twin_tables: dict[str, Any]
    """the Arrow table of the twins, if there are any"""

    @cached_property
    def tables(self) -> dict[str, Any]:
        """Its Arrow tables, that of the twins apart."""
        from giants.records.arrow import arrow_tables

        tables, settings = arrow_tables(self.finished.recorder), self.finished.settings
        if settings.run.branch:
            tables = {name: _marked(table, first_month(settings)) for name, table in tables.items()}
        return tables


def results(finished: Finished) -> RunResults:
    """Sum up a finished run, and run its twins if they are asked for."""
    from giants.records.summary import summarise

    numbers = summarise(finished.recorder.columns("measures"), REGIMES)
    if finished.settings.run.twins == "none":
        return RunResults(finished, numbers, {}, {})
    import pyarrow as pa

    added, months = compare(finished.settings, _measures(finished), measures_of)
    tables = {"twins": pa.Table.from_pandas(months, preserve_index=False)}
    return RunResults(finished, {**numbers, **added}, added, tables)


def _marked(table: Any, first: int) -> Any:
    """Return a table of a branch with a column `parent` that marks the months before `first`, which it replayed."""
    import pyarrow.compute as pc

    return table.append_column("parent", pc.less(table["month"], first))


def write(finished: Finished) -> tuple[Path, str]:
    """Write the run folder, unless it is there, and return its path with the summary text."""
    from giants import tables
    from giants.records.lines import LINES
    from giants.records.summary import text

    s = finished.settings
    if is_there(s):
        return folder(s), _text(folder(s))
    told = results(finished)
    title = (
        f"giants: {s.mexico.name} under {s.scenario.name}, seed {s.run.seed}, {s.run.months} months from {s.run.start}"
    )
    frames = {name: table.to_pandas() for name, table in told.tables.items()}
    summary = text(frames, LINES, title=title, states=tables.state_names(), regimes=REGIMES)
    if told.twins:
        summary += "\nTwin runs on the same seed\n"
        summary += "".join(f"  {name.replace('_', ' '):<44}{value:>12.2f}\n" for name, value in told.twins.items())
    path = write_run(
        folder(s),
        tables=told.tables | told.twin_tables,
        config=as_tree(s),
        manifest=finished.manifest,
        summary=told.numbers,
        extra={"summary.txt": summary},
        overwrite=s.run.overwrite,
    )
    return path, summary


def run_and_write(settings: Settings) -> None:
    """Run once with a progress bar on a terminal, write the folder, and print the summary; or show what is there."""
    from tqdm import tqdm

    if is_there(settings):
        print(_text(folder(settings)))
        print(f"{folder(settings)} was there already, from the same settings (overwrite=true computes it again)")
        return
    with tqdm(total=settings.run.months, unit="month", disable=not sys.stderr.isatty(), leave=False) as bar:
        finished = run(settings, lambda done, total: bar.update(1))
    path, summary = write(finished)
    print(summary)
    print(f"written to {path}\nnext: giants explain {path}   or   giants-analyse report {path}")


def _text(place: Path) -> str:
    file = place / "summary.txt"
    return file.read_text(encoding="utf-8", errors="replace") if is_own_file(file) else f"{place} has no summary.txt\n"
