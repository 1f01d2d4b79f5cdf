"""Runs of one scenario are computed side by side, and nothing of a sweep but its speed depends on it."""

import pytest
import sweep_tasks as tasks

from giants.compose import compose
from giants.config import as_tree, settings
from giants.records.arrow import frames
from giants.run import run, run_side_by_side
from giants.sweep.chunk import BATCH, batches
from giants.sweep.definition import Definition
from giants.sweep.task import simulate


@pytest.mark.parametrize("task", [tasks.plain, tasks.unsteady, tasks.tabled])
def test_a_sweep_in_batches_is_byte_for_byte_the_sweep_run_by_run(sweep_in, task):
    sizes = []
    _, alone, _ = sweep_in("alone", task=tasks.Batches(task), chunk=1)
    _, together, _ = sweep_in("together", task=tasks.Batches(task, sizes))
    assert together == alone
    assert max(sizes) > 8


@pytest.mark.parametrize("task", [tasks.deadly, tasks.stuck])
def test_of_a_batch_that_ends_its_worker_one_run_alone_is_lost(sweep_in, task):
    engine = tasks.local(2, timeout=0.3 if task is tasks.stuck else None)
    result, _, table = sweep_in("s", task=tasks.Batches(task), engine=engine, workers=2)
    assert result.failed == 1
    assert table.loc[table["status"] != "SUCCEEDED", "run_id"].tolist() == [17]


def test_batches_are_neighbours_of_one_scenario_and_even():
    jobs = [tasks.definition(seeds=25, points=1).job(i) for i in range(3, 60)]
    cut = list(batches(jobs, together=True))
    assert [job for batch in cut for job in batch] == jobs
    assert [len(batch) for batch in cut] == [11, 11, 12, 13, 10]
    assert max(map(len, cut)) <= BATCH
    assert all(len({job.scenario_id for job in batch}) == 1 for batch in cut)
    assert all(len(batch) == 1 for batch in batches(jobs, together=False))


@pytest.mark.parametrize("more", [["record=monthly"], ["politics=drawn", "usa=maximal_pressure"]])
def test_runs_side_by_side_have_the_numbers_tables_and_words_of_runs_alone(more):
    several = [settings(compose([*more, "months=7", f"seed={seed}"])) for seed in (1, 2, 3)]
    for one, among in zip(map(run, several), run_side_by_side(several), strict=True):
        theirs = frames(among.recorder)
        for name, table in frames(one.recorder).items():
            assert table.equals(theirs[name]), name


def test_the_task_of_a_sweep_gives_each_run_of_a_batch_what_it_gives_it_alone():
    tree = as_tree(settings(compose(["months=2", "record=summary"])))
    definition = Definition(labels=[{}], trees=[tree], seeds=[5, 6], grid={"society.budget.purse": [0.0, 0.0035]})
    compute, jobs = simulate(definition), [definition.job(i) for i in (2, 3)]
    assert [one.numbers for one in compute.together(jobs)] == [compute(job).numbers for job in jobs]
