"""Firms that reconsider often, wait little and go wherever it pays."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import FirmActions, FirmViews, Multiple, Share


@dataclass(frozen=True)
class Footloose:
    """Constant behaviour in every firm."""

    hazard: Multiple
    caution: Share

    def decide(self, view: FirmViews) -> FirmActions:
        """Return the configured behaviour for every row."""
        return FirmActions(np.full(view.size.shape, self.hazard), np.full(view.size.shape, self.caution))
