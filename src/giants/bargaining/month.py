"""What every step of the phase reads: the World, the rules, the month's draws, payoffs and losses."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from giants.bargaining.given import Given
from giants.bargaining.losses import LegalContext, OptionLosses
from giants.bargaining.model import BargainingModel
from giants.bargaining.payoffs import Payoffs, payoffs, reservation_policy
from giants.symbols import ECONOMIES, Array
from giants.world import World


@dataclass(frozen=True)
class Month:
    """A month of bargaining before anybody has moved."""

    w: World
    model: BargainingModel
    u: Array
    """(SENDERS, len(DRAWS)) uniform draws"""
    legal: LegalContext
    losses: OptionLosses
    reservation: Array
    """(d,) policies that addressees follow by themselves"""
    given: Given

    @property
    def batch(self) -> tuple[int, ...]:
        """Leading axes of every symbol: as many Worlds side by side."""
        return self.reservation.shape[:-1]

    @cached_property
    def payoffs(self) -> Payoffs:
        """Worth and cost of concessions, made when somebody first asks: in half of the months nobody does."""
        return payoffs(self.w, self.model, self.reservation)

    @cached_property
    def drawn(self) -> Array:
        """Draws (n, len(DRAWS)) on the axis of economies, 1 for those that press nobody."""
        out = np.ones((*self.batch, len(ECONOMIES), self.u.shape[-1]))
        out[..., : self.u.shape[-2], :] = self.u
        return out


def month(w: World, model: BargainingModel, u: Array, given: Given) -> Month:
    """Return the month as it stands, over what `threat_losses` says each threat would cost."""
    t, reservation = w.threat_losses, reservation_policy(w, model)
    legal = LegalContext(t.levied, t.left, t.legal)
    losses = OptionLosses(t.target, t.sender, t.benefit, t.legal)
    return Month(w, model, u, legal, losses, reservation, given)
