"""Does the model reproduce what is published, and today's Mexico?  The same as `giants-analyse validate`."""

import sys

from giants.analysis.command import script

main = script("validate")

if __name__ == "__main__":
    sys.exit(main())
