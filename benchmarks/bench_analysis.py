"""Processor seconds and peak memory of every script of analysis/ on a made-up sweep of any size.

    python benchmarks/bench_analysis.py [--runs 2000] [--years 10] [--only autonomy,states] [--keep DIR]

The sweep is a small real one, repeated with other seeds and factors; time goes mostly into reading it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np

from giants.sweep.api import sweep

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = ("autonomy", "compare", "trade_offs", "robustness", "sensitivity", "discovery", "exposure", "bargaining",
           "states", "security", "pathways", "distributions", "report")  # fmt: skip
POINTS = 100
FACTORS = 30


def made(folder: Path, runs: int, years: int) -> Path:
    """Write the sweep of `runs` runs: two strategies, two scenarios, a hundred points of thirty factors, seeds."""
    spec = spec_from_file_location("generated_sweep", ROOT / "tests" / "analysis" / "generated_sweep.py")
    generated = module_from_spec(spec)
    spec.loader.exec_module(generated)
    asked = ["mexico=status_quo,calibrated_autonomy", "scenario=baseline_2026,tariff_shock", f"months={12 * years}",
             "record=yearly", f"runs_dir={folder}", "name=model", "engine=serial", "quiet=true"]  # fmt: skip
    model = Path(sweep(asked).path)
    rng = np.random.default_rng(0)
    points = {f"trade.factor_{k}": rng.random(POINTS).tolist() for k in range(FACTORS)}
    seeds = max(1, runs // (4 * POINTS))
    print(
        f"{generated.write(model, folder / 'made', seeds, tables=generated.TABLES, points=points):,} runs", flush=True
    )
    return folder / "made"


def measured(name: str, path: Path, out: Path) -> str:
    """Return a line: script, seconds of the processor, peak memory in MB (Linux), and why it ended if by a mistake."""
    code = (
        "import os, runpy, sys, time\n"
        f"sys.argv = ['{name}', {str(path)!r}, '--out', {str(out)!r}]\n"
        "try:\n"
        f"    runpy.run_path({str(ROOT / 'analysis' / f'{name}.py')!r}, run_name='__main__')\n"
        "finally:\n"
        "    import resource\n"
        "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    lines = open('/proc/self/status').read().splitlines()\n"  # ru_maxrss begins with that of the parent
        "    peak = next(int(line.split()[1]) for line in lines if line.startswith('VmHWM'))\n"
        "    with open(os.environ['BENCH_USED'], 'w') as file:\n"
        "        file.write(f'{used.ru_utime + used.ru_stime:8.1f} s {peak / 1024:8.0f} MB')\n"
    )
    note = out / f"{name}.used"
    out.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"BENCH_USED": str(note)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    told = "" if done.returncode == 0 else f"  {done.stderr.strip().splitlines()[-1][:90]}"
    return f"{name:<14} {note.read_text()}{told}"


def main() -> None:
    """Print one line for each script."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--runs", type=int, default=2000)
    cli.add_argument("--years", type=int, default=10)
    cli.add_argument("--only", default=",".join(SCRIPTS))
    cli.add_argument("--keep", type=Path, help="folder in which the sweep is made, or found again")
    asked = cli.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        path = folder / "made" if (folder / "made").is_dir() else made(folder, asked.runs, asked.years)
        for name in asked.only.split(","):
            print(measured(name, path, Path(temporary) / "out"), flush=True)


if __name__ == "__main__":
    main()
