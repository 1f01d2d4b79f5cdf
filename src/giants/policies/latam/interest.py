"""What a deal with Mexico is worth to the government of a Latin American partner: what its rules share."""

from dataclasses import dataclass

from giants.policies.base import Multiple, Share, View
from giants.symbols import CHN, USA


@dataclass(frozen=True)
class Interest:
    """ready = openness (1 + leaning L) (1 + turn τ) (1 - lure s) b^bridge, in 0..1.

    L leaning of the own government (1 to the region, -1 to Washington), τ average US tariff on own goods beyond that of
    2023, s China's share of own goods exports, b own value added that reaches the United States in Mexican goods, over
    own GDP, 2023 = 1.  So partners differ: by who governs, by what the giants do to them and buy from them, and by what
    passes through Mexico.  Form and weights: priors.  Legislators' ideology is what best predicts their support for
    regional alliances (Revista Brasileira de Política Internacional 62(1), 2019); Brazil, under US tariffs of 50% from
    August 2025, widened its talks with Mexico.
    """

    openness: Share
    coalition: Share
    leaning: Share
    turn: Multiple
    lure: Share
    bridge: Multiple

    def ready(self, view: View) -> float:
        """Return the readiness for deals that these interests make."""
        politics = 1.0 + self.leaning * view.leaning
        pressed = 1.0 + self.turn * max(float(view.tariff_faced[USA]), 0.0)
        elsewhere = 1.0 - self.lure * float(view.export_share[CHN])
        return float(min(1.0, self.openness * politics * pressed * elsewhere * view.bridge**self.bridge))
