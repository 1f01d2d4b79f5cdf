"""Reward distance from Washington and withdraw from those who align."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import ChinaAction, Share, View
from giants.policies.china.gains import Gains
from giants.symbols import ISSUES

_ALIGNED = np.isin(ISSUES, ("china_tariff_alignment", "china_fdi_screening"))


@dataclass(frozen=True)
class Assertive(Gains):
    """Push and controls fall with Mexico's alignment: goodwill = 1 - response x mean position on alignment."""

    response: Share

    def decide(self, view: View) -> ChinaAction:
        """Return policies that answer alignment."""
        return self.action(view, 1.0 - self.response * float(view.position[_ALIGNED].mean()))
