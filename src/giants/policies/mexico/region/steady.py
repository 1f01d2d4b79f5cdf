"""Keep the same regional programmes and offers whatever happens."""

from dataclasses import dataclass

import numpy as np

from giants.policies.base import RegionPlank, Share, View


@dataclass(frozen=True)
class SteadyRegion:
    """Constant efforts and the same offer to every partner for every product."""

    region: Share
    standards: Share
    offer: Share

    def decide(self, view: View) -> RegionPlank:
        """Return the configured efforts."""
        return RegionPlank(self.region, self.standards, np.full(view.deal.shape, self.offer))
