"""What bargaining carries from month to month: disputes by sender, policies by issue, and counts."""

from operator import attrgetter
from typing import NamedTuple, Self

import numpy as np

from giants.bargaining.log import Episode
from giants.symbols import Array
from giants.world import World

QUIET, STATEMENT, PROCESS, ORDER, LETTER, PAUSED, PARTIAL, FULL = range(8)
"""Stages of a dispute.  A threat stands in the form it was last given, or is paused; an instrument is in force on what
claims no preference, or on all that it names."""
COERCIVE, EXPRESSIVE, SATISFIED = range(3)
"""What a sender is: coercive, expressive, or expressive and about to act although its target has conceded."""


class Disputes(NamedTuple):
    """The open dispute of each sender, rows are economies (n,); see `symbols.Bargaining`."""

    stage: Array
    form: Array
    option: Array
    deadline: Array
    age: Array
    rest: Array
    sender_type: Array
    refused: Array
    concede: Array
    belief: Array
    carried_out: Array
    record: Array
    threat_loss: Array

    @property
    def threatened(self) -> Array:
        """(n,) a threat is open."""
        return (self.stage > QUIET) & (self.stage <= PAUSED)

    @property
    def in_force(self) -> Array:
        """(n,) an instrument has been imposed."""
        return self.stage >= PARTIAL


class Policies(NamedTuple):
    """What was asked, promised and done on each issue (d,); see `symbols.Bargaining`."""

    position: Array
    promised: Array
    overdue: Array
    asked: Array
    full: Array
    settled: Array
    bought: Array


class Tally(NamedTuple):
    """Counts and costs by economy (n,); see `symbols.Bargaining`."""

    threats_made: Array
    deals_made: Array
    impositions: Array
    refusals: Array
    concession_cost: Array
    approval_shift: Array

    def plus(self, **more: Array) -> Self:
        """Return the tally with `more` added to the columns named."""
        return self._replace(**{name: getattr(self, name) + added for name, added in more.items()})


class BargainingState(NamedTuple):
    """All of it, and the log of the month."""

    disputes: Disputes
    policies: Policies
    tally: Tally
    standing_tariff: Array
    """(j,) US tariffs on Mexico kept for protection"""
    regional: Array
    """(o, d) depth of regional deals"""
    inducement: Array
    """(i,) paid to Mexico for its policies"""
    events: tuple[Episode, ...]


_DISPUTES, _POLICIES, _COUNTS = (
    attrgetter(*names) for names in (Disputes._fields, Policies._fields, Tally._fields[:-1])
)


def last_month(w: World) -> BargainingState:
    """Return the state at the end of last month."""
    y = w.bargaining
    disputes, policies = Disputes._make(_DISPUTES(y)), Policies._make(_POLICIES(y))
    tally = Tally._make((*_COUNTS(y), np.zeros(y.concession_cost.shape)))
    return BargainingState(disputes, policies, tally, y.standing_tariff, y.regional, y.inducement, ())
