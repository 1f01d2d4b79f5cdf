"""What does a point of autonomy cost in income?  Figure: Pareto cloud of index and income, coloured by violence.

A point is 0.01 of the index, which runs from 0 to 1.

python analysis/trade_offs.py PATH [--reference status_quo]
"""

import sys

from giants.viz import tradeoffs as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--reference", default="", help="strategy against which autonomy is priced")
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    asked = cli.parse_args(words)
    return conclude(asked, lambda runs: figures.piece(runs, asked.reference, asked.when))


if __name__ == "__main__":
    sys.exit(main())
