"""Would the model have told in January 2017 what came?  Table: patterns C1 to C9 and H1 to H5; figure: import shares.

    python analysis/hindcast.py [--out FOLDER] [--seeds N] [--fit]

The 2017 state is the long-run equilibrium of the 2023 data with the tariffs of January 2017 and endowments scaled back
by sourced growth; from there trade and investment are stepped to July 2026 under the dated law.  Nothing is fitted.
`--fit` fits the short-run elasticity to import shares of 2018-2022 and tests it on 2023-2025.  N draws of the published
ranges of elasticities, each with a luck of its own, give the interval (20 draws take about 20 s).
"""

import argparse
import sys
from pathlib import Path

from giants.analysis.piece import Piece
from giants.config import default_settings
from giants.errors import InputError
from giants.viz import hindcast as figures
from giants.viz.script import publish


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--out", type=Path, metavar="FOLDER", default=Path("runs/hindcast"), help="default: runs/hindcast")
    cli.add_argument("--seeds", type=int, metavar="N", default=20, help="draws behind the interval (default: 20)")
    cli.add_argument("--fit", action="store_true", help="fit the short-run elasticity too")
    asked = cli.parse_args(words)

    def made() -> Piece:
        if asked.seeds < 1:
            raise InputError(f"--seeds {asked.seeds}: at least one")
        return figures.piece(default_settings(), asked.seeds, asked.fit)

    return publish(made, asked.out)


if __name__ == "__main__":
    sys.exit(main())
