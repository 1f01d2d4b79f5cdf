"""What a new president of another posture drops of what the predecessor left."""

import numpy as np

from giants.bargaining.events import of_dispute, told
from giants.bargaining.month import Month
from giants.bargaining.state import QUIET, BargainingState
from giants.bargaining.talks import end
from giants.symbols import USA


def inherit(m: Month, s: BargainingState) -> BargainingState:
    """Return the state with the dispute and the standing tariffs that Washington keeps up this month.

    What is dropped is dropped for nothing and says nothing of the new president: no approval, no record.  Draws and
    chances: `giants.politics.terms`.
    """
    calendar = m.w.calendar
    s = s._replace(standing_tariff=s.standing_tariff * calendar.tariff_kept)
    if calendar.dispute_kept or s.disputes.stage[USA] == QUIET:
        return s
    return end(m, told(m, s, of_dispute(m, s, USA, "dropped")), np.arange(len(s.disputes.stage)) == USA)
