"""Where does it happen?  The same as `giants-analyse states`; --help says more."""

import sys

from giants.analysis.command import script

main = script("states")

if __name__ == "__main__":
    sys.exit(main())
