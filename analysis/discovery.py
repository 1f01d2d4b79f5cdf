"""Under which futures does it fail?  The same as `giants-analyse discovery`; --help says more."""

import sys

from giants.analysis.command import script

main = script("discovery")

if __name__ == "__main__":
    sys.exit(main())
