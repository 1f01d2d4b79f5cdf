"""Open a run or a sweep as one thing: an ensemble of runs with labels, numbers and tables, read only as asked.

A single run is an ensemble of one.  Runs that failed are counted and left out.  Tables over time are read part by
part, yearly by default and in single precision, so that a hundred thousand runs fit in memory.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from giants.analysis import words
from giants.errors import InputError
from giants.records.store import Run, load_run
from giants.sweep.folder import Folder
from giants.sweep.load import load_sweep, pieces, stored
from giants.sweep.load import tables as kept_tables
from giants.sweep.rows import FIXED, SUCCEEDED

GROUPS = ("mexico", "usa", "china", "latam", "states", "cartels", "firms", "politics", "scenario")
PURSE = "society.budget.purse"
YEAR = 12
ROWS = 500_000
"""Rows of a part that stand in memory as a frame at once, up to those of one run more."""


@dataclass(frozen=True)
class Ensemble:
    """Runs of one folder.

    `runs` has one row per run that succeeded: run_id, seed, point_id, and the labels that tell the runs apart, the
    strategy of Mexico (or its one plank that varies) under the name `strategy`.  `factors` are the
    deep uncertainties of a design, by dotted path.
    """

    path: Path
    runs: pd.DataFrame
    labels: tuple[str, ...]
    factors: tuple[str, ...]
    manifest: dict[str, Any]
    failed: int = 0
    planned: int = 1
    single: Run | None = field(default=None, repr=False)
    choices: tuple[str, ...] = ()
    """Labels in which the design chose among the members of a group."""
    cache: dict[str, pd.Series] = field(default_factory=dict, repr=False, compare=False)
    """Numbers that were read before, by column: parts are opened once for each new column only."""

    @property
    def strategies(self) -> list[str]:
        """Strategies of Mexico in the order in which they were planned."""
        return list(dict.fromkeys(self.runs["strategy"].astype(str)))

    @property
    def seeds(self) -> int:
        """Number of seeds."""
        return int(self.runs["seed"].nunique())

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """Labels beside the strategy that vary: what a future is made of."""
        return tuple(c for c in self.labels if c != "strategy" and len(self.runs[c].unique()) > 1)

    @property
    def caption(self) -> str:
        """Sample size, seeds and source, for the foot of a figure."""
        n = len(self.runs)
        lost = f", {self.failed:,} failed and left out" if self.failed else ""
        lost += f", {self.missing:,} of {self.planned:,} not computed yet" if self.missing else ""
        kind = "run" if n == 1 else "runs"
        seeds = f"seed {self.runs['seed'].iloc[0]}" if self.seeds == 1 else f"{self.seeds} seeds"
        varied = [c for c in self.conditions if c not in (*self.factors, *self.choices)]
        futures = len(self.runs[varied].drop_duplicates()) if varied else 1
        about = f"{futures:,} futures ({words.listed(map(words.words, varied), 3)}), " if futures > 1 else ""
        if drawn := len(self.factors) + len(self.choices):
            about += f"{self.runs['point_id'].nunique():,} points of {drawn} uncertainties, "
        fixed = f"; {words.words(self.runs['scenario'].iloc[0])}" if self._one("scenario") else ""
        return f"{n:,} {kind}, {about}{seeds}{lost}{fixed}; {self.path.name}"

    def apart(self, frame: pd.DataFrame) -> list[str]:
        """Return the labels in which the runs of `frame` differ other than by the design: strategy and futures."""
        drawn = {*self.factors, *self.choices}
        return [c for c in self.labels if c not in drawn and len(frame[c].unique()) > 1]

    @property
    def missing(self) -> int:
        """Runs that were planned and are not there, neither good nor failed."""
        return self.planned - len(self.runs) - self.failed

    @property
    def gaps(self) -> str:
        """What an unfinished sweep or one with failures lacks, in a sentence; empty for one that is whole."""
        summary = [f"{self.missing:,} are not computed yet"] if self.missing else []
        summary += [f"{self.failed:,} failed"] if self.failed else []
        return (
            f"Of {self.planned:,} planned runs {' and '.join(summary)}; what follows rests on the others."
            if summary
            else ""
        )

    def where(self, label: str, value: Any) -> "Ensemble":
        """Return the runs in which a label has this value, as an ensemble of their own."""
        part = copy(self)
        kept = self.runs[self.runs[label] == value].reset_index(drop=True)
        vars(part).update(runs=kept, planned=len(kept) + self.failed)
        vars(part).pop("conditions", None)
        return part

    def _one(self, label: str) -> bool:
        return label in self.runs and len(self.runs[label].unique()) == 1

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures of which the runs keep a summary."""
        if self.single is not None:
            names = list(self.single.summary)
        else:
            names = next((list(stored(p, "runs")) for p in Folder(self.path).parts() if _sound(p)), [])
        return tuple(name.removesuffix("_last12") for name in names if name.endswith("_last12"))

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables beside that of the runs."""
        if self.single is not None:
            return self.single.tables
        return tuple(name for name in kept_tables(self.path) if name != "runs")

    def numbers(self, measures: Sequence[str], when: str = "last12") -> pd.DataFrame:
        """Return `runs` with one more column per measure, e.g. its mean over the last twelve months.

        Raises InputError for a measure that was not recorded, naming the nearest that were.
        """
        self.check(measures)
        if when not in words.WHEN:
            raise InputError(f"{when!r} is no summary of a run; choose one of {', '.join(words.WHEN)}")
        names = [f"{m}_{when}" for m in dict.fromkeys(measures)]
        frame = self.runs.copy()
        if self.single is not None:
            for name in names:
                frame[name] = [np.nan if self.single.summary[name] is None else self.single.summary[name]]
        else:
            new = [name for name in names if name not in self.cache]
            if new:
                loaded = load_sweep(self.path, columns=new).set_index("run_id")
                self.cache.update({name: loaded[name] for name in new})
            for name in names:
                frame[name] = frame["run_id"].map(self.cache[name])
        return frame.rename(columns=lambda c: c.removesuffix(f"_{when}") if c in names else c)

    def check(self, measures: Sequence[str]) -> None:
        """Raise InputError for a measure that the runs do not have."""
        from difflib import get_close_matches

        for name in measures:
            if name not in self.measures:
                near = get_close_matches(name, self.measures, 4, 0.4)
                advice = f"; did you mean {', '.join(near)}?" if near else ""
                raise InputError(
                    f"no measure {name!r} among the {len(self.measures)} recorded{advice} (--list names all)"
                )

    def table(
        self,
        name: str,
        columns: Sequence[str],
        *,
        every: int = YEAR,
        labels: bool = True,
        only: int | None = None,
        each: Callable[[pd.DataFrame], pd.DataFrame] = lambda piece: piece,
    ) -> pd.DataFrame:
        """Return columns of a table over time, at the end of every `every` months (1: all kept rows), with labels.

        Rows are in the order of runs, floats in single precision; `only` is the one run to read.  `each` makes fewer
        rows of those of some whole runs before the next are read, and keeps run_id.  Raises InputError for what was
        not kept.
        """
        pieces = []
        for piece in self._pieces(name, columns):
            if every > 1 and len(piece) and "month" in piece:
                month = piece["month"]
                last = month.max()
                piece = piece[(month % every == every - 1) | ((month == last) & (last < every - 1))]
            if only is not None:
                piece = piece[piece["run_id"] == only]
            piece = each(piece)
            floats = piece.select_dtypes("float64").columns
            pieces.append(piece.astype(dict.fromkeys(floats, np.float32)))
        frame = pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=["run_id", *columns])
        if not frame["run_id"].is_monotonic_increasing:  # so that sums do not depend on how a sweep was cut
            frame = frame.sort_values("run_id", kind="stable", ignore_index=True)
        keep = ["run_id", "seed", "strategy", *(c for c in self.labels if c != "strategy" and c not in self.factors)]
        on = self.runs[keep] if labels else self.runs[["run_id"]]
        for label in on.columns:
            if on[label].dtype == object or pd.api.types.is_string_dtype(on[label]):
                on = on.assign(**{label: on[label].astype("category")})
        return frame.merge(on, on="run_id", how="inner", sort=False)

    def means(self, name: str, values: Sequence[str], keys: Sequence[str], *, ends: bool = False) -> pd.DataFrame:
        """Return the mean over runs of columns of a table, by strategy, month and `keys`.

        `ends` takes the first and last kept month alone.  Added up part by part: tables of many rows a run never
        stand in memory whole.  Raises InputError for a column that holds no numbers.
        """
        strategy = self.runs.set_index("run_id")["strategy"].astype("category")
        sums = []
        for piece in self._pieces(name, ["month", *keys, *values]):
            for value in values:
                if not pd.api.types.is_numeric_dtype(piece[value]):
                    raise InputError(f"column {value!r} of table {name} is not a number")
            if ends:
                month = piece["month"]
                piece = piece[(month == month.min()) | (month == month.max())]
            piece = piece.assign(strategy=piece["run_id"].map(strategy)).dropna(subset="strategy")
            grouped = piece.groupby(["strategy", "month", *keys], observed=True, sort=False)[list(values)]
            sums.append(pd.concat([grouped.sum(), grouped.count().add_suffix("_n")], axis=1))
        whole = pd.concat(sums).groupby(level=["strategy", "month", *keys], observed=True, sort=False).sum()
        table = pd.DataFrame({v: whole[v] / whole[f"{v}_n"] for v in values}).reset_index()
        return table.assign(strategy=table["strategy"].astype(str))

    def _pieces(self, name: str, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
        """Yield columns of a table with run_id, part by part.  Raises InputError for what was not kept."""
        if name not in self.tables:
            available = ", ".join(self.tables) or "summaries only"
            raise InputError(
                f"{self.path} kept no table {name!r} (it has: {available}); run it again with record=yearly or more"
            )
        wanted = list(dict.fromkeys(columns))
        if self.single is not None:
            frame = self.single.table(name)
            _lacking(self.path, name, wanted, frame.columns)
            yield frame[wanted].assign(run_id=0)
            return
        for content in pieces(Folder(self.path), name, ["run_id", *wanted]):
            _lacking(self.path, name, wanted, content.column_names)
            yield from _whole_runs(content)


def by_purse(runs: Ensemble) -> list[tuple[str, str, Ensemble]]:
    """Return the runs of each purse with its mark in names of files and its words; all of them where none varies."""
    if PURSE not in runs.conditions:
        return [("", "", runs)]
    purses = sorted(runs.runs[PURSE].dropna().unique())
    return [(f"_purse_{p:g}", f"At a purse of {p:.2%} of GDP: ", runs.where(PURSE, p)) for p in purses]


def load(path: str | Path) -> Ensemble:
    """Open the folder of a run or of a sweep.

    Raises InputError if it is neither, holds no run that succeeded, or is damaged; the text says what is there.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; give the folder of a run or of a sweep")
    if (folder / "definition.json").is_file():
        return _sweep(folder)
    if (folder / "summary.json").is_file():
        return _run(load_run(folder))
    inside = sorted(p.name for p in folder.iterdir() if (p / "manifest.json").is_file())
    advice = f"; it holds {words.listed(inside, 4)}: name one of them" if inside else ""
    raise InputError(f"{folder} is neither the folder of a run nor of a sweep{advice}")


