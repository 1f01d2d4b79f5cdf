"""From overrides in Hydra's grammar to the definition of a sweep; Hydra composes once per combination of groups."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count, product
from typing import Any

import numpy as np

from giants.compose import composed, finished, one_line_errors, open_tree, opened
from giants.config import settings
from giants.errors import InputError
from giants.guard import refuse_hydra_key
from giants.schema import build
from giants.sweep.assemble import assembler
from giants.sweep.definition import Definition
from giants.sweep.design import DesignSettings, Points, Uncertainty, optional_paths, points, table_at, width
from giants.sweep.replace import has, replaced
from giants.sweep.search import SearchSettings
from giants.sweep.settings import KEYS, SweepSettings, sweep_settings
from giants.sweep.sources import Source, distinct, label_is_free, may_vary, one_source_each

LABELS = ("mexico", "usa", "china", "latam", "politics", "scenario")
"""Groups whose choice labels every run, swept or not."""

LONGEST = 1_000_000
"""Values of one key; the list of more would fill the memory before anything is said."""


@dataclass(frozen=True)
class Axes:
    """Overrides taken apart: what is fixed, what Hydra must compose, and what is plain replacement of one value."""

    fixed: tuple[str, ...]
    composed: Mapping[str, tuple[str, ...]]
    grid: Mapping[str, tuple[Any, ...]]


class Composer:
    """Hydra, held open while a sweep is planned."""

    def __init__(self, loader: Any) -> None:
        from hydra.core.override_parser.overrides_parser import OverridesParser

        self.loader = loader
        self.parser = OverridesParser.create(config_loader=loader)

    def parse(self, words: Sequence[str]) -> list[Any]:
        """Return parsed overrides.  Raises InputError."""
        with one_line_errors():
            return list(self.parser.parse_overrides(opened(words)))

    def is_group(self, key: str) -> bool:
        """Say whether `key` names a group of configuration files."""
        return bool(self.loader.get_group_options(key))

    def tree(self, words: Sequence[str], config: str = "config") -> tuple[dict[str, Any], dict[str, str]]:
        """Return the composed configuration, and the choice made in each group."""
        return composed(self.loader, words, config)

    def alone(self, words: Sequence[str], group: str, option: str) -> tuple[dict[str, Any], dict[str, str]] | None:
        """Compose one member of a group without the rest, in a quarter of the time; None where it cannot stand alone.

        Of the overrides `words` those of its own settings and sub-groups are heeded.
        """
        parsed = self.parse(words)
        if not group.isidentifier() or any(override.package for override in parsed):
            return None
        own = [o.input_line for o in parsed if o.key_or_group.replace("/", ".").split(".")[0] == group]
        try:
            tree, choices = self.tree(own, f"{group}/{option}")
        except InputError:  # it needs what stands outside it, or does not exist
            return None
        if list(tree) != [group]:
            return None
        choices = {**choices, group: option}
        return finished(tree, choices, own), choices

    def sources(self, words: Sequence[str]) -> list[Source]:
        """Return what overrides of runs set or choose."""
        parsed = [override for override in self.parse(words) if not override.package]
        return [Source(o.key_or_group, self.is_group(o.key_or_group), o.input_line) for o in parsed]

    def drawn(self, table: Points) -> list[Source]:
        """Return what the columns of a table of points set or choose."""
        paths = [(path, column) for column in table.values for path in table.paths(column)]
        return [Source(p, self.is_group(p.replace(".", "/")), f"the design ({column})") for p, column in paths]

    def axes(self, words: Sequence[str]) -> Axes:
        """Take overrides of runs apart."""
        fixed: list[str] = []
        composed: dict[str, tuple[str, ...]] = {}
        grid: dict[str, tuple[Any, ...]] = {}
        for override in self.parse(words):
            key = override.key_or_group
            if not override.is_sweep_override():
                fixed.append(override.input_line)
                continue
            if not override.is_discrete_sweep():
                raise InputError(f"{override.input_line}: an interval is an uncertainty; give it under uncertainty=")
            options = _options(override)
            if override.input_line[0] in "+~" or override.package or self.is_group(key):
                composed[override.get_key_element()] = tuple(options)
            elif override.is_range_sweep():
                grid[key] = tuple(override.sweep_iterator())
            else:
                grid[key] = tuple(one.value() for one in self.parse([f"{key}={option}" for option in options]))
        return Axes(tuple(fixed), composed, grid)


def _options(override: Any) -> list[str]:
    """Return the values of an axis as words.  Raises InputError if there are none, or more than a list can hold."""
    line = override.input_line
    if override.is_range_sweep():
        interval = override.value()
        if interval.step == 0:
            raise InputError(f"{line}: the step is zero")
        if (interval.stop - interval.start) / interval.step > LONGEST:
            raise InputError(f"{line}: more than {LONGEST:,} values of one key")
    options = list(override.sweep_string_iterator())
    if not options:
        raise InputError(f"{line}: no value matches")
    return options


@contextmanager
def composer() -> Iterator[Composer]:
    """Open the configuration tree."""
    with open_tree() as loader:
        yield Composer(loader)


def sweep_from(words: Sequence[str]) -> tuple[SweepSettings, Definition]:
    """Return the settings and the definition of the sweep that the overrides `words` ask for.  Raises InputError."""
    with composer() as hydra:
        own, others = _apart(hydra, words, KEYS)
        parsed = sweep_settings(hydra.tree(own, "giants_sweep")[0])
        return parsed, define(hydra, _runs(hydra, parsed.runs, others), parsed.design, parsed.uncertainty)


def search_from(words: Sequence[str]) -> tuple[SearchSettings, Definition]:
    """Return the settings of a search, and the sweep that each of its candidates is put through."""
    with composer() as hydra:
        own, others = _apart(hydra, words, tuple(SearchSettings.__dataclass_fields__))
        tree, _ = hydra.tree(own, "giants_search")
        if tree.get("name") is None:
            raise InputError("a search needs a name, below which its results are kept: add name=first")
        parsed = build(SearchSettings, tree, "search")
        one, words = DesignSettings("none", 1, 2, False, 0, None), _runs(hydra, parsed.runs, others)
        base, factors = define(hydra, words, one, Uncertainty()), parsed.uncertainty.factors
        ends = table_at(factors, np.array([[0.0] * width(factors), [1.0] * width(factors)]))
        if any("seed" in ends.paths(column) for column in ends.values):
            raise InputError("seed: luck is no lever; a search takes its seeds from seed=")
        _one_owner(hydra, words, ends)
        check(replace(base, points=ends))
        return parsed, base


def _one_owner(hydra: Composer, words: Sequence[str], table: Points) -> None:
    """Raise InputError if overrides `words` of runs and the columns of a table have a setting in common."""
    for column in table.values:
        for path in table.paths(column):
            may_vary(path)
    one_source_each([*hydra.sources(words), *hydra.drawn(table)])


def _apart(hydra: Composer, words: Sequence[str], keys: Sequence[str]) -> tuple[list[str], list[str]]:
    """Divide overrides into those of the sweep itself (each of one value) and those of its runs."""
    own, others = [], []
    for word, override in zip(words, hydra.parse(words), strict=True):
        top = override.key_or_group.lstrip("+~").split(".")[0].split("/")[0]
        if top not in (*keys, "hydra"):
            others.append(word)
        elif override.is_sweep_override():
            raise InputError(f"{word}: one value only; what a sweep varies are settings of its runs")
        else:
            own.append(word)
    return own, others


def _runs(hydra: Composer, usual: Mapping[str, Any], words: Sequence[str]) -> list[str]:
    """Return the overrides of the runs: the usual ones whose key is not among `words`, then `words`."""
    for key in usual:
        refuse_hydra_key(key, "runs")
    named = {override.get_key_element().lstrip("+") for override in hydra.parse(words)}
    return [*(f"{key}={_word(value)}" for key, value in usual.items() if key not in named), *words]


def define(hydra: Composer, words: Sequence[str], design: DesignSettings, uncertainty: Uncertainty) -> Definition:
    """Return the definition of runs with overrides `words` at the points of a design, every part of it checked."""
    axes = hydra.axes(words)
    for key, several in {**axes.composed, **axes.grid}.items():
        may_vary(key)
        distinct(key, several)
    if design.kind == "oat":
        first = [f"{key}={options[0]}" for key, options in axes.composed.items()]
        uncertainty = with_nominal(uncertainty, *hydra.tree([*axes.fixed, *first]))
    table = points(design, uncertainty)
    _one_owner(hydra, words, table)
    groups = [path for path in table.values if hydra.is_group(path.replace(".", "/"))]
    members, chosen = _members(table, groups)
    keys = [group.replace(".", "/") for group in groups]
    occurring = {key: list(dict.fromkeys(m[i] for m in members)) for i, key in enumerate(keys)}
    compose = assembler(hydra.tree, axes.fixed, {**axes.composed, **occurring}, hydra.alone)
    labels, trees = [], []
    for options in product(*axes.composed.values()):
        for member in members:
            choice = {**dict(zip(axes.composed, options, strict=True)), **dict(zip(keys, member, strict=True))}
            tree, choices = compose(choice)
            trees.append({**tree, "name": None, "runs_dir": "runs", "overwrite": False})
            labels.append({**{g: choices[g] for g in LABELS if g in choices}, **_plain(choice)})
    grid = dict(axes.grid)
    for column in table.values:
        if column not in groups:
            label_is_free(column, table.paths(column), [*labels[0], *grid])
    seeds = grid.pop("seed", (trees[0].get("seed"),))
    if not all(isinstance(seed, int) and not isinstance(seed, bool) for seed in seeds):
        raise InputError(f"seed: whole numbers only, not {', '.join(map(str, seeds))}")
    leaves = {path: column for path, column in table.values.items() if path not in groups}
    definition = Definition(
        labels=labels,
        trees=trees,
        seeds=[int(seed) for seed in seeds],
        grid={path: [_list(value) for value in values] for path, values in grid.items()},
        points=Points(leaves, table.optional, table.count, table.shared),
        chosen=chosen,
        family=len(members),
    )
    check(definition, design.file if design.kind == "csv" else None)
    return definition


def with_nominal(uncertainty: Uncertainty, tree: Mapping[str, Any], choices: Mapping[str, str]) -> Uncertainty:
    """Return the uncertainty with the configured value as nominal point of every factor that names none."""
    factors = {}
    for name, factor in uncertainty.factors.items():
        at: Any = tree if name not in choices else {name: choices[name]}
        for part in (factor.paths or (name,))[0].split("."):
            at = at[int(part)] if isinstance(at, list) else at.get(part) if isinstance(at, Mapping) else None
        inside = at in factor.values if factor.values else _between(factor.low, at, factor.high)
        factors[name] = replace(factor, nominal=at) if factor.nominal is None and inside else factor
    return replace(uncertainty, factors=factors)


def _between(low: float | None, value: Any, high: float | None) -> bool:
    return isinstance(value, int | float) and low is not None and high is not None and low <= value <= high


def check(definition: Definition, file: str | None = None) -> None:
    """Check every composition, and in each of them every value of the grid and the ends of every factor.

    Raises InputError naming the first that is wrong, with its row if the points are those of a table in `file`; what
    only a combination of values breaks shows when it is run.
    """
    if "seed" in definition.points.values and None in definition.points.values["seed"]:
        raise InputError("an empty cell in the column seed: give every row its seed")
    drawn = {
        p: _ends(values) for name, values in definition.points.values.items() for p in definition.points.paths(name)
    }
    columns = {**definition.grid, **drawn}
    optional = optional_paths(definition.points)
    for label, tree in zip(definition.labels, definition.trees, strict=True):
        base = settings(tree)
        replaced(base, {"seed": max(definition.seeds)})
        replaced(base, {"seed": min(definition.seeds)})
        for name, paths in definition.points.shared.items():
            if has(base, name) and not any(f"{path}.".startswith(f"{name}.") for path in paths):
                raise InputError(f"factor {name}: has the name of a setting that it does not set; call it otherwise")
        for path, values in columns.items():
            if path in optional and not has(base, path):
                continue
            for value in values:
                try:
                    replaced(base, {path: value})
                except InputError as error:
                    place = f"design.file={file}, row {_row(definition.points, path, value)}, " if file else ""
                    chosen = ", ".join(f"{k}={v}" for k, v in label.items())
                    raise InputError(f"{place if path in drawn else ''}{error} (in {chosen})") from None


def _row(points: Points, path: str, value: Any) -> int:
    """Return the line of a table, its header being the first, in which a column has `value` for `path`."""
    column = next(values for name, values in points.values.items() if path in points.paths(name))
    return [repr(cell) for cell in column].index(repr(value)) + 2


def _members(table: Points, groups: Sequence[str]) -> tuple[list[tuple[Any, ...]], list[int]]:
    """Return the choices of group members that occur in the design, and which of them each point makes."""
    if not groups:
        return [()], []
    rows = list(zip(*(map(_member, table.values[group], count(2)) for group in groups), strict=True))
    members = list(dict.fromkeys(rows))
    number = {member: i for i, member in enumerate(members)}
    return members, [number[row] for row in rows]


def _member(value: Any, row: int) -> str:
    if value is None:
        raise InputError(f"row {row}: an empty cell in a column that names a group; name a member of it in every row")
    return str(value)


def _ends(values: Sequence[Any]) -> list[Any]:
    present = [value for value in values if value is not None]
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in present):
        broken = [value for value in present if value % 1][:1]  # where whole numbers are wanted
        return [*broken, min(present), max(present)] if present else []
    return list(dict.fromkeys(present))


def _plain(choice: Mapping[str, Any]) -> dict[str, str]:
    return {key.lstrip("+~"): str(value) for key, value in choice.items()}


def _list(value: Any) -> Any:
    return [_list(item) for item in value] if isinstance(value, list | tuple) else value


def _word(value: Any) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
