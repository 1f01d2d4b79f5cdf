"""Which uncertainties drive an outcome?  Figure: Morris or Sobol indices with intervals, PAWN with a dummy threshold.

    python analysis/sensitivity.py PATH [--measure index] [--strategy calibrated_autonomy]

The design decides the method: Morris for design=morris, Sobol for design=saltelli; for other designs Sobol indices of
an emulator, whose R2 on held-out runs is told, and which are not shown if it is below one half.  PAWN always works on
the runs themselves.  Runs that differ in strategy or future are not averaged unless --average says so.
"""

import sys

from giants.viz import sensitivity as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--measure", default="index")
    cli.add_argument("--strategy", default="", help="only the runs of this strategy")
    cli.add_argument("--where", action="append", default=[], metavar="LABEL=VALUE", help="only runs with this label")
    cli.add_argument("--average", action="store_true", help="average over strategies and futures on purpose")
    cli.add_argument("--method", default="", choices=("", "morris", "saltelli", "emulator"))
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    cli.add_argument("--top", type=int, default=12, help="factors shown")
    asked = cli.parse_args(words)
    where = dict(label.partition("=")[::2] for label in asked.where)
    return conclude(
        asked,
        lambda runs: figures.piece(
            runs, asked.measure, asked.strategy, asked.method, asked.when, asked.top, where, asked.average
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
