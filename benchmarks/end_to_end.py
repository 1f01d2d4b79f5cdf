"""Seconds of whole sweeps, from the command to its end, against runs, months, workers and versions of the package.

    python benchmarks/end_to_end.py [--runs 1000] [--months 120] [--workers 2 1] [--repeat 1]
                                    [--bin .venv/bin ../earlier/.venv/bin] [KEY=VALUE ...]

Two strategies, half of the runs each, `record=summary`.  `--bin` are folders that hold a `giants-sweep`, so that
versions are measured in turns, minutes apart.  The first start of a version compiles its modules: it is not timed.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = ("mexico=calibrated_autonomy,status_quo", "record=summary", "quiet=true", "name=timed")


def seconds(folder: Path, runs: int, months: int, workers: int, more: list[str]) -> float:
    """Return what a sweep takes.  Raises CalledProcessError if it does not succeed."""
    with tempfile.TemporaryDirectory() as place:
        asked = [f"seed=range(0,{max(runs // 2, 1)})", f"months={months}", f"workers={workers}", f"runs_dir={place}"]
        words = [str(folder / "giants-sweep"), *WORDS, *asked, *more]
        began = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
        return time.perf_counter() - began


def main() -> None:
    """Print one row of a table for each sweep."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--runs", type=int, nargs="+", default=[1000])
    cli.add_argument("--months", type=int, nargs="+", default=[120])
    cli.add_argument("--workers", type=int, nargs="+", default=[2, 1])
    cli.add_argument("--repeat", type=int, default=1)
    cli.add_argument("--bin", type=Path, nargs="+", default=[Path(sys.executable).parent])
    cli.add_argument("more", nargs="*", metavar="KEY=VALUE")
    asked = cli.parse_intermixed_args()
    for folder in asked.bin:
        seconds(folder, 2, 1, 1, [])
    print("| version | workers | runs | months | seconds | s a run |\n|---|---|---|---|---|---|", flush=True)
    sizes = itertools.product(range(asked.repeat), asked.runs, asked.months, asked.workers, asked.bin)
    for _, runs, months, workers, folder in sizes:
        took = seconds(folder, runs, months, workers, asked.more)
        print(f"| {folder} | {workers} | {runs} | {months} | {took:.1f} | {took / runs:.4f} |", flush=True)


if __name__ == "__main__":
    main()
