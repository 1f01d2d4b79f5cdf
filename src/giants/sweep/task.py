"""The real task of a sweep: settings of a job, one run of the model, its summary and tables."""

from collections.abc import Mapping
from typing import Any

from giants.config import Settings, settings
from giants.saved import saved_settings
from giants.sweep.chunk import Compute
from giants.sweep.definition import Definition, Job
from giants.sweep.design import optional_paths
from giants.sweep.replace import has, replaced
from giants.sweep.rows import Outcome


def simulate(definition: Definition) -> Compute:
    """Return what runs the model; the settings of each composition are checked once and kept."""
    checked: dict[int, Settings] = {}

    def compute(job: Job) -> Outcome:
        if job.composition not in checked:
            checked[job.composition] = settings(definition.trees[job.composition])
        return outcome(applied(checked[job.composition], job, definition))

    return compute


def settings_of(definition: Definition, run_id: int) -> Settings:
    """Return the settings of one run of a sweep."""
    job = definition.job(run_id)
    return applied(saved_settings(definition.trees[job.composition], "that sweep"), job, definition)


def applied(base: Settings, job: Job, definition: Definition) -> Settings:
    """Return `base` with the seed and the values of a job; optional factors that `base` lacks are left out."""
    optional = optional_paths(definition.points)
    values: Mapping[str, Any] = {
        path: value for path, value in job.values.items() if path not in optional or has(base, path)
    }
    return replaced(base, values).with_seed(job.seed)


def outcome(run_settings: Settings) -> Outcome:
    """Run the model (and its twins, if asked) and return its numbers, and the tables above the summary level."""
    from giants import run

    told = run.results(run.run(run_settings))
    kept = told.tables if run_settings.run.record != "summary" else {}
    return Outcome(told.numbers, kept | told.twin_tables)
