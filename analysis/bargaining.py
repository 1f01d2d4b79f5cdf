"""What is asked, threatened and conceded?  The same as `giants-analyse bargaining`; --help says more."""

import sys

from giants.analysis.command import script

main = script("bargaining")

if __name__ == "__main__":
    sys.exit(main())