def _run(run: Run) -> Ensemble:
    chosen = {name: _choice(run.config.get(name)) for name in GROUPS if name in run.config}
    chosen["strategy"] = chosen.pop("mexico", "unnamed")
    runs = pd.DataFrame([{"run_id": 0, "point_id": 0, "seed": int(run.manifest.get("seed", 0)), **chosen}])
    return Ensemble(run.path, runs, tuple(chosen), (), run.manifest, single=run)


def _choice(part: Any) -> str:
    if not isinstance(part, dict):
        return str(part)
    return str(part.get("name") or part.get("rule") or "unnamed")


def _sweep(folder: Path) -> Ensemble:
    try:
        definition = Folder(folder).definition()
    except KeyError as error:
        raise InputError(f"{folder} was planned by another version: its definition has no {error}") from None
    names = list(definition.label_names())
    if not any((folder / "parts" / "runs").glob("*.parquet")):
        raise InputError(f"{folder} holds no run yet ({definition.size:,} are planned): giants-sweep resume {folder}")
    runs = load_sweep(folder, columns=[*FIXED[1:], "status", *names])
    good = runs[runs["status"] == SUCCEEDED].drop(columns="status").reset_index(drop=True)
    if good.empty:
        why = load_sweep(folder, columns=["failure_message"])["failure_message"].dropna()
        raise InputError(
            f"all {len(runs):,} runs of {folder} failed; the first said: {why.iloc[0] if len(why) else '?'}"
        )
    own = strategy_label(good, [name for name in names if name not in definition.choices])
    if own in good:
        good = good.rename(columns={own: "strategy"})
    else:
        good["strategy"] = "unnamed"
    labels = tuple(dict.fromkeys(["strategy", *("strategy" if n == own else n for n in names)]))
    factors = definition.factors if definition.points.count > 1 else ()
    chosen = tuple("strategy" if n == own else n for n in definition.choices)
    manifest = Folder(folder).manifest()
    return Ensemble(folder, good, labels, factors, manifest, len(runs) - len(good), definition.size, choices=chosen)


