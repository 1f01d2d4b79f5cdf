"""In which share of futures does the order of strategies hold?

The same as `giants-analyse orders`; --help says more.
"""

import sys

from giants.analysis.command import script

main = script("orders")

if __name__ == "__main__":
    sys.exit(main())
