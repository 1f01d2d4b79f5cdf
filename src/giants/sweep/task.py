"""The real task of a sweep: settings of a job, one run of the model, its summary and tables."""

import gc
from collections.abc import Mapping, Sequence
from typing import Any

from giants.config import Settings, settings
from giants.saved import saved_settings
from giants.sweep.definition import Definition, Job
from giants.sweep.design import optional_paths
from giants.sweep.replace import has, replaced
from giants.sweep.rows import Outcome


def simulate(definition: Definition) -> "Simulation":
    """Return what runs the model."""
    return Simulation(definition)


class Simulation:
    """Runs the model for the jobs of a sweep; the settings of each composition are checked once and kept."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._checked: dict[int, Settings] = {}

    def __call__(self, job: Job) -> Outcome:
        """Run one job."""
        from giants import run

        return outcome(run.run(self._settings(job)))

    def together(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Run jobs of one arena side by side."""
        from giants import run

        outcomes = [outcome(one) for one in run.run_side_by_side([self._settings(job) for job in jobs])]
        gc.collect()  # a model and its agents hold each other, and would keep the memory that the next ones need
        return outcomes

    def _settings(self, job: Job) -> Settings:
        if job.composition not in self._checked:
            self._checked[job.composition] = settings(self.definition.trees[job.composition])
        return applied(self._checked[job.composition], job, self.definition)


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


def outcome(finished: Any) -> Outcome:
    """Return the numbers of a finished run and its twins', if asked, and the tables above the summary level."""
    from giants import run

    told = run.results(finished)
    kept = told.tables if finished.settings.run.record != "summary" else {}
    return Outcome(told.numbers, kept | told.twin_tables)
