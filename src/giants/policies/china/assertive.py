"""Reward distance from Washington and withdraw from those who align."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import ChinaAction, Multiple, Share, View
from giants.symbols import ISSUES

_ALIGNED = np.isin(ISSUES, ("china_tariff_alignment", "china_fdi_screening"))


@dataclass(frozen=True)
class Assertive:
    """Push and controls fall with Mexico's alignment: factor = 1 - response x mean position on alignment."""

    inducement: Share
    push: Multiple
    ports: Share
    precursor_control: Share
    laundering_control: Share
    response: Share

    def decide(self, view: View) -> ChinaAction:
        """Return policies that answer alignment."""
        factor = 1.0 - self.response * float(view.position[_ALIGNED].mean())
        return ChinaAction(
            china_inducement=self.inducement,
            china_push=self.push * factor,
            china_ports=self.ports,
            precursor_control=self.precursor_control * factor,
            laundering_control=self.laundering_control * factor,
        )
