"""Which plank carries a strategy?  The same as `giants-analyse planks`; --help says more."""

import sys

from giants.analysis.command import script

main = script("planks")

if __name__ == "__main__":
    sys.exit(main())
