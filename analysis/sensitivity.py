"""Which uncertainties drive an outcome?  The same as `giants-analyse sensitivity`; --help says more."""

import sys

from giants.analysis.command import script

main = script("sensitivity")

if __name__ == "__main__":
    sys.exit(main())
