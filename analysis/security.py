"""Do the groups shrink, and does violence fall?  Figures: members, groups, homicides, drugs over time; corridors.

python analysis/security.py PATH
"""

import sys

from giants.viz import security as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    return conclude(parser(__doc__).parse_args(words), figures.piece)


if __name__ == "__main__":
    sys.exit(main())
