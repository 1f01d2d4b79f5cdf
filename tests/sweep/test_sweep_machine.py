"""The machine around a sweep: what dies, is missing, or cannot be had there ends in one line and loses nothing."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest
import sweep_tasks as tasks

from giants.sweep.folder import Folder

UNGUARDED = """
from giants.sweep.api import sweep
print(sweep(["name=s", "seed=1,2,3", "months=1", "workers=2", "quiet=true"]))
"""


def started(place, code, support, **env):
    path = os.pathsep.join([str(support), os.environ.get("PYTHONPATH", "")])
    (place / "script.py").write_text(textwrap.dedent(code))
    return subprocess.Popen(
        [sys.executable, "script.py"], cwd=place, env={**os.environ, "PYTHONPATH": path, **env}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def sweep_of(task):
    return f"""
        import sys
        import sweep_tasks as tasks
        from functools import partial
        if __name__ == "__main__":
            engine = tasks.local(2)
            result, *_ = tasks.carry_out("s", tasks.definition(), {task}, engine, sys.stderr, workers=2, chunk=7)
            print(result, result.stopped)
            sys.exit(result.exit_status)
    """


def descendants(pid):
    """Return the processes of the group that `pid` leads, by id with their command."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[2]) == pid and fields[0] != "Z" and int(stat.parent.name) != pid:
            found[int(stat.parent.name)] = command
    return found


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    return tasks.carry_out(tmp_path_factory.mktemp("sweep") / "undisturbed", tasks.definition())[1]


@pytest.mark.slow
def test_a_killed_fork_server_costs_no_number(tmp_path, support, undisturbed):
    process = started(tmp_path, sweep_of("partial(tasks.slow, seconds=0.02)"), support)
    wait_for(lambda: len(list(tmp_path.glob("s/parts/runs/*.parquet"))) > 1)
    servers = [pid for pid, command in descendants(process.pid).items() if b"forkserver" in command]
    for pid in servers:
        os.kill(pid, signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    if process.returncode:
        assert "Continue with" in out
    assert tasks.carry_out(tmp_path / "s", tasks.definition(), partial(tasks.slow, seconds=0.0))[1] == undisturbed
    assert servers


@pytest.mark.slow
def test_no_worker_outlives_a_supervisor_that_is_killed_during_a_run_that_never_ends(tmp_path, support):
    process = started(tmp_path, sweep_of("tasks.stuck"), support)
    wait_for(lambda: len(list(tmp_path.glob("s/parts/runs/*.parquet"))) > 2)
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    try:
        wait_for(lambda: not descendants(process.pid), 20)
    finally:
        for pid in descendants(process.pid):
            os.kill(pid, signal.SIGKILL)


def test_a_long_temporary_folder_is_told_in_one_line(tmp_path, support):
    long = tmp_path / ("t" * 120)
    long.mkdir()
    process = started(tmp_path, sweep_of("tasks.plain"), support, TMPDIR=str(long))
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    assert process.returncode == 0 or "set TMPDIR to a short one" in out


@pytest.mark.slow
def test_a_script_without_a_guard_works(tmp_path, support):
    process = started(tmp_path, UNGUARDED, support)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert out.count("3 succeeded") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["-m", "giants", "months=1", "runs_dir=a"], ["-m", "giants", "--help"]])
def test_a_closed_pipe_ends_a_command_quietly(tmp_path, words):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, *words], cwd=tmp_path, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert done.stderr == ""
    assert done.returncode == 141
    assert len(list(tmp_path.glob("a/*/manifest.json"))) == ("months=1" in words)


@pytest.mark.slow
def test_a_sweep_goes_on_when_nobody_reads_its_progress(tmp_path, support, undisturbed):
    code = sweep_of("tasks.plain").replace("print(result, result.stopped)", "pass").replace("chunk=7", "chunk=70")
    code = code.replace("import sys\n", "import sys; from giants.sweep import progress; progress.EVERY = 0.0\n")
    read, write = os.pipe()
    os.close(read)
    (tmp_path / "script.py").write_text(textwrap.dedent(code))
    path = os.pathsep.join([str(support), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, stderr=write, env={**os.environ, "PYTHONPATH": path}
    )
    os.close(write)
    assert done.returncode in (0, 120)  # 120: Python itself could not write to standard error at its end
    assert tasks.table(tmp_path / "s")[0] == undisturbed


def test_without_the_locks_of_unix_runs_and_sweeps_are_written_all_the_same(tmp_path, support):
    code = """
        import os, sys
        sys.modules["fcntl"] = None
        real = os.open
        def no_folders(path, flags, *rest, **options):
            if os.path.isdir(path):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, flags, *rest, **options)
        import sweep_tasks as tasks
        import pyarrow as pa
        from giants.records import load_run, write_run
        import tempfile
        os.open = no_folders
        result, *_ = tasks.carry_out("s", tasks.definition(), tasks.tabled, chunk=40)
        parts = {"tables": {"measures": pa.table({"month": [0]})}, "config": {}, "manifest": {}, "summary": {}}
        write_run("r", **parts)
        write_run("r", **parts, overwrite=True)
        assert load_run("r").tables == ("measures",)
        print(result)
    """
    process = started(tmp_path, code, support)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert f"{tasks.definition().size:,} succeeded" in out
    assert Folder(tmp_path / "s").scan(tasks.definition().size)[1] == []


@pytest.mark.slow
def test_the_number_of_threads_that_is_asked_for_does_not_change_a_byte(tmp_path):
    tables = []
    for threads in (None, "1", "4"):
        env = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")}
        env |= {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads} if threads else {}
        command = [sys.executable, "-m", "giants", "months=4", "seed=7", f"name=t{threads}"]
        subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True)
        tables.append({p.name: p.read_bytes() for p in (tmp_path / "runs" / f"t{threads}").glob("*.parquet")})
    assert tables[0] == tables[1] == tables[2]
