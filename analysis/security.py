"""Do the groups shrink, and does violence fall?  The same as `giants-analyse security`; --help says more."""

import sys

from giants.analysis.command import script

main = script("security")

if __name__ == "__main__":
    sys.exit(main())
