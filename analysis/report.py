"""Everything about a run or a sweep on one page.  The same as `giants-analyse report`; --help says more."""

import sys

from giants.analysis.command import script

main = script("report")

if __name__ == "__main__":
    sys.exit(main())
