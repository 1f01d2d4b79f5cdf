"""What does each strategy give in each future?  The same as `giants-analyse futures`; --help says more."""

import sys

from giants.analysis.command import script

main = script("futures")

if __name__ == "__main__":
    sys.exit(main())
