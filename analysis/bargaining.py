"""What is asked, threatened and conceded?  Figures: timeline of one run's episodes, concessions by class of issue.

    python analysis/bargaining.py PATH [--run RUN_ID]

The log in words is written beside them.
"""

import sys

from giants.viz import bargaining as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--run", type=int, help="run_id whose timeline is drawn (default: the first)")
    asked = cli.parse_args(words)
    return conclude(asked, lambda runs: figures.piece(runs, asked.run))


if __name__ == "__main__":
    sys.exit(main())
