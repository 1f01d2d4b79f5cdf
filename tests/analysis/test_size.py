"""A hundred thousand runs with yearly records fit in memory."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
LIMIT = 1.5e9
RUNS = 100_000


@pytest.fixture(scope="module")
def large(sweep, generated, tmp_path_factory):
    folder = tmp_path_factory.mktemp("large") / "large"
    assert generated.write(sweep, folder, RUNS // 4) == RUNS
    return folder


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", ["autonomy", "distributions", "compare", "pathways"])
def test_a_hundred_thousand_runs_fit_in_memory(large, tmp_path, name):
    script = HERE.parents[1] / "analysis" / f"{name}.py"
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['{name}', {str(large)!r}, '--out', {str(tmp_path)!r}]\n"
        "try:\n"
        f"    runpy.run_path({str(script)!r}, run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "lines = open('/proc/self/status').read().splitlines()\n"  # ru_maxrss begins with that of the parent
        "print('peak', 1024 * next(int(x.split()[1]) for x in lines if x.startswith('VmHWM')))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    peak = int(told.rsplit("peak", 1)[1])
    assert peak < LIMIT
