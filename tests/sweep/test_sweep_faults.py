"""Whatever happens to a sweep, taking it up again gives the table of an undisturbed one, byte for byte."""

import collections
import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import sweep_tasks as tasks

from giants.errors import InputError
from giants.sweep import folder as folders
from giants.sweep.chunk import Chunks
from giants.sweep.drive import opened
from giants.sweep.folder import Folder

RUNS = tasks.definition().size


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    _, table, _ = tasks.carry_out(tmp_path_factory.mktemp("sweep") / "undisturbed", tasks.definition())
    return table


@pytest.fixture
def begin(tmp_path, support):
    """Start the sweep of the fault tests as a process of its own, in a group of its own."""
    started = []

    def start(kind="2", name="s"):
        path = os.pathsep.join([str(support), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen(
            [sys.executable, str(support / "sweep_tasks.py"), str(tmp_path / name), kind, str(tmp_path / "log")],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_parts(path, count=1, seconds=300):  # an upper bound for a loaded machine, not a speed
    until = time.monotonic() + seconds
    while len(list(Path(path).glob("parts/runs/*.parquet"))) < count:
        assert time.monotonic() < until, "the sweep did not begin"
        time.sleep(0.01)


def computed(tmp_path):
    return collections.Counter(int(line) for line in (tmp_path / "log").read_text().split())


def kill_and_continue(begin, path, kills, victims, rng):
    """Kill the sweep at `kills` random instants, then let it finish; return how often it was really cut short."""
    cut = 0
    for _ in range(kills):
        process = begin()
        process.stdout.readline()  # "ready": imported, about to begin
        time.sleep(rng.uniform(0.0, 0.6))
        cut += process.poll() is None
        if victims == "group":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
    process = begin()
    assert process.wait(120) == 0, process.stderr.read()
    return cut


@pytest.mark.slow
@pytest.mark.parametrize("victims", ["supervisor", "group"])
def test_kill_9_at_random_instants_loses_nothing(begin, tmp_path, undisturbed, victims):
    # "supervisor" leaves its workers orphaned, as the out-of-memory killer would; "group" is a loss of power.
    cut = kill_and_continue(begin, tmp_path / "s", 10, victims, np.random.default_rng(7))
    assert cut >= 5
    assert tasks.table(tmp_path / "s")[0] == undisturbed
    assert set(computed(tmp_path)) == set(range(RUNS))


@pytest.mark.slow
def test_finished_runs_are_not_computed_again_after_kill_9(begin, tmp_path):
    process = begin("serial")
    wait_for_parts(tmp_path / "s", 5)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    state, _, _ = Folder(tmp_path / "s").scan(RUNS)
    finished = np.flatnonzero(state != folders.MISSING)
    assert finished.size >= 35
    assert begin("serial").wait(120) == 0
    counts = computed(tmp_path)
    assert all(counts[run] == 1 for run in finished)
    assert max(counts.values()) <= 2


@pytest.mark.slow
def test_a_killed_worker_is_replaced_and_the_sweep_succeeds(begin, tmp_path, undisturbed):
    process = begin("2")
    wait_for_parts(tmp_path / "s", 3)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    assert process.wait(120) == 0, process.stderr.read()
    assert tasks.table(tmp_path / "s")[0] == undisturbed


@pytest.mark.parametrize("kind", ["serial", pytest.param("2", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 143, marks=pytest.mark.slow)]
)
def test_ctrl_c_writes_what_is_done_and_exits_by_the_signal(begin, tmp_path, undisturbed, kind, sent, status):
    process = begin(kind)
    wait_for_parts(tmp_path / "s", 2)
    os.killpg(process.pid, sent) if sent == signal.SIGINT else os.kill(process.pid, sent)  # a terminal tells the group
    assert process.wait(60) == status, process.stderr.read()
    _, table = tasks.table(tmp_path / "s")
    assert 0 < len(table) < RUNS
    assert set(computed(tmp_path)) == set(table["run_id"]), "a run that was computed was not written"
    assert begin(kind).wait(120) == 0
    assert tasks.table(tmp_path / "s")[0] == undisturbed
    assert max(computed(tmp_path).values()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.1, 0.2, 0.4, 0.8])
def test_ctrl_c_while_workers_start_is_told_by_the_supervisor_alone(begin, tmp_path, undisturbed, after):
    psutil = pytest.importorskip("psutil")
    process = begin("2")
    until = time.monotonic() + 60
    while not psutil.Process(process.pid).children():  # the fork server, or what goes before it
        assert time.monotonic() < until, "no worker was started"
        time.sleep(0.002)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) in (0, 130)  # 0 where all was done by then
    assert "Traceback" not in process.stderr.read()
    assert begin("2").wait(120) == 0
    assert tasks.table(tmp_path / "s")[0] == undisturbed


@pytest.mark.slow
def test_dask_workers_killed_at_their_start_are_named_and_the_sweep_goes_on_later(begin, tmp_path, undisturbed):
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    psutil = pytest.importorskip("psutil")
    process = begin("dask")
    until, children = time.monotonic() + 60, []
    while len(children) < 2:
        assert time.monotonic() < until, "no worker was started"
        time.sleep(0.02)
        children = [c for c in psutil.Process(process.pid).children() if "spawn_main" in " ".join(c.cmdline())]
    for child in children:
        child.kill()
    assert process.wait(120) == 1
    told = process.stderr.read()
    assert "the Dask cluster did not start" in told
    assert "Traceback" not in told
    assert begin("2").wait(120) == 0
    assert tasks.table(tmp_path / "s")[0] == undisturbed


@pytest.mark.slow
def test_of_two_concurrent_starts_one_computes_and_one_is_told(begin, tmp_path, undisturbed):
    first, second = begin("2"), begin("2")
    codes = sorted([first.wait(120), second.wait(120)])
    assert codes in ([0, 1], [0, 0]), "the second may also come when all is done"
    told = first.stderr.read() + second.stderr.read()
    assert ("is being written by process" in told) == (codes == [0, 1])
    assert tasks.table(tmp_path / "s")[0] == undisturbed
    assert max(computed(tmp_path).values()) == 1


@pytest.mark.slow
def test_shards_run_side_by_side_and_nobody_else_meanwhile(begin, tmp_path, undisturbed):
    tasks.prepare(tmp_path / "s", tasks.definition())
    shards = [begin(f"{i}/3") for i in range(3)]
    wait_for_parts(tmp_path / "s")
    with pytest.raises(InputError, match=r"other processes \(shards\)"), opened(tmp_path / "s"):
        pass
    assert [shard.wait(120) for shard in shards][-1] in (0, 1)
    assert tasks.table(tmp_path / "s")[0] == undisturbed
    assert max(computed(tmp_path).values()) == 1


@pytest.mark.slow
def test_a_stale_lock_is_recognised(begin, tmp_path, capsys):
    process = begin("serial")
    wait_for_parts(tmp_path / "s")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    with opened(tmp_path / "s"):
        assert f"process {process.pid}" in capsys.readouterr().err
    with opened(tmp_path / "s"):
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize("damage", ["truncated", "empty", "flipped", "foreign"])
def test_a_damaged_part_is_set_aside_and_computed_again(tmp_path, undisturbed, damage):
    in_parts(tmp_path / "s", tasks.plain)
    part = sorted((tmp_path / "s").glob("parts/runs/*.parquet"))[3]
    content = part.read_bytes()
    middle = len(content) // 2
    part.write_bytes(
        {
            "truncated": content[:middle],
            "empty": b"",
            "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "foreign": b"PAR1 not at all PAR1",
        }[damage]
    )
    result, table, _ = tasks.carry_out(tmp_path / "s", tasks.definition())
    assert result.exit_status == 0
    assert table == undisturbed
    assert [p.name for p in (tmp_path / "s").rglob("*.damaged")] == [part.with_suffix(".damaged").name]


def test_a_damaged_table_beside_the_runs_is_computed_again(tmp_path):
    in_parts(tmp_path / "s", tasks.tabled)
    before, _ = tasks.table(tmp_path / "s")
    states = tasks.load_sweep(tmp_path / "s", "states")
    part = sorted((tmp_path / "s").glob("parts/states/*.parquet"))[3]
    part.write_bytes(part.read_bytes()[:-9])
    _, after, _ = tasks.carry_out(tmp_path / "s", tasks.definition(), tasks.tabled, chunk=20)
    assert after == before
    assert tasks.load_sweep(tmp_path / "s", "states").equals(states)


def test_runs_that_are_there_twice_count_once(tmp_path, undisturbed):
    definition = tasks.definition()
    once, twice = tmp_path / "once", tmp_path / "twice"
    tasks.carry_out(once, definition, tasks.tabled, chunk=20)
    chunks = Chunks(tasks.prepare(twice, definition), definition, tasks.tabled)
    for runs in (range(250), range(100, 330), range(330, RUNS), range(0, RUNS, 9)):
        chunks.run(list(runs))
    assert tasks.table(twice)[0] == undisturbed
    assert tasks.load_sweep(twice, "states").equals(tasks.load_sweep(once, "states"))
    assert tasks.carry_out(twice, definition, tasks.tabled)[1] == undisturbed
    assert tasks.load_sweep(twice, "states").equals(tasks.load_sweep(once, "states"))


def test_a_merge_that_is_cut_short_loses_and_doubles_nothing(tmp_path, undisturbed, monkeypatch):
    definition = tasks.definition()
    in_parts(tmp_path / "s", tasks.tabled, 10)
    states = tasks.load_sweep(tmp_path / "s", "states")
    removed = []

    def unlink(path, missing_ok=False):
        removed.append(path)
        if len(removed) == 30:
            raise OSError(errno.EIO, "power is lost")
        os.unlink(path)

    monkeypatch.setattr(Path, "unlink", unlink)
    tasks.carry_out(tmp_path / "s", definition, no_run)
    monkeypatch.undo()
    for _ in range(2):
        assert tasks.table(tmp_path / "s")[0] == undisturbed
        assert tasks.load_sweep(tmp_path / "s", "states").equals(states)
        tasks.carry_out(tmp_path / "s", definition, no_run)


def test_a_finished_sweep_has_few_parts(tmp_path, undisturbed):
    _, table, _ = tasks.carry_out(tmp_path / "s", tasks.definition(), tasks.tabled, chunk=3)
    assert table == undisturbed
    assert len(list((tmp_path / "s").glob("parts/*/*.parquet"))) == 2


def in_parts(path, task, size=20):
    """Compute the sweep of the fault tests without merging its parts."""
    chunks = Chunks(tasks.prepare(path, tasks.definition()), tasks.definition(), task)
    for first in range(0, RUNS, size):
        chunks.run(list(range(first, first + size)))


def no_run(definition):
    def compute(job):
        raise AssertionError(f"run {job.run_id} was there already")

    return compute


def test_what_an_interrupted_write_left_is_removed(tmp_path, undisturbed):
    tasks.carry_out(tmp_path / "s", tasks.definition(), max_failures=None)
    left = tmp_path / "s" / "parts" / "runs" / ".tmp-abc"
    orphan = tmp_path / "s" / "parts" / "states" / "000000000-0123456789abcdef.parquet"
    left.write_bytes(b"half a part")
    orphan.parent.mkdir()
    orphan.write_bytes(b"a table whose runs were not written")
    assert tasks.carry_out(tmp_path / "s", tasks.definition())[1] == undisturbed
    assert not left.exists()
    assert not orphan.exists()


def test_a_definition_that_was_edited_is_refused(tmp_path):
    tasks.carry_out(tmp_path / "s", tasks.definition())
    file = tmp_path / "s" / "definition.json"
    file.write_text(file.read_text().replace("101", "9101"))
    with pytest.raises(InputError, match="is not the one"):
        Folder(tmp_path / "s").definition()


@contextmanager
def small_disk(tmp_path, *options):
    """Mount a file system of a quarter of a megabyte, where that is permitted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", ",".join(["size=256k", *options]), "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command here, so the disk cannot be filled for real")
    if done.returncode:
        pytest.skip(f"mounting a small file system is not permitted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("engine", ["serial", pytest.param("local", marks=pytest.mark.slow)])
def test_a_full_disk_stops_the_sweep_and_keeps_what_was_written(tmp_path, undisturbed, engine):
    with small_disk(tmp_path) as disk:
        use = tasks.serial if engine == "serial" else tasks.local(2)
        filler = disk / "filler"
        filler.write_bytes(bytes(100_000))
        result, _, some = tasks.carry_out(disk / "s", tasks.definition(), engine=use, chunk=5, workers=2)
        assert result.exit_status == 1
        assert "No space left" in result.stopped
        assert "giants-sweep resume" in result.stopped
        assert 0 < len(some) < RUNS
        assert some["status"].eq("SUCCEEDED").all(), "a full disk is not a failure of a run"
        filler.unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        result, table, _ = tasks.carry_out(disk / "s", tasks.definition(), engine=use, chunk=5, workers=2)
        assert result.exit_status == 0
        assert table == undisturbed


def test_a_write_that_fails_half_way_leaves_no_part(tmp_path, undisturbed, monkeypatch):
    tasks.prepare(tmp_path / "s", tasks.definition())
    flush, calls = os.fsync, []

    def no_space(descriptor):
        calls.append(descriptor)
        if len(calls) == 9:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", no_space)
    result, _, some = tasks.carry_out(tmp_path / "s", tasks.definition(), chunk=5)
    monkeypatch.undo()
    assert "No space left" in result.stopped
    assert len(some) == 20
    assert list((tmp_path / "s").rglob(".tmp-*")) == []
    assert tasks.carry_out(tmp_path / "s", tasks.definition(), chunk=5)[1] == undisturbed


def test_a_read_only_folder_is_told_in_one_line(tmp_path):
    with small_disk(tmp_path) as disk:
        tasks.prepare(disk / "s", tasks.definition())
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for name in ("s", "new"):
            with pytest.raises(InputError, match=r"cannot write .*Read-only file system"):
                tasks.carry_out(disk / name, tasks.definition())


def workers_of(pid):
    """Processes two steps below `pid`: its fork server's children."""
    children = collections.defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(stat.parent.name))
    return [grandchild for child in children[pid] for grandchild in children[child]]
