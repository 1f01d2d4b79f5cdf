"""Where does it happen?  Figures: tile maps of 32 states over the years, and strategies less the status quo.

    python analysis/states.py PATH [--column homicides]

Columns are those of the table of states: homicides, capture, groups, real_wage, fdi_state, tariff_exposure, ...
"""

import sys

from giants.viz import states as figures
from giants.viz.script import conclude, parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--column", default="homicides", help="column of the table of states")
    asked = cli.parse_args(words)
    return conclude(asked, lambda runs: figures.piece(runs, asked.column))


if __name__ == "__main__":
    sys.exit(main())
