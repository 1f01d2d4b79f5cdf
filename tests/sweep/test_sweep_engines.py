"""Every engine computes the same table, and none of them is stopped by a run that fails, dies or hangs."""

import sys

import numpy as np
import pytest
import sweep_tasks as tasks

from giants.errors import InputError
from giants.sweep.chunk import Done
from giants.sweep.definition import Definition
from giants.sweep.drive import ComputeOptions, compute, opened, plan
from giants.sweep.load import load_sweep, tables
from giants.sweep.pending import Pending


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    _, table, _ = tasks.carry_out(tmp_path_factory.mktemp("sweep") / "undisturbed", tasks.definition())
    return table


@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_chunks_of_any_size_give_the_same_table(sweep_in, undisturbed, chunk):
    assert sweep_in("s", chunk=chunk)[1] == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_gives_the_same_table(sweep_in, undisturbed, workers):
    result, table, _ = sweep_in("s", engine=tasks.local(workers), workers=workers)
    assert result.exit_status == 0
    assert table == undisturbed


def test_shards_give_the_same_table_whatever_their_order(tmp_path, undisturbed):
    tasks.prepare(tmp_path / "s", tasks.definition())
    for i in (2, 0, 1):
        result, table, _ = tasks.carry_out(tmp_path / "s", tasks.definition(), shard=(i, 3))
    assert result.exit_status == 0
    assert table == undisturbed


def test_a_run_that_raises_is_recorded_and_the_rest_goes_on(sweep_in):
    result, table, frame = sweep_in("s", task=tasks.unsteady, engine=tasks.local(2), workers=2)
    bad = frame[frame["run_id"] % 13 == 5]
    assert result.exit_status == 1
    assert (result.succeeded, result.failed) == (400 - len(bad), len(bad))
    assert set(bad["status"]) == {"FAILED"}
    assert set(bad["failure_origin"]) == {"model"}
    assert set(bad["failure_type"]) == {"ZeroDivisionError"}
    assert bad["failure_message"].iloc[0] == "run 5 divides by zero"
    assert "raise ZeroDivisionError" in bad["failure_traceback"].iloc[0]
    assert bad["income"].isna().all()
    assert frame.loc[frame["run_id"] % 13 != 5, "status"].eq("SUCCEEDED").all()
    assert table == sweep_in("serial", task=tasks.unsteady)[1]


def test_failed_runs_are_computed_again_when_asked(sweep_in, undisturbed):
    assert sweep_in("s", task=tasks.unsteady)[0].failed > 0
    assert sweep_in("s")[0].failed > 0
    result, table, _ = sweep_in("s", retry_failed=True)
    assert result.exit_status == 0
    assert table == undisturbed


@pytest.mark.slow
def test_a_run_that_kills_its_worker_costs_only_itself(sweep_in, undisturbed):
    result, _, frame = sweep_in("s", task=tasks.deadly, engine=tasks.local(2), workers=2)
    assert (result.succeeded, result.failed) == (399, 1)
    row = frame.loc[17]
    assert (row["status"], row["failure_origin"], row["failure_type"]) == ("ABORTED", "worker", "WorkerDied")
    assert "signal 9" in row["failure_message"]
    assert sweep_in("s", retry_failed=True)[1] == undisturbed


@pytest.mark.slow
def test_a_run_that_hangs_is_ended_by_the_time_out(sweep_in):
    result, _, frame = sweep_in("s", task=tasks.stuck, engine=tasks.local(2, timeout=0.5), workers=2)
    assert (result.succeeded, result.failed) == (399, 1)
    assert (frame.loc[17, "status"], frame.loc[17, "failure_type"]) == ("ABORTED", "Timeout")


def test_a_sweep_stops_after_too_many_failures(sweep_in):
    result, _, frame = sweep_in("s", task=tasks.unsteady, max_failures=3, chunk=5)
    assert result.missing > 0
    assert "resume" in result.stopped
    assert result.exit_status == 1
    assert (frame["status"] == "FAILED").sum() == 4


def test_a_table_beside_the_runs_carries_their_labels(sweep_in, tmp_path):
    sweep_in("s", task=tasks.tabled, engine=tasks.local(2), workers=2)
    assert tables(tmp_path / "s") == ("runs", "states")
    frame = load_sweep(tmp_path / "s", "states", columns=["homicides", "state"])
    assert len(frame) == 3 * 400
    assert (frame["homicides"] == frame["seed"]).all()
    assert set(frame["mexico"]) == {"a", "b"}
    assert list(frame["state"].cat.categories) == ["09", "25"]
    assert list(load_sweep(tmp_path / "s", "states", ["homicides"], labels=False)) == ["run_id", "homicides"]


def test_a_table_or_column_that_is_not_there_is_named(sweep_in, tmp_path):
    sweep_in("s")
    with pytest.raises(InputError, match=r"no table 'states' .it has: runs"):
        load_sweep(tmp_path / "s", "states")
    with pytest.raises(InputError, match="no column incomes"):
        load_sweep(tmp_path / "s", columns=["incomes"])


def test_a_task_that_cannot_start_is_told_and_not_tried_for_ever(sweep_in):
    with pytest.raises(RuntimeError, match="cannot go on"):
        sweep_in("s", task=tasks.no_start, engine=tasks.local(2), workers=2)


