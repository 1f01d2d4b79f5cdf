"""How well are the ends of threats predicted?  The same as `giants-analyse threats`; --help says more."""

import sys

from giants.analysis.command import script

main = script("threats")

if __name__ == "__main__":
    sys.exit(main())
