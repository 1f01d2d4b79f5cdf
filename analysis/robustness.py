"""Which strategies hold up over many futures?  The same as `giants-analyse robustness`; --help says more."""

import sys

from giants.analysis.command import script

main = script("robustness")

if __name__ == "__main__":
    sys.exit(main())
