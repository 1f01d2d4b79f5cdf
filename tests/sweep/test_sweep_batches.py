"""Runs of one arena are computed side by side, and nothing of a sweep but its speed depends on it."""

from dataclasses import replace

import numpy as np
import pytest
import sweep_tasks as tasks

from giants.compose import compose
from giants.config import as_tree, settings
from giants.records.arrow import frames
from giants.run import run, run_side_by_side
from giants.sweep.chunk import AT_ONCE, at_once, batches
from giants.sweep.definition import Definition
from giants.sweep.design import Points
from giants.sweep.estimate import estimate
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


def test_batches_are_neighbours_of_one_arena_and_even():
    definition, runs = tasks.definition(seeds=100, points=1), range(3, 240)
    cut = list(batches(definition, runs, together=True))
    assert [job for batch in cut for job in batch] == [definition.job(run) for run in runs]
    assert [len(batch) for batch in cut] == [48, 49, 50, 50, 40]
    assert max(map(len, cut)) <= at_once(definition)
    assert all(len({job.scenario_id for job in batch}) == 1 for batch in cut)
    assert all(len(batch) == 1 for batch in batches(definition, runs, together=False))


def of_rules_and_settings(points):
    trees = [
        {"mexico": {"name": "a", "triggers": []}, "usa": 1, "trade": 1},
        {"mexico": {"name": "b"}, "usa": 1, "trade": 1},
        {"mexico": {"name": "a", "triggers": []}, "usa": 2, "trade": 2},
        {"mexico": {"name": "c", "triggers": [1]}, "usa": 1, "trade": 1},
    ]
    return Definition(
        labels=[{"mexico": i} for i in range(4)],
        trees=trees,
        seeds=[1, 2],
        grid={"usa.patience": [1, 2], "invest.sunk": [1, 2]},
        points=Points.of(points),
    )


def test_runs_of_one_arena_share_all_settings_but_the_seed_and_rules():
    rules = {"mexico.diplomacy.retaliation": [0.1, 0.2, 0.2], "seed": [7, 8, 9]}
    definition = of_rules_and_settings(rules)
    arena = definition.arena(np.arange(definition.size)).reshape(definition.shape)
    assert (arena == arena[..., :1]).all(), "seeds"
    assert (arena[0] == arena[1]).all(), "two strategies"
    assert (arena[:, 0] == arena[:, 1]).all(), "a rule's number on the grid"
    assert (arena == arena[:, :, :, :1]).all(), "a rule's number and the seed of a design"
    distinct = 3 * 2  # other settings or as many signposts; another sunk cost
    assert len(np.unique(arena)) == distinct
    other = of_rules_and_settings(rules | {"society.purse": [0.0, 0.0, 0.1]})
    assert len(np.unique(other.arena(np.arange(other.size)))) == distinct * 3


def test_the_arena_of_a_run_does_not_depend_on_which_others_are_asked_about():
    definition = of_rules_and_settings({"society.purse": [0.0, 0.0, 0.1]})
    all_of_them = definition.arena(np.arange(definition.size))
    assert [int(definition.arena(np.array([run]))[0]) for run in range(definition.size)] == all_of_them.tolist()


def test_runs_of_unlike_settings_are_not_advanced_together():
    one = settings(compose(["months=1"]))
    other = settings(compose(["months=1", "society.budget.purse=0.0035"]))
    watching = settings(compose(["months=1", "mexico=adaptive_autonomy"]))
    assert one.alike(settings(compose(["months=1", "seed=9", "mexico=us_alignment", "usa=cooperative"])))
    for unlike in (other, watching):
        with pytest.raises(ValueError, match="differ in"):
            run_side_by_side([one, unlike])


ACTORS = (["mexico=defiance", "seed=2"], ["states=strained", "usa=cooperative"], ["mexico.diplomacy.linkage=1"])


@pytest.mark.parametrize(
    ("more", "each"),
    [
        (["record=monthly"], [["seed=1"], ["seed=2"], ["seed=3"]]),
        (["politics=drawn", "usa=maximal_pressure"], [["seed=1"], ["seed=2"], ["seed=3"]]),
        (["record=monthly"], ACTORS),
    ],
)
def test_runs_side_by_side_have_the_numbers_tables_and_words_of_runs_alone(more, each):
    several = [settings(compose([*more, *mine, "months=7"])) for mine in each]
    for one, among in zip(map(run, several), run_side_by_side(several), strict=True):
        theirs = frames(among.recorder)
        for name, table in frames(one.recorder).items():
            assert table.equals(theirs[name]), name


def test_the_task_of_a_sweep_gives_each_run_of_a_batch_what_it_gives_it_alone():
    choices = ("status_quo", "defiance")
    trees = [as_tree(settings(compose([f"mexico={name}", "months=2", "record=summary"]))) for name in choices]
    grid = {"society.budget.purse": [0.0, 0.0035], "mexico.diplomacy.linkage": [0.0, 1.0]}
    definition = Definition(labels=[{"mexico": name} for name in choices], trees=trees, seeds=[5, 6], grid=grid)
    arena = definition.arena(np.arange(16))
    (together,) = batches(definition, np.flatnonzero(arena == arena[-1]).tolist(), together=True)
    compute, jobs = simulate(definition), together[1::2]
    assert len({job.scenario_id for job in jobs}) == 4
    assert [one.numbers for one in compute.together(jobs)] == [compute(job).numbers for job in jobs]


@pytest.mark.parametrize(("seeds", "timed"), [(2, 2), (25, 4), (640, 10), (10_000, AT_ONCE["summary"])])
def test_an_estimate_times_a_small_share_of_a_sweep_side_by_side(seeds, timed):
    definition = replace(tasks.definition(seeds=seeds, points=1), grid={"trade.elasticity": [3.0]})
    assert estimate(definition, tasks.Batches(tasks.plain), workers=2).timed == timed


def test_the_less_a_run_keeps_the_more_are_computed_at_once():
    sizes = [at_once(Definition(labels=[{}], trees=[{"record": level}], seeds=[1])) for level in AT_ONCE]
    assert sizes == sorted(AT_ONCE.values(), reverse=True)
    mixed = Definition(labels=[{}, {}], trees=[{"record": "summary"}, {"record": "full"}], seeds=[1])
    assert at_once(mixed) == AT_ONCE["full"]
