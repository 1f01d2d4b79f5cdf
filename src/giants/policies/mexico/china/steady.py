"""Keep the same policies toward Chinese goods and capital whatever happens."""

from dataclasses import dataclass

from giants.policies.base import ChinaPlank, Share, View


@dataclass(frozen=True)
class SteadyChina:
    """Constant policies; a tariff share of 1 keeps the law of January 2026 on goods from non-treaty countries."""

    screening: Share
    fdi_screening: Share
    venture_transparency: Share
    china_openness: Share
    non_fta_tariff: Share

    def decide(self, view: View) -> ChinaPlank:
        """Return the configured policies."""
        return ChinaPlank(
            self.screening, self.fdi_screening, self.venture_transparency, self.china_openness, self.non_fta_tariff
        )