def test_seeds_are_the_same_in_every_scenario():
    definition = tasks.definition()
    jobs = [definition.job(i) for i in range(definition.size)]
    by_scenario = {}
    for job in jobs:
        by_scenario.setdefault(job.scenario_id, []).append(job.seed)
    assert len(by_scenario) == 2 * 2 * 4
    assert {tuple(seeds) for seeds in by_scenario.values()} == {tuple(definition.seeds)}
    assert len({(j.composition, *j.values.values(), j.seed) for j in jobs}) == definition.size


def test_a_definition_survives_writing(tmp_path):
    definition = tasks.definition()
    read = tasks.prepare(tmp_path / "s", definition).definition()
    assert [read.job(i) for i in range(read.size)] == [definition.job(i) for i in range(definition.size)]


def test_an_empty_axis_is_refused():
    with pytest.raises(InputError, match="no run"):
        Definition(labels=[{}], trees=[{}], seeds=[])


def test_pending_hands_out_every_run_once_whatever_dies():
    rng = np.random.default_rng(1)
    pending, seen = Pending(range(500), 2, chunk=9), []
    while runs := pending.next():
        if rng.random() < 0.2:
            at = runs if rng.random() < 0.3 else [runs[rng.integers(len(runs))]]  # side by side, or one by one
            lost = pending.died(runs, at)
            seen += [] if lost is None else [lost]
        else:
            seen += runs
    assert sorted(seen) == list(range(500))


def test_the_last_runs_of_an_arena_are_shared_out_evenly():
    pending = Pending(range(60), 2, arena=lambda run: 0, at_once=32)
    started = pending.next()
    pending.done(Done(started, 0, 5.0))  # with the start of a worker
    pending.done(Done(started, 0, 0.5))
    assert [len(started), *(len(pending.next()) for _ in range(3))] == [8, 26, 26, 0]


def test_memory_does_not_grow_with_the_number_of_runs(tmp_path):
    definition = tasks.definition(seeds=1_000_000)
    assert definition.size == 16_000_000
    assert definition.job(definition.size - 1).seed == definition.seeds[-1]
    queue = Pending(range(1000), 2)
    assert sys.getsizeof(queue.next()) < 1000


def test_options_that_do_not_change_results_may_change_between_visits(sweep_in, undisturbed):
    sweep_in("s", task=tasks.unsteady, max_failures=0, chunk=3)
    sweep_in("s", retry_failed=True, chunk=11, engine=tasks.local(2), workers=2)
    assert sweep_in("s")[1] == undisturbed


def test_nothing_is_computed_twice_when_a_finished_sweep_is_asked_for_again(sweep_in, tmp_path, undisturbed):
    sweep_in("s")
    result, table, _ = sweep_in("s", task=no_run)
    assert result.exit_status == 0
    assert table == undisturbed


def test_another_sweep_in_the_same_folder_is_refused_and_says_what_differs(sweep_in):
    sweep_in("s")
    with pytest.raises(InputError, match=r"differs in: seeds"):
        sweep_in("s", definition=tasks.definition(seeds=3))


def test_another_version_of_the_code_is_refused_unless_accepted(tmp_path):
    tasks.carry_out(tmp_path / "s", tasks.definition(), tasks.unsteady, max_failures=0)
    with opened(tmp_path / "s") as folder:
        with pytest.raises(InputError, match="giants test code, now newer"):
            plan(folder, tasks.definition(), {"depends": {"giants": "newer"}})
        assert plan(folder, tasks.definition(), {"depends": {"giants": "newer"}}, accept_changes=True)
        assert (
            compute(folder, tasks.plain, tasks.serial, ComputeOptions(quiet=True, retry_failed=True)).exit_status == 0
        )
    assert '"changes": ["giants test code, now newer"]' in (tmp_path / "s" / "history.jsonl").read_text()


@pytest.mark.parametrize("name", ["numpy", "scipy", "past", "plug-in others"])
def test_whatever_runs_depend_on_may_not_change_in_between(tmp_path, name):
    definition, needed = tasks.definition(), {**tasks.CODE, name: "1"}
    with opened(tmp_path / "s") as folder:
        plan(folder, definition, {"depends": needed})
        plan(folder, definition, {"depends": needed})
        for now, told in (({**needed, name: "2"}, f"{name} 1, now 2"), (tasks.CODE, f"{name} 1, now absent")):
            with pytest.raises(InputError, match=told):
                plan(folder, definition, {"depends": now})


def test_other_packages_are_mentioned_and_do_not_stop_a_sweep(tmp_path, capsys):
    with opened(tmp_path / "s") as folder:
        plan(folder, tasks.definition(), {"depends": tasks.CODE, "packages": {"pandas": "0.1"}})
        plan(folder, tasks.definition(), {"depends": tasks.CODE})
    assert "pandas 0.1, now" in capsys.readouterr().err


def test_a_folder_of_something_else_is_not_written_into(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("chapter one")
    with pytest.raises(InputError, match="is not a sweep"):
        tasks.carry_out(tmp_path / "mine", tasks.definition())
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is not a folder"):
        tasks.carry_out(tmp_path / "file", tasks.definition())


def no_run(definition):
    def compute(job):
        raise AssertionError(f"run {job.run_id} was there already")

    return compute
