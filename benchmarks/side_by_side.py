"""What a month of a run costs, phase by phase, when runs advance side by side: microseconds of a run and month.

    OMP_NUM_THREADS=1 python benchmarks/side_by_side.py [--sizes 1 4 16 32 64] [--months 120] [KEY=VALUE ...]

Size 1 is a run alone, as `giants` computes it.  The rest of a month is checks and records.
"""

import argparse
import time

import pandas as pd

from giants.compose import compose
from giants.config import settings
from giants.model import Giants
from giants.side_by_side import SideBySide


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 4, 16, 32, 64])
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("overrides", nargs="*", metavar="KEY=VALUE")
    args = parser.parse_intermixed_args()
    base = settings(compose([*args.overrides, f"months={args.months}", "record=summary"]))
    Giants(base)  # the initial state, which all runs share
    columns = {size: measured([base.with_seed(seed) for seed in range(size)]) for size in args.sizes}
    print(pd.DataFrame(columns).rename_axis("phase").round(0).astype(int).to_string())


def measured(several: list) -> dict[str, float]:
    """Return microseconds a run and month by phase, of the rest, and in all."""
    months = several[0].run.months
    runs = SideBySide(several) if len(several) > 1 else Giants(several[0])
    recorder = runs.recorder() if isinstance(runs, Giants) else runs.models[0].recorder()
    began = time.perf_counter()
    for _ in range(months):
        runs.step()
        recorder.append(runs.world)
    scale = 1e6 / (months * len(several))
    total = (time.perf_counter() - began) * scale
    phases = {name: seconds * scale for name, seconds in runs.seconds.items()}
    return phases | {"rest": total - sum(phases.values()), "month": total}


if __name__ == "__main__":
    main()
