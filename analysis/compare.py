"""What changes against a reference strategy?  Figure: paired differences on common seeds with 95% intervals.

    python analysis/compare.py PATH [--reference status_quo] [--measure index,disposable_mex]

Second figure: the half width of the interval against the number of seeds, so that one can see how many are enough.
"""

import sys

from giants.viz import compare as figures
from giants.viz.script import conclude, options, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--reference", default="", help="strategy to compare with (default: status quo)")
    cli.add_argument("--measure", default=",".join(figures.DEFAULT), help="names with commas")
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    asked = cli.parse_args(words)
    return conclude(
        asked,
        lambda runs: figures.piece(runs, options(asked.measure, runs.measures, "measure"), asked.reference, asked.when),
    )


if __name__ == "__main__":
    sys.exit(main())
