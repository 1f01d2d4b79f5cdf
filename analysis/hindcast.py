"""Would the model have told in January 2017 what came?  The same as `giants-analyse hindcast`; --help says more."""

import sys

from giants.analysis.command import script

main = script("hindcast")

if __name__ == "__main__":
    sys.exit(main())
