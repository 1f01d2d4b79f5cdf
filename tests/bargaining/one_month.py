"""A month of bargaining in a World of the test's own: threats are priced, then the phase runs."""

from dataclasses import replace
from typing import NamedTuple

from giants.bargaining import phase
from giants.bargaining.stakes import law_of_the_day, stakes
from giants.symbols import Bargaining


class Month(NamedTuple):
    """The block that the phase returned, and its log."""

    result: Bargaining
    events: tuple


def price(w, board, exposure):
    """Write what each option would cost: `exposure` (t, n) as the trade block solved it, None for declared losses."""
    day = law_of_the_day(w, board)
    s = stakes(w, board, exposure, day)
    w.threat_losses = replace(
        w.threat_losses,
        target=s.target,
        sender=s.sender,
        benefit=s.benefit,
        legal=s.legal,
        levied=day.levied,
        left=day.left,
    )


def advance(w, board, exposure, u):
    """Return a month under what threats cost now."""
    price(w, board, exposure)
    return Month(*phase.advance(w, board, u))
