"""A hundred thousand runs with yearly records fit in memory."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
LIMIT = 1.5e9
RUNS = 100_000


@pytest.fixture(scope="module")
def large(sweep, tmp_path_factory):
    spec = spec_from_file_location("generated_sweep", HERE / "generated_sweep.py")
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    folder = tmp_path_factory.mktemp("large") / "large"
    assert made.write(sweep, folder, RUNS // 4) == RUNS
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", ["autonomy", "distributions", "compare", "pathways"])
def test_a_hundred_thousand_runs_fit_in_memory(large, tmp_path, name):
    script = HERE.parents[1] / "analysis" / f"{name}.py"
    code = (
        "import resource, runpy, sys\n"
        f"sys.argv = ['{name}', {str(large)!r}, '--out', {str(tmp_path)!r}]\n"
        "try:\n"
        f"    runpy.run_path({str(script)!r}, run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    peak = int(told.rsplit("peak", 1)[1])
    assert peak < LIMIT
