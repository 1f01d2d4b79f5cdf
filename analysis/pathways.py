"""How long does each strategy last?  The same as `giants-analyse pathways`; --help says more."""

import sys

from giants.analysis.command import script

main = script("pathways")

if __name__ == "__main__":
    sys.exit(main())
