"""Does the block repeat 2023 to 2026?  Figure: homicides counted, and simulated under what is dated, with luck.

    python analysis/recent_violence.py [--draws 20] [--out runs/recent]

Dated removals and splits happen; from October 2024 arrests are the usual, doubled, or all 34,000 detentions.
"""

import argparse
import sys
from pathlib import Path

from giants.analysis.piece import SIZES, save
from giants.viz import recent as figures
from giants.viz.script import show


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--draws", type=int, default=20, help="runs of each case, which differ by luck")
    cli.add_argument("--out", type=Path, metavar="DIR", default=Path("runs/recent"), help="where to write")
    asked = cli.parse_args(words)
    piece = figures.piece(asked.draws)
    written = save(piece, asked.out, tuple(SIZES))
    show(piece)
    print(f"written to {written[0].parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
