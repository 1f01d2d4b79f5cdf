"""Does the block repeat 2023 to 2026?  The same as `giants-analyse recent_violence`; --help says more."""

import sys

from giants.analysis.command import script

main = script("recent_violence")

if __name__ == "__main__":
    sys.exit(main())
