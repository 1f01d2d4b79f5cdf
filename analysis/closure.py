"""What does a tariff do in its first years, when factor prices give way at once and when slowly?  Tables, no figure.

    python analysis/closure.py [trade.wage_half_life=36 ...]

Prints published figures one at a time beside both closures, gains by own tariffs, and retaliation against none.
"""

import sys

from giants.config import default_settings
from giants.errors import InputError
from giants.evidence.trade import closure


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    try:
        p = default_settings(sys.argv[1:] if words is None else words).trade
    except InputError as error:
        print(f"closure: {error}", file=sys.stderr)
        return 2
    for title, table in (
        ("Real income, percent, beside published figures", closure.studies(p)),
        ("Tariffs of one's own: real income of who levies them, percent", closure.own_tariffs(p)),
        (
            "US 25% on Mexico and Canada: real income of Mexico, percent, and what its answer adds",
            closure.retaliation(p),
        ),
    ):
        print(f"{title}\n{table.to_string(index=False, float_format='{:.2f}'.format)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
