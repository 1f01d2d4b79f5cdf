"""Everything about a run or a sweep on one page: report.html, which needs no network, with the tables beside it.

python analysis/report.py PATH [--out DIR] [--pdf]
"""

import sys

from giants.analysis.ensemble import load
from giants.errors import InputError
from giants.viz import report
from giants.viz.script import parser


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = parser(__doc__)
    cli.add_argument("--pdf", action="store_true", help="also print the page to report.pdf (needs Chromium or Chrome)")
    asked = cli.parse_args(words)
    try:
        written = report.write(load(asked.path), asked.out or asked.path / "analysis", pdf=asked.pdf)
    except InputError as error:
        print(f"report: {error}", file=sys.stderr)
        return 2
    print(
        f"written: {written[0]} ({written[0].stat().st_size / 1e6:.1f} MB) "
        f"and {len(written) - 1} further files beside it"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
