"""How long does each strategy last?  Figure: share of runs in which each signpost has not fired yet.

    python analysis/pathways.py PATH [--signpost 'us_tariff>15' --signpost 'sovereignty<0.3']

Compares the adaptive strategy with static ones on the same seeds where the runs hold one.
"""

import sys

from giants.analysis.pathways import SIGNPOSTS, read
from giants.viz import pathways as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--signpost", action="append", default=[], help="MEASURE>NUMBER or MEASURE<NUMBER; repeatable")
    asked = cli.parse_args(words)
    return conclude(asked, lambda runs: figures.piece(runs, tuple(map(read, asked.signpost)) or SIGNPOSTS))


if __name__ == "__main__":
    sys.exit(main())
