"""Which uncertainties drive an outcome?  Figure: Morris or Sobol indices with intervals, PAWN with a dummy threshold.

    python analysis/sensitivity.py PATH [--measure index] [--strategy calibrated_autonomy]

The design decides the method: Morris for design=morris, Sobol for design=saltelli; for other designs Sobol indices of
an emulator, whose R2 on held-out runs is told.  PAWN always works on the runs themselves.
"""

import sys

from giants.viz import sensitivity as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--measure", default="index")
    cli.add_argument("--strategy", default="", help="only the runs of this strategy")
    cli.add_argument("--method", default="", choices=("", "morris", "saltelli", "emulator"))
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    cli.add_argument("--top", type=int, default=12, help="factors shown")
    asked = cli.parse_args(words)
    return conclude(
        asked,
        lambda runs: figures.piece(runs, asked.measure, asked.strategy, asked.method, asked.when, asked.top),
    )


if __name__ == "__main__":
    sys.exit(main())
