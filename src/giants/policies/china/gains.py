"""What China gains from Mexico: what its rules share."""

from dataclasses import dataclass

from giants.policies.base import ChinaAction, Multiple, Share, View


@dataclass(frozen=True)
class Gains:
    """inducement = inducement b^gain, push = push b^gain: of its firms, and offers for Mexican policies.

    b is Chinese value added that reaches the United States in Mexican goods, over China's GDP, 2023 = 1.  What the gap
    of US tariffs between the two countries is worth to a firm is counted where it chooses its place.
    Form and elasticity: priors; in the sectors that US tariffs of 2018-19 hit hardest Chinese firms invested more in
    Mexico (Giraudy, Stein, Urdinez and Zuluaga 2025).
    """

    inducement: Share
    push: Multiple
    gain: Multiple
    ports: Share
    precursor_control: Share
    laundering_control: Share

    def action(self, view: View, goodwill: float = 1.0) -> ChinaAction:
        """Return the policies that gains make; `goodwill` is a factor on the push and on cooperation."""
        worth = view.bridge**self.gain
        return ChinaAction(
            china_inducement=min(1.0, self.inducement * worth),
            china_push=min(5.0, self.push * worth * goodwill),
            china_ports=self.ports,
            precursor_control=self.precursor_control * goodwill,
            laundering_control=self.laundering_control * goodwill,
        )
