"""Firms whose caution grows with what they would sink (Dixit and Pindyck 1994: waiting has value)."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.policies.base import FirmActions, FirmViews, Multiple, Share


@dataclass(frozen=True)
class Cautious:
    """caution = caution + (1 - caution) size / (size + scale); the hazard of reconsidering is the same for all."""

    hazard: Multiple
    caution: Share
    scale: Annotated[float, Field(gt=0)]

    def decide(self, view: FirmViews) -> FirmActions:
        """Return caution that grows with size."""
        caution = self.caution + (1.0 - self.caution) * view.size / (view.size + self.scale)
        return FirmActions(np.full(view.size.shape, self.hazard), caution)
