"""Who can hurt whom?  The same as `giants-analyse exposure`; --help says more."""

import sys

from giants.analysis.command import script

main = script("exposure")

if __name__ == "__main__":
    sys.exit(main())
