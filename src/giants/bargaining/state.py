"""What bargaining carries from month to month: disputes by sender, policies by issue, and counts."""

from operator import attrgetter
from typing import NamedTuple, Self

import numpy as np

from giants.bargaining.log import Episode
from giants.batch import column
from giants.symbols import Array
from giants.world import World

QUIET, STATEMENT, PROCESS, ORDER, LETTER, PAUSED, PARTIAL, FULL = range(8)
"""Stages of a dispute.  A threat stands in the form it was last given, or is paused; an instrument is in force on what
claims no preference, or on all that it names."""
COERCIVE, EXPRESSIVE, SATISFIED = range(3)
"""What a sender is: coercive, expressive, or expressive and about to act although its target has conceded."""


type Line = tuple[int, Episode]
"""An event and the number of its World in the stack."""
type Places = tuple[Array, ...]
"""Positions on the axes of an array, one array of them an axis."""


class Pairs(NamedTuple):
    """Senders (N,) of some Worlds, in the order of Worlds and then of senders."""

    world: Places
    """position of each one's World on the leading axes; nothing where there is one World"""
    sender: Array

    @property
    def at(self) -> Places:
        """Places of the senders in what has an axis of them (..., n)."""
        return (*self.world, self.sender)

    def on(self, rows: Array) -> Places:
        """Places of each one's own `rows` (N,) or (N, K) of what their Worlds have on a last axis."""
        return (*(k.reshape(-1, *(1,) * (rows.ndim - 1)) for k in self.world), rows)

    def own(self, rows: Array) -> Places:
        """Places of each sender's own `rows` (N, K) of what has an axis of senders before them (..., n, rows)."""
        return (*self.on(self.sender[:, None]), rows)

    def take(self, rows: Array) -> "Pairs":
        """Return some of them, by position or by a mask (N,)."""
        return Pairs(tuple(k[rows] for k in self.world), self.sender[rows])


def pairs(mask: Array) -> Pairs:
    """Return the senders that a mask (..., n) names: all (world, n) with mask = 1, in order.  Definition."""
    *world, sender = np.nonzero(mask)
    return Pairs(tuple(world), sender)


def of_sender(sender: int, mask: Array) -> Pairs:
    """Return one sender in the Worlds that a mask (...,) names."""
    *world, first = np.nonzero(column(mask))
    return Pairs(tuple(world), first + sender)


def put(values: Array, places: Places, new: Array) -> Array:
    """Return a copy with what is `new` in some places."""
    out = values.copy()
    out[places] = new
    return out


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
    events: tuple[Line, ...]


_DISPUTES, _POLICIES, _COUNTS = (
    attrgetter(*names) for names in (Disputes._fields, Policies._fields, Tally._fields[:-1])
)


def last_month(w: World) -> BargainingState:
    """Return the state at the end of last month."""
    y = w.bargaining
    disputes, policies = Disputes._make(_DISPUTES(y)), Policies._make(_POLICIES(y))
    tally = Tally._make((*_COUNTS(y), np.zeros(y.concession_cost.shape)))
    return BargainingState(disputes, policies, tally, y.standing_tariff, y.regional, y.inducement, ())
