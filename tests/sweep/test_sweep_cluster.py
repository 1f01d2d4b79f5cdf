"""The cluster engine on a real scheduler with real workers of this machine: same table, though a worker is killed."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial

import pytest
import sweep_tasks as tasks

from giants.errors import InputError
from giants.sweep.folder import Folder

pytest.importorskip("distributed", reason="the extra cluster is not installed")

from giants.sweep.engines.cluster import Cluster


@pytest.fixture
def cluster(support, tmp_path):
    """A scheduler and two workers as processes of their own; yields (address, workers)."""
    paths = [str(support), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    started = []

    def start(*words):
        log = (tmp_path / f"dask-{len(started)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
            env=env, stdout=log, stderr=log, start_new_session=True, cwd=tmp_path,
        )  # fmt: skip
        started.append(process)
        return process

    start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    address = said(tmp_path / "dask-0.log", r"tcp://127\.0\.0\.1:\d+")
    alone = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
    workers = partial(start, "dask_worker", address, *alone)
    two = [workers() for _ in range(2)]
    for i in (1, 2):
        said(tmp_path / f"dask-{i}.log", "Registered to")
    yield address, two, workers
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def said(log, pattern, seconds=60):
    until = time.monotonic() + seconds
    while not (found := re.search(pattern, log.read_text())):
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)
    return found.group()


@pytest.mark.slow
def test_a_cluster_gives_the_same_table_though_a_worker_is_killed(cluster, tmp_path):
    address, workers, _ = cluster
    _, undisturbed, _ = tasks.carry_out(tmp_path / "undisturbed", tasks.definition())

    def kill():
        while len(list(Folder(tmp_path / "s").parts())) < 5:
            time.sleep(0.01)
        os.kill(workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    engine = Cluster(2, address)
    result, table, _ = tasks.carry_out(tmp_path / "s", tasks.definition(), tasks.slow, engine, chunk=10)
    killer.join(10)
    assert workers[0].wait(10) == -signal.SIGKILL
    assert result.exit_status == 0
    assert table == undisturbed


@pytest.mark.slow
def test_a_cluster_without_workers_is_waited_for_but_not_for_ever(cluster, tmp_path):
    address, workers, another = cluster
    _, undisturbed, _ = tasks.carry_out(tmp_path / "undisturbed", tasks.definition())

    def lose(victims, parts, then):
        while len(list(Folder(tmp_path / "s").parts())) < parts:
            time.sleep(0.01)
        for victim in victims:
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
        then()

    def compute(patience, *loss):
        threading.Thread(target=lose, args=loss, daemon=True).start()
        engine = Cluster(2, address, patience)
        return tasks.carry_out(tmp_path / "s", tasks.definition(), tasks.slow, engine, chunk=10)

    result, _, _ = compute(2.0, workers, 3, lambda: None)
    assert "has no worker left" in result.stopped
    assert result.exit_status == 1
    assert result.missing > 0
    there, third = len(list(Folder(tmp_path / "s").parts())), another()
    result, table, _ = compute(20.0, [third], there + 3, another)
    assert result.exit_status == 0, "the chunks of the lost worker go to the one that came later"
    assert table == undisturbed


def test_a_scheduler_that_does_not_answer_is_named(tmp_path):
    tasks.prepare(tmp_path / "s", tasks.definition())
    with pytest.raises(InputError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler answers"):
        tasks.carry_out(tmp_path / "s", tasks.definition(), engine=Cluster(2, "tcp://127.0.0.1:1", patience=1))
