"""Which strategies let Mexico decide for itself?  Figures: index and pillars, regimes over time, phase plane.

    python analysis/autonomy.py PATH [--when last12]

Further figures: how often other weights and goalposts turn the order of two strategies round.
"""

import sys

from giants.viz import autonomy as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    asked = cli.parse_args(words)
    return conclude(asked, lambda runs: figures.piece(runs, asked.when))


if __name__ == "__main__":
    sys.exit(main())
