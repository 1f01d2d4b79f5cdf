"""Who can hurt whom?  Figures: ladder of threats with the credible region, convexity of power, partners.

    python analysis/exposure.py PATH

The first two stand on 2023 data and the trade block; the third reads the table of pairs of the runs.
"""

import sys

from giants.viz import exposure as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    return conclude(parser(__doc__).parse_args(words), figures.piece)


if __name__ == "__main__":
    sys.exit(main())
