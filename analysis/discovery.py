"""Under which futures does it fail?  Figure: the PRIM box and its peeling path; a classification tree as cross-check.

    python analysis/discovery.py PATH [--fail 'index<25%'] [--strategy calibrated_autonomy]

Rules of failure: 'not calibrated', MEASURE<NUMBER, MEASURE>NUMBER, or with a percentage of the distribution over all
runs.  The box is printed in words.
"""

import sys

from giants.viz import discovery as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--fail", default="index<25%", help="rule of failure")
    cli.add_argument("--strategy", default="", help="only the runs of this strategy")
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    asked = cli.parse_args(words)
    return conclude(asked, lambda runs: figures.piece(runs, asked.fail, asked.strategy, asked.when))


if __name__ == "__main__":
    sys.exit(main())
