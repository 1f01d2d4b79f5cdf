"""Which strategies hold up over many futures?  Figure: ranks by eleven metrics; also regret and Kendall's tau.

    python analysis/robustness.py PATH [--measure index] [--reference status_quo]

Seeds are averaged within a future before any metric is taken; the domain criterion (all pillars at 0.5 or above and
income at least that of the reference less 0.5%) is primary.
"""

import sys

from giants.viz import robustness as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--measure", default="index", help="performance; less is better where that is so")
    cli.add_argument("--reference", default="", help="strategy whose income is the bar (default: status quo)")
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    asked = cli.parse_args(words)
    return conclude(asked, lambda runs: figures.piece(runs, asked.measure, asked.reference, asked.when))


if __name__ == "__main__":
    sys.exit(main())
