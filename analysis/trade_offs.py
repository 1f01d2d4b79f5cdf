"""What does a point of autonomy cost in income?  The same as `giants-analyse trade_offs`; --help says more."""

import sys

from giants.analysis.command import script

main = script("trade_offs")

if __name__ == "__main__":
    sys.exit(main())
