"""What the bargaining log says of agency: who moved, and which demands were refused at no cost.

Sums over the giants' demands on Mexico live in the World and fade, so that agency speaks of the recent past.  Coded
history counted by the same rules is the prior with which a run starts.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from giants.measures.ratio import ratio
from giants.symbols import CHN, ECONOMIES, MEX, USA, Array, Scalar

SENDERS, TARGET = (ECONOMIES[USA], ECONOMIES[CHN]), ECONOMIES[MEX]
COSTLESS = 0.001
"""Loss over the horizon of bargaining, share of annual income, up to which a refusal counts as free."""


class BargainingLine(Protocol):
    """One line of the log, in the terms that the measures need."""

    @property
    def sender(self) -> str:
        """Code of the economy that demands."""

    @property
    def target(self) -> str:
        """Code of the economy that is asked."""

    @property
    def outcome(self) -> str:
        """What happened: deal, offered, withdrawn, imposed, notice, lifted, or anything else."""

    @property
    def weight(self) -> float:
        """Worth of the full demand over the worth of full concession on all matters."""

    @property
    def asked_share(self) -> float:
        """Worth of what is asked over the worth of the full demand."""

    @property
    def share(self) -> float:
        """Worth of what a deal grants over the worth of the full demand."""

    @property
    def loss_target(self) -> float:
        """Target's loss over the horizon under the instrument, share of annual GDP."""

    @property
    def in_force(self) -> bool:
        """Whether the instrument was in force already."""


class Sums(NamedTuple):
    """Fading sums over the giants' demands on Mexico."""

    demands: Scalar
    """demands that were settled, dropped or enforced"""
    free: Scalar
    """of which refused at no cost"""
    moved_giants: Scalar
    """worth of the demands that giants gave up"""
    moved_mexico: Scalar
    """worth of the demands that Mexico granted"""

    def after(self, new: "Sums", fade: float) -> "Sums":
        """Return the sums a month later: what was known before fades, what is `new` is added."""
        return Sums(*(fade * old + more for old, more in zip(self, new, strict=True)))


NOTHING = Sums(0.0, 0.0, 0.0, 0.0)


def tally(events: Iterable[BargainingLine]) -> Sums:
    """Return what the log of a month adds."""
    new = [seen(e) for e in events if e.target == TARGET and e.sender in SENDERS]
    return Sums(*(sum((one[k] for one in new), 0.0) for k in range(len(Sums._fields))))


def tallied(logs: Sequence[Iterable[BargainingLine]]) -> Sums:
    """Return what the logs of a month add, one of each World side by side; numbers for one World, or for none."""
    each = [tally(log) for log in logs] or [NOTHING]
    return each[0] if len(each) == 1 else Sums(*map(np.array, zip(*each, strict=True)))


def seen(e: BargainingLine) -> Sums:
    """Return what one event adds.

    A demand is closed by a deal before its deadline or an offer before a threat, by being dropped, or by enforcement.
    It is refused at no cost if it was dropped, or enforced at a loss of at most COSTLESS.  Opening positions are the
    demand and no further concession: in a deal both sides move to the agreement; a demand that is dropped, or whose
    instrument is lifted for nothing, moves its sender alone; enforcement moves nobody, and a concession in spite of
    which the sender goes on moves Mexico alone.
    """
    enforced = e.outcome in ("imposed", "notice")
    dropped = e.outcome == "withdrawn"
    deal = e.outcome in ("deal", "offered")
    granted = e.weight * min(e.share, e.asked_share) if deal or e.outcome == "pocketed" else 0.0
    given_up = e.weight * e.asked_share - granted if deal or dropped or e.outcome == "lifted" else 0.0
    return Sums(
        demands=float(enforced or dropped or (deal and not e.in_force)),
        free=float(dropped or (enforced and e.loss_target <= COSTLESS)),
        moved_giants=given_up,
        moved_mexico=granted,
    )


def refusal(s: Sums, base: float, weight: float) -> Array:
    """Return rho, the share of demands refused at no cost: #{refused, L <= COSTLESS} / #{demands}.

    `base` is its value in history, which counts as `weight` demands; missing if there is neither.
    A definition.
    """
    return ratio(s.free + weight * base, s.demands + weight)


def symmetry(s: Sums, base: float, weight: float) -> Array:
    """Return kappa, the giants' share of all movement, with history's `base` counting as `weight` demands.

    kappa = (n k + m k0) / (n + m): k of the run (:func:`giants.measures.agency.concession_symmetry`), n its demands.
    A definition.
    """
    moved = s.moved_giants + s.moved_mexico
    n, own = np.where(moved > 0, s.demands, 0.0), s.moved_giants / np.where(moved > 0, moved, 1.0)
    return ratio(n * own + weight * base, n + weight)
