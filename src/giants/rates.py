"""How fast what adjusts moves in a month."""

from typing import Any


def rate(half_life: Any) -> Any:
    """Return the share of a gap that a month closes if half of it is closed after `half_life` months.

    rate = 1 - 2^(-1 / half_life); what fades keeps 1 - rate.  Numbers and arrays alike.
    """
    return 1 - 0.5 ** (1 / half_life)
