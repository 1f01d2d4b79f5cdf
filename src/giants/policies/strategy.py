"""Mexico's strategy: one rule for each of five planks."""

from dataclasses import dataclass
from typing import Any

from giants.symbols import PLANKS


@dataclass(frozen=True)
class Strategy:
    """A named mix of plank rules, with the reason for it and where the idea comes from."""

    name: str
    rationale: str
    source: str
    industry: Any
    china: Any
    region: Any
    security: Any
    diplomacy: Any

    def rules(self) -> dict[str, Any]:
        """Return the plank rules by plank."""
        return {plank: getattr(self, plank) for plank in PLANKS}
