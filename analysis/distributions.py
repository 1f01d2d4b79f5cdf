"""How are outcomes distributed?  The same as `giants-analyse distributions`; --help says more."""

import sys

from giants.analysis.command import script

main = script("distributions")

if __name__ == "__main__":
    sys.exit(main())