def strategy_label(runs: pd.DataFrame, labels: Sequence[str]) -> str:
    """Return the label that tells Mexico's strategies apart: `mexico`, or the one plank that alone varies."""
    varied = [label for label in labels if label.partition("/")[0] == "mexico" and len(runs[label].unique()) > 1]
    return varied[0] if len(varied) == 1 else "mexico"


def _whole_runs(table: Any) -> Iterator[pd.DataFrame]:
    """Yield a part in frames of about ROWS rows that cut no run in two: a part holds run after run."""
    begins = np.flatnonzero(np.diff(table["run_id"].to_numpy(), prepend=-1))
    first = np.searchsorted(begins, np.arange(0, len(table), ROWS))
    cuts = [*np.unique(begins[first[first < len(begins)]]).tolist(), len(table)]
    for start, end in zip(cuts, cuts[1:] or cuts, strict=False):
        yield table.slice(start, end - start).to_pandas()


def _sound(part: Path) -> bool:
    """Return whether a part of the table of runs holds numbers: one of failed runs alone does not."""
    import pyarrow.parquet as pq

    return any(name.endswith("_last12") for name in pq.read_schema(part).names)


def _lacking(path: Path, table: str, wanted: Sequence[str], present: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in set(present)]
    if missing:
        available = words.listed([n for n in present if n not in ("run_id", "month", "date")], 8)
        raise InputError(f"{path}: table {table} has no column {', '.join(missing)}; it has {available}")
