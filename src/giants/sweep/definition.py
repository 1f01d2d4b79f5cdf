"""What a sweep is: compositions x grid x points x seeds, with a digest, and the settings of any of its runs."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from typing import Annotated, Any, NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, TypeAdapter

from giants import renames
from giants.compose import RULE_GROUPS
from giants.errors import InputError
from giants.sweep.design import Points

FORMAT = 1
"""Version of the layout of a sweep's folder."""
LARGEST = 10**9
"""Runs of a sweep; the state of more would not fit in memory."""


class Job(NamedTuple):
    """One run: a scenario (everything but luck) and a replication (the seed).

    `values` are settings by dotted path on top of the composition; the seed is the same for all scenarios.
    """

    run_id: int
    scenario_id: int
    replication_id: int
    point_id: int
    composition: int
    seed: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Definition:
    """All runs of a sweep, by arithmetic on their numbers: nothing is stored per run.

    `labels[i]` are the group choices of composition i and `trees[i]` its resolved configuration.  `grid` lists values
    by dotted path, all combined.  `points` is the design; where it has a column `seed`, each point is one run with the
    seed that stands there.  Where a factor of the design chooses among members of a
    group, `family` neighbouring compositions differ in that choice alone, and `chosen[point]` picks one of them.
    """

    labels: Sequence[Mapping[str, Any]]
    trees: Sequence[Mapping[str, Any]]
    seeds: Sequence[int]
    grid: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    points: Points = field(default_factory=lambda: Points.of({}))
    chosen: Sequence[int] = ()
    family: int = 1

    def __post_init__(self) -> None:
        if not self.trees or not self.seeds or any(not values for values in self.grid.values()):
            raise InputError("this sweep holds no run: an axis of it is empty")
        if len(set(self.seeds)) != len(self.seeds):
            raise InputError("a seed is listed twice; each replication needs its own")
        if self.size > LARGEST:
            raise InputError(f"this sweep holds {self.size:,} runs, more than {LARGEST:,}; vary less at once")
        if len(self.trees) != len(self.labels) or len(self.trees) % self.family:
            raise ValueError(f"{len(self.trees)} compositions, {len(self.labels)} labels, families of {self.family}")

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of composition families, of values of each grid axis, of points, and of seeds."""
        grid = tuple(len(values) for values in self.grid.values())
        return (len(self.trees) // self.family, *grid, self.points.count, len(self.seeds))

    @property
    def size(self) -> int:
        """Number of runs."""
        return prod(self.shape)

    def job(self, run_id: int) -> Job:
        """Return run number `run_id`.  Raises InputError outside 0..size-1."""
        if not 0 <= run_id < self.size:
            raise InputError(f"there is no run {run_id}; this sweep has runs 0 to {self.size - 1}")
        index = tuple(int(i) for i in np.unravel_index(run_id, self.shape))
        family, cells, point, replication = index[0], index[1:-2], index[-2], index[-1]
        composition = family * self.family + (self.chosen[point] if self.chosen else 0)
        seed = int(self.seeds[replication])
        values = {path: options[i] for (path, options), i in zip(self.grid.items(), cells, strict=True)}
        for column, value in self.points.row(point).items():
            if column == "seed":
                seed = int(value)  # type: ignore[arg-type]
            else:
                values.update(dict.fromkeys(self.points.paths(column), value))
        return Job(run_id, run_id // len(self.seeds), replication, point, composition, seed, values)

    def arena(self, runs: NDArray[np.int_]) -> NDArray[np.int_]:
        """Return the arena (r,) of each of `runs` (r,): a number that runs share which can be computed side by side.

        They differ in nothing but their seed and the rules of actors.  Two points of a design whose settings happen to
        be equal count as two arenas.
        """
        family, *cells, point, _ = np.unravel_index(runs, self.shape)
        composition = family * self.family + (self._choices[point] if self.chosen else 0)
        fixed = [0 * i if _is_rule(path) else i for path, i in zip(self.grid, cells, strict=True)]
        rules_alone = all(_is_rule(path) for column in self.factors for path in self.points.paths(column))
        lengths = (len(self.trees), *self.shape[1:-1])
        return np.ravel_multi_index((self._first_alike[composition], *fixed, point * (not rules_alone)), lengths)

    @cached_property
    def _choices(self) -> NDArray[np.int_]:
        return np.array(self.chosen, dtype=int)

    @cached_property
    def _first_alike(self) -> NDArray[np.int_]:
        """The first composition that differs from each in rules alone, with as many signposts, which are an axis."""
        first: dict[str, int] = {}
        fixed = [{name: part for name, part in tree.items() if name not in RULE_GROUPS} for tree in self.trees]
        signposts = [len(tree.get("mexico", {}).get("triggers") or ()) for tree in self.trees]
        same = map(digest, zip(fixed, signposts, strict=True))
        return np.array([first.setdefault(key, place) for place, key in enumerate(same)])

    def label_names(self) -> tuple[str, ...]:
        """Columns that tell the runs apart: group choices, grid axes, factors."""
        groups = list(self.labels[0]) if self.labels else []
        return tuple(dict.fromkeys([*groups, *self.grid, *self.factors]))

    @property
    def factors(self) -> tuple[str, ...]:
        """Columns of the design that are settings; the seed is luck."""
        return tuple(name for name in self.points.values if name != "seed")

    @property
    def choices(self) -> tuple[str, ...]:
        """Labels that differ within a family: the groups in which the design chooses."""
        kin = self.labels[: self.family]
        return tuple(name for name in kin[0] if any(label[name] != kin[0][name] for label in kin))

    def row(self, job: Job) -> dict[str, Any]:
        """Return the labels of a run: how it differs from the others."""
        grid = {path: job.values[path] for path in self.grid}
        drawn = {name: value for name, value in self.points.row(job.point_id).items() if name != "seed"}
        return {**self.labels[job.composition], **grid, **drawn}

    def content(self) -> dict[str, Any]:
        """Return everything that the results depend on, part by part, as plain values."""
        return {
            "labels": [dict(label) for label in self.labels],
            "trees": [dict(tree) for tree in self.trees],
            "seeds": [int(seed) for seed in self.seeds],
            "grid": {path: list(values) for path, values in self.grid.items()},
            "points": {path: list(values) for path, values in self.points.values.items()},
            "optional": list(self.points.optional),
            "count": self.points.count,
            "shared": {name: list(paths) for name, paths in self.points.shared.items()},
            "chosen": [int(i) for i in self.chosen],
            "family": self.family,
        }

    def digests(self) -> dict[str, str]:
        """Return a digest of each part, so that a changed sweep can be told what changed."""
        return {key: digest(value) for key, value in self.content().items()}

    def today(self) -> "Definition":
        """Return the definition with today's names of settings.  Raises InputError for one under two names."""
        points = self.points
        changed = {
            n: renames.setting(n) for n in [*self.label_names(), *(p for c in points.values for p in points.paths(c))]
        }
        renames.tell(changed)
        return replace(
            self,
            labels=[{changed[name]: value for name, value in label.items()} for label in self.labels],
            trees=[renames.settings(tree) for tree in self.trees],
            grid={changed[path]: values for path, values in self.grid.items()},
            points=replace(
                points,
                values={changed.get(column, column): values for column, values in points.values.items()},
                optional=tuple(changed.get(column, column) for column in points.optional),
                shared={changed.get(c, c): [changed[p] for p in paths] for c, paths in points.shared.items()},
            ),
        )

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Definition":
        """Return the definition whose content() this is.  Raises ValueError or KeyError if it is that of none."""
        content = _checked(content)
        return cls(
            labels=content["labels"],
            trees=content["trees"],
            seeds=content["seeds"],
            grid=content["grid"],
            points=Points(content["points"], tuple(content["optional"]), content["count"], content["shared"]),
            chosen=content["chosen"],
            family=content["family"],
        )


