"""Turn to the home market: go abroad only where it pays better than before."""

from dataclasses import dataclass

from giants.policies.base import ChinaAction, View
from giants.policies.china.gains import Gains


@dataclass(frozen=True)
class Inward(Gains):
    """A low push, which answers gains more than that of a patient investor; few offers."""

    def decide(self, view: View) -> ChinaAction:
        """Return policies that follow gains from a low level."""
        return self.action(view)
