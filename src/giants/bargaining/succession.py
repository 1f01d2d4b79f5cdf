"""What a new president of another posture drops of what the predecessor left."""

import numpy as np

from giants.bargaining.endings import end
from giants.bargaining.events import of_disputes, told
from giants.bargaining.month import Month
from giants.bargaining.state import QUIET, BargainingState, pairs
from giants.batch import column
from giants.symbols import USA


def inherit(m: Month, s: BargainingState) -> BargainingState:
    """Return the state with the dispute and the standing tariffs that Washington keeps up this month.

    What is dropped is dropped for nothing and says nothing of the new president: no approval, no record.  Draws and
    chances: `giants.politics.terms`.
    """
    calendar, stage = m.w.calendar, s.disputes.stage
    s = s._replace(standing_tariff=s.standing_tariff * calendar.tariff_kept)
    dropped = (stage > QUIET) & (column(calendar.dispute_kept) == 0) & (np.arange(stage.shape[-1]) == USA)
    if not dropped.any():
        return s
    who = pairs(dropped)
    lines = of_disputes(m, s.disputes, s.policies, who, ["dropped"] * who.sender.size)
    return end(m, told(s, lines), dropped)
