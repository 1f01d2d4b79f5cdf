"""Which mix survives when Washington and Beijing answer it?

The same as `giants-analyse metagame`; --help says more.
"""

import sys

from giants.analysis.command import script

main = script("metagame")

if __name__ == "__main__":
    sys.exit(main())
