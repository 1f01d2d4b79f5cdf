"""Go one step beyond what each partner already has, as fast as its trust allows."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import RegionPlank, Share, View


@dataclass(frozen=True)
class Integrate:
    """Offer each partner its present deal plus a step, once its trust is above a threshold.

    offer = min(ambition, deal + step) where trust >= threshold, else the present deal.
    """

    region: Share
    standards: Share
    ambition: Share
    step: Share
    threshold: Share

    def decide(self, view: View) -> RegionPlank:
        """Return offers that follow trust."""
        willing = (view.trust >= self.threshold)[:, None]
        offer = np.where(willing, np.minimum(self.ambition, view.deal + self.step), np.minimum(view.deal, 1.0))
        return RegionPlank(self.region, self.standards, np.clip(offer, 0.0, 1.0))
