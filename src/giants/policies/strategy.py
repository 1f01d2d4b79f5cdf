"""Mexico's strategy: one rule for each of five planks, and signposts that put another rule in its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from giants.names import PlainName
from giants.policies.base import View
from giants.symbols import CHN, PLANKS, USA

SIGNPOSTS: Mapping[str, Callable[[View], float]] = {
    "us_tariff": lambda v: float(v.tariff_faced[USA]),  # average added US tariff on Mexican goods, ad valorem
    "treaty_horizon": lambda v: v.treaty_horizon,  # years
    "chinese_content": lambda v: v.chinese_content,  # share of goods exports to the United States
    "china_import_share": lambda v: float(v.import_share[CHN]),  # share of goods imports
    "us_export_share": lambda v: float(v.export_share[USA]),  # share of goods exports
    "homicide_rate": lambda v: v.homicide_rate,  # per 100,000 a year
    "capture": lambda v: v.capture,  # mean of states, 0..1
    "loss_estimate": lambda v: v.loss_estimate,  # share of GDP at risk
    "approval": lambda v: v.approval,  # 0..1
    "mean_trust": lambda v: float(v.trust.mean()),  # of the Latin American partners, 0..1
}
"""What a strategy may watch: each a number that the government sees every month."""


@dataclass(frozen=True)
class Trigger:
    """While `signpost` is `above` or `below` the threshold, `then` replaces the plank's rule.

    Adaptive pathways watch signposts and switch at triggers: Haasnoot et al. (2013).
    """

    signpost: str
    side: Literal["above", "below"]
    threshold: float
    plank: str
    then: Any

    def fires(self, view: View) -> bool:
        """Return whether the signpost stands beyond the threshold."""
        observed = SIGNPOSTS[self.signpost](view)
        return observed > self.threshold if self.side == "above" else observed < self.threshold

    def __str__(self) -> str:
        """Return the trigger in words, such as 'us_tariff above 0.15 (diplomacy)'."""
        return f"{self.signpost} {self.side} {self.threshold:g} ({self.plank})"


@dataclass(frozen=True)
class Signposted:
    """A plank rule with triggers; the first one that fires decides."""

    usual: Any
    triggers: tuple[Trigger, ...]

    def decide(self, view: View) -> Any:
        """Return the action of the rule in force."""
        return next((t.then for t in self.triggers if t.fires(view)), self.usual).decide(view)


@dataclass(frozen=True)
class Strategy:
    """A named mix of plank rules, with the reason for it and where the idea comes from."""

    name: PlainName
    rationale: str
    source: str
    industry: Any
    china: Any
    region: Any
    security: Any
    diplomacy: Any
    triggers: tuple[Trigger, ...] = ()

    def rules(self) -> dict[str, Any]:
        """Return the rule of each plank, with the triggers that watch over it."""
        watched = {plank: tuple(t for t in self.triggers if t.plank == plank) for plank in PLANKS}
        usual = {plank: getattr(self, plank) for plank in PLANKS}
        return {plank: Signposted(usual[plank], watched[plank]) if watched[plank] else usual[plank] for plank in PLANKS}
