"""Does the model reproduce what is published, and today's Mexico?  Tables by block; figure: facts against tolerance.

    python analysis/validate.py [PATH] [--out DIR]

Prints published value, ours, tolerance and verdict of every row; what falls short is printed as such.  Without PATH
(a baseline run) a first year under the defaults is simulated.  Replication rows need GIANTS_REPLICATION_DATA.
"""

import argparse
import sys
from pathlib import Path

from giants.analysis.ensemble import load
from giants.viz import validate as figures
from giants.viz.script import publish


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("path", metavar="PATH", type=Path, nargs="?", help="folder of a baseline run or sweep")
    cli.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: PATH/analysis or runs/validate)")
    asked = cli.parse_args(words)
    out = asked.out or (asked.path / "analysis" if asked.path else Path("runs/validate"))
    return publish(lambda: figures.piece(load(asked.path) if asked.path else figures.baseline()), out, digits=4)


if __name__ == "__main__":
    sys.exit(main())
