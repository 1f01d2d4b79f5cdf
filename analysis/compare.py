"""What changes against a reference strategy?  The same as `giants-analyse compare`; --help says more."""

import sys

from giants.analysis.command import script

main = script("compare")

if __name__ == "__main__":
    sys.exit(main())
