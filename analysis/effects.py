"""What does each mechanism move, on common seeds, with a standard error?  A table, no figure.

    python analysis/effects.py [--seeds 16] [--workers 2] [--out measured.csv]

Runs ten years with each switch of data/effects/switches.csv and without.  About 400 runs.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

import pandas as pd

from giants.evidence.model import effects


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    cli.add_argument("--seeds", type=int, default=effects.SEEDS, help="how many common seeds, from 0 on")
    cli.add_argument("--workers", type=int, default=1, help="processes")
    cli.add_argument("--out", type=Path, help="write the table here, as src/giants/data/effects/measured.csv is")
    asked = cli.parse_args(words)
    if asked.seeds < 2:
        print(f"effects: --seeds {asked.seeds}: a standard error needs two or more", file=sys.stderr)
        return 2
    found = []
    for row in effects.rows(range(asked.seeds), asked.workers):
        found.append(row)
        print("{}, {} ({}): {:.4g} {:+.3g} ± {:.2g}".format(*row), flush=True)
    if asked.out:
        table = pd.DataFrame(found, columns=["mechanism", "outcome", "setting", *effects.NUMBERS])
        table.to_csv(asked.out, index=False, float_format="%.4g")
    return 0


if __name__ == "__main__":
    sys.exit(main())
