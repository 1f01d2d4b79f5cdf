"""Many-objective search of policy levers: each generation is a sweep, so an interrupted one goes on where it stood.

The algorithm is NSGA-II (Deb et al. 2002) as pymoo has it (Blank and Deb 2020).  Its candidates depend on its seed and
on results only: taken up again, it asks for the same generations, finds them computed, and goes on after the last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from giants.compose import conf_dir
from giants.errors import InputError
from giants.install import need
from giants.names import PlainName
from giants.sweep.choice import RULE, largest_regret, strategy
from giants.sweep.definition import Definition, digest
from giants.sweep.design import Uncertainty, table_at, values_at, width
from giants.sweep.rows import SUCCEEDED
from giants.symbols import Array

FAR = 1e9
"""Objective of a candidate of which no run has the number, worse than any that can be."""


@dataclass(frozen=True)
class SearchSettings:
    """A search: aims by number of the table of runs, size of the algorithm, and fresh seeds for the front."""

    name: PlainName
    runs_dir: str
    runs: Mapping[str, str | int | float | bool | None]
    uncertainty: Uncertainty
    aims: Mapping[str, Literal["maximise", "minimise"]]
    population: Annotated[int, Field(ge=4, le=10_000)]
    generations: Annotated[int, Field(ge=1, le=100_000)]
    algorithm_seed: Annotated[int, Field(ge=0)]
    fresh_seeds: Annotated[int, Field(ge=0, le=10_000)]
    workers: Annotated[int, Field(ge=1, le=4096)] | None
    quiet: bool

    def __post_init__(self) -> None:
        if not self.aims:
            raise ValueError("a search needs an aim, e.g. index_mean: maximise")
        if not self.uncertainty.factors:
            raise ValueError("a search needs factors; choose an uncertainty, e.g. uncertainty=policy_levers")
        if self.population % 2:
            raise ValueError(f"population {self.population} is odd, and candidates are bred in pairs")


@dataclass(frozen=True)
class Candidates:
    """Turns positions in the unit cube into sweeps, and their results into objectives."""

    settings: SearchSettings
    base: Definition

    def definition(self, positions: Array, seeds: Sequence[int] = ()) -> Definition:
        """Return the sweep of these candidates over the base set of scenarios and seeds."""
        table = table_at(self.settings.uncertainty.factors, positions)
        return replace(self.base, points=table, seeds=list(seeds) or self.base.seeds)

    def objectives(self, runs: Any) -> Array:
        """Return (candidate, aim) means over the runs that succeeded, all to be minimised."""
        good = runs[runs["status"] == SUCCEEDED]
        if good.empty:
            raise InputError(f"every run fails, the first with {runs['failure_message'].iloc[0]}")
        lacking = [name for name in self.settings.aims if name not in runs]
        if lacking:
            raise InputError(f"aims.{lacking[0]}: no such number; a finished sweep's columns are those of load_sweep")
        count = int(runs["point_id"].max()) + 1
        means = good.groupby("point_id")[list(self.settings.aims)].mean().reindex(range(count))
        return np.where(means.isna(), FAR, self.turned(means.fillna(0.0).to_numpy()))

    def turned(self, values: Array) -> Array:
        """Turn numbers to be maximised into numbers to be minimised, and back."""
        signs = [-1.0 if aim == "maximise" else 1.0 for aim in self.settings.aims.values()]
        return np.asarray(values * np.array(signs))

    def violations(self, positions: Array) -> Array:
        """Return (candidate, constraint) amounts by which the linear constraints are missed; 0 where they hold."""
        values = values_at(self.settings.uncertainty.factors, positions)
        missed = []
        for rule in self.settings.uncertainty.constraints:
            total = sum(w * np.array(values[path], dtype=float) for path, w in rule.weights.items())
            above = 0.0 if rule.at_most is None else np.maximum(total - rule.at_most, 0.0)
            below = 0.0 if rule.at_least is None else np.maximum(rule.at_least - total, 0.0)
            missed.append(above + below)
        return np.array(missed).reshape(len(missed), len(positions)).T


def optimise(candidates: Candidates, evaluate: Any) -> tuple[Array, Array]:
    """Return positions and objectives (to be minimised) of the non-dominated candidates.

    `evaluate(generation, positions)` returns the objectives of the candidates of one generation.  Raises InputError
    without the extra `search`, and if no candidate meets the constraints.
    """
    need("search", "a search", "pymoo")
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.evaluator import Evaluator
    from pymoo.core.problem import Problem
    from pymoo.problems.static import StaticProblem

    settings, size = candidates.settings, width(candidates.settings.uncertainty.factors)
    limits = len(settings.uncertainty.constraints)
    problem = Problem(n_var=size, n_obj=len(settings.aims), n_ieq_constr=limits, xl=0.0, xu=1.0)
    algorithm = NSGA2(pop_size=settings.population)
    algorithm.setup(problem, termination=("n_gen", settings.generations), seed=settings.algorithm_seed)
    for generation in range(settings.generations):
        born = algorithm.ask()
        positions = np.asarray(born.get("X"), dtype=float)
        known = {"F": evaluate(generation, positions)}
        if limits:
            known["G"] = candidates.violations(positions)
        Evaluator().eval(StaticProblem(problem, **known), born)
        algorithm.tell(infills=born)
    front = sorted((one for one in algorithm.opt if one.feas), key=lambda one: tuple(one.F))
    if not front:
        raise InputError("no candidate meets the constraints; loosen them or search longer")
    return np.array([one.X for one in front]), np.array([one.F for one in front])


def search(
    settings: SearchSettings,
    base: Definition,
    task: Any,
    engine: Any,
    needs: Mapping[str, str],
    *,
    command: str = "giants-search",
    accept_changes: bool = False,
) -> tuple[Path, str]:
    """Search, compute the front again on fresh seeds, and write front.csv; return its path and what it says.

    `command` is what the strategy that is written says it was found by.
    """
    from giants.sweep.drive import ComputeOptions, compute, opened, plan
    from giants.sweep.load import load_sweep

    candidates, place = Candidates(settings, base), Path(settings.runs_dir) / settings.name
    so_far = np.full(len(settings.aims), np.inf)  # least of every objective, each turned to be minimised

    def computed(name: str, definition: Definition) -> Any:
        with opened(place / name) as folder:
            plan(folder, definition, {"depends": needs, "search": settings.name}, accept_changes=accept_changes)
            result = compute(folder, task, engine, ComputeOptions(engine.workers, quiet=True))
        if result.signal:
            raise KeyboardInterrupt
        if result.stopped or result.missing:
            raise InputError(f"{result}: {result.stopped or 'incomplete'}; the same command continues")
        return load_sweep(place / name)

    def evaluate(generation: int, positions: Array) -> Array:
        results = candidates.objectives(computed(f"generation-{generation:04d}", candidates.definition(positions)))
        np.minimum(so_far, results.min(axis=0), out=so_far)
        if not settings.quiet:
            best = zip(settings.aims, candidates.turned(so_far), strict=True)
            told = ", ".join(f"{name} {value:.4g}" for name, value in best)
            print(f"generation {generation + 1} of {settings.generations}: best so far {told}", flush=True)
        return results

    positions, found = optimise(candidates, evaluate)
    columns: dict[str, Any] = dict(values_at(settings.uncertainty.factors, positions))
    columns |= dict(zip(settings.aims, candidates.turned(found).T, strict=True))
    told = f"{len(found)} candidates that no other beats"
    if settings.fresh_seeds:
        first = max(base.seeds) + 1
        seeds = list(range(first, first + settings.fresh_seeds))
        definition = candidates.definition(positions, seeds)
        scored = computed(f"front-{digest([definition.digests(), seeds])[:8]}", definition)
        again = candidates.objectives(scored)
        usual = candidates.objectives(computed(f"configured-{settings.fresh_seeds}", replace(base, seeds=seeds)))
        columns |= {
            f"{name}_fresh": column for name, column in zip(settings.aims, candidates.turned(again).T, strict=True)
        }
        columns["best_fresh"] = ~dominated(again)
        columns["regret_fresh"] = largest_regret(scored, settings.aims)
        told += f"\n{verdict(settings.aims, candidates.turned(found), candidates.turned(again))}"
        told += _beside(again, usual[0])
        told += _shipped(settings, base, place, columns, seeds, command)
    return write_table(place, columns), told


def dominated(objectives: Array) -> Array:
    """Return which rows of (candidate, aim), to be minimised, another row beats: nowhere worse, somewhere better."""
    return np.asarray(_beats(objectives[None], objectives[:, None]).any(axis=1))


def _beats(one: Array, other: Array) -> Array:
    """Return whether `one` (..., aim), to be minimised, is nowhere worse than `other` and somewhere better."""
    return np.asarray((one <= other).all(axis=-1) & (one < other).any(axis=-1))


def verdict(aims: Mapping[str, str], found: Array, fresh: Array) -> str:
    """Say, aim by aim, the range of the front on fresh seeds and how far the search's own seeds order it alike.

    The order is compared by Spearman's rank correlation; near 0 the search has followed the luck of its seeds.
    """
    from scipy import stats

    lines = [f"  {'aim':<28}{'on fresh seeds':>24}{'order kept':>12}"]
    for i, name in enumerate(aims):
        spread = f"{fresh[:, i].min():.4g} to {fresh[:, i].max():.4g}"
        alike = len(found) > 2 and np.ptp(found[:, i]) > 0 and np.ptp(fresh[:, i]) > 0
        kept = f"{stats.spearmanr(found[:, i], fresh[:, i]).statistic:.2f}" if alike else "-"
        lines.append(f"  {name:<28}{spread:>24}{kept:>12}")
    return "\n".join(lines)


def _beside(fresh: Array, usual: Array) -> str:
    beat, lose = int(_beats(fresh, usual).sum()), int(_beats(usual, fresh).sum())
    return f"\n  beside the levers as configured: {beat} better in every aim, {lose} worse in every aim"


def _shipped(
    settings: SearchSettings,
    base: Definition,
    place: Path,
    columns: Mapping[str, Any],
    seeds: Sequence[int],
    command: str,
) -> str:
    """Write the candidate that the declared rule chooses as a strategy, searched.yaml; return what to do with it."""
    from giants.sweep.folder import write

    regrets, met = np.asarray(columns["regret_fresh"], float), _met(base)
    strategy_ = ",".join(map(str, met.get("mexico", ())))
    if not np.isfinite(regrets).any() or not (conf_dir() / "mexico" / f"{strategy_}.yaml").is_file():
        return ""
    one = int(np.nanargmin(regrets))
    levers = {p: v[one] for p, v in columns.items() if p.startswith("mexico.") and np.isfinite(float(v[one]))}
    kept = ", ".join(f"{key}={','.join(map(str, values))}" for key, values in met.items())
    found = (
        f"Candidate {one} of the {len(regrets)} that no other beats, found by",
        f"  {command}",
        f"Each met {kept}.",
        f"Aims: {', '.join(f'{aim} {name}' for name, aim in settings.aims.items())}.",
        f"Population {settings.population}, generations {settings.generations}, seed {settings.algorithm_seed}.",
        f"Scored on seeds {seeds[0]} to {seeds[-1]}, which the search never saw; largest regret {regrets[one]:.3f}.",
        f"Rule, declared before scoring: {RULE}.",
    )
    write(place, "searched.yaml", strategy(strategy_, levers, found).encode())
    return f"\n  candidate {one} has the smallest largest regret ({regrets[one]:.2f}); it is {place}/searched.yaml"


def _met(base: Definition) -> dict[str, list[Any]]:
    """Return what every candidate meets: groups and settings that the command named or varied, and the seeds."""
    groups = {name: list(dict.fromkeys(label[name] for label in base.labels)) for name in base.labels[0]}
    return {**groups, **{path: list(values) for path, values in base.grid.items()}, "seed": list(base.seeds)}


def write_table(place: Path, columns: Mapping[str, Any]) -> Path:
    """Write front.csv whole."""
    import pandas as pd

    from giants.sweep.folder import write

    write(place, "front.csv", pd.DataFrame(columns).to_csv(index_label="candidate").encode())
    return place / "front.csv"
