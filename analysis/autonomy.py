"""Which strategies let Mexico decide for itself?  The same as `giants-analyse autonomy`; --help says more."""

import sys

from giants.analysis.command import script

main = script("autonomy")

if __name__ == "__main__":
    sys.exit(main())
