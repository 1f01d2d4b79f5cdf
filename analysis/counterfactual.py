"""`giants-counterfactual` from a checkout: what a change of tariffs or trade costs would do to every region."""

import sys

from giants.counterfactual_cli import main

if __name__ == "__main__":
    sys.exit(main())