def _is_rule(path: str) -> bool:
    return path.partition(".")[0] in RULE_GROUPS


class _Content(TypedDict):
    """What content() gives; a file that was edited may hold anything."""

    labels: list[dict[str, str | int | float | bool | None]]
    trees: list[dict[str, Any]]
    seeds: list[Annotated[int, Field(ge=0, lt=2**63)]]
    grid: dict[str, list[Any]]
    points: dict[str, list[Any]]
    optional: list[str]
    count: Annotated[int, Field(ge=1)]
    shared: dict[str, list[str]]
    chosen: list[Annotated[int, Field(ge=0)]]
    family: Annotated[int, Field(ge=1)]


def _checked(content: Mapping[str, Any]) -> _Content:
    """Return `content` if its types are right and its parts fit together.  Raises ValueError."""
    parsed = TypeAdapter(_Content).validate_python(content, strict=True)
    columns = [*parsed["points"].values(), *([parsed["chosen"]] if parsed["chosen"] else [])]
    if (
        any(len(column) != parsed["count"] for column in columns)
        or max(parsed["chosen"], default=0) >= parsed["family"]
    ):
        raise ValueError("the points do not fit together")
    return parsed


def digest(value: Any) -> str:
    """Return a short digest of plain values; the same for equal values, whatever the process."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
