"""One table: runs per second, scaling and cost per run of giants-sweep beside its peers, on the same runs.

python benchmarks/sweep_table.py --runs 2000

Every run is stamped with its begin and end and its process.  What passes between two runs of a process is the cost of
the tool (composing, sending, storing), and what passes before the first run and after the last its start and end.
giants-sweep alone keeps results on disk as it goes; Hydra's application appends one line per job.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # before numpy: one thread per process
    os.environ.setdefault(name, "1")

from sweepers import STRATEGIES, TOOLS, Stamps, Work  # noqa: E402

HEAD = ("tool", "workers", "runs", "start and end, s", "runs/s", "efficiency", "between runs, ms")


def figures(stamps: Stamps) -> tuple[float, float]:
    """Return runs per second between the first begin and the last end, and seconds of a run between runs of a process.

    Runs side by side have one begin and one end.
    """
    began, ended, _ = zip(*stamps, strict=True)
    gaps = []
    for process in {process for *_, process in stamps}:
        own = sorted({(begin, end) for begin, end, at in stamps if at == process})
        gaps += [begin - before for (_, before), (begin, _) in pairwise(own)]
    return len(stamps) / (max(ended) - min(began)), sum(gaps) / len(stamps)


def measured(tool: str, workers: int, runs: int, months: int) -> tuple[float, float, float]:
    """Carry out `runs` runs with one tool; return seconds before the first and after the last, rate and cost."""
    with tempfile.TemporaryDirectory() as place:
        work = Work(max(runs // len(STRATEGIES), 1), months, Path(place))
        began = time.perf_counter()
        stamps = TOOLS[tool][0](work, workers)
        wall = time.perf_counter() - began
    if len(stamps) != work.seeds * len(STRATEGIES):
        raise RuntimeError(f"{tool} returned {len(stamps)} of {runs} runs")
    rate, cost = figures(stamps)
    return wall - len(stamps) / rate, rate, cost


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40, help="runs of every tool")
    parser.add_argument("--peer-runs", type=int, help="fewer runs for the peers, whose cost per run is as visible")
    parser.add_argument("--months", type=int, default=120, help="length of a run")
    parser.add_argument("--only", default="", help="tools whose names contain this")
    asked = parser.parse_args()
    load = f", load average {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    print(f"{asked.months} months a run; Python {platform.python_version()}, {os.cpu_count()} cores{load}\n")
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    for tool, (_, several) in TOOLS.items():
        if asked.only.lower() not in tool.lower():
            continue
        runs = asked.runs if tool.startswith("giants-sweep") else asked.peer_runs or asked.runs
        alone = None
        for workers in several:
            try:
                start, rate, cost = measured(tool, workers, runs, asked.months)
            except ImportError as error:
                print(f"| {tool} | {workers} | not installed: {error.name} |||||", flush=True)
                continue
            alone = rate if workers == 1 else alone
            share = f"{rate / workers / alone:.0%}" if alone and workers > 1 else ""
            print(
                f"| {tool} | {workers} | {runs} | {start:.1f} | {rate:.2f} | {share} | {1e3 * cost:.2f} |", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
