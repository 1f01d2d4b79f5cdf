"""Does what was named before any run come out?  The same as `giants-analyse predictions`; --help says more."""

import sys

from giants.analysis.command import script

main = script("predictions")

if __name__ == "__main__":
    sys.exit(main())
