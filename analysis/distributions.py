"""How are outcomes distributed?  Figure: any measure by strategy, scenario or any parameter.

    python analysis/distributions.py PATH --list
    python analysis/distributions.py PATH --measure index,homicide_rate --by strategy --facet scenario --kind violin

Kinds: ridge (default), violin, kde, ecdf of runs, and fan (quantiles over time).
"""

import sys

from giants.viz import distributions as figures
from giants.viz.script import conclude, options, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--measure", default=",".join(figures.DEFAULT), help="names with commas; see --list")
    cli.add_argument("--by", default="strategy", help="label that tells the groups apart")
    cli.add_argument("--facet", default="", help="label with one panel each")
    cli.add_argument("--kind", default="", help=f"one of {', '.join(figures.KINDS)}")
    cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    cli.add_argument("--list", action="store_true", help="only say what can be plotted")
    asked = cli.parse_args(words)

    def make(runs):
        if asked.list:
            print(figures.listing(runs))
            return None
        measures = options(asked.measure, runs.measures, "measure")
        return figures.piece(runs, measures, by=asked.by, facet=asked.facet, kind=asked.kind, when=asked.when)

    return conclude(asked, make)


if __name__ == "__main__":
    sys.exit(main())
