"""Whose rule decides: that of the posture in Washington, or of the government in Mexico City that pursues a plank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from giants.policies.base import View
from giants.policies.strategy import Strategy
from giants.symbols import PLANKS


@dataclass(frozen=True)
class InOffice:
    """The rules of the United States, the posture that the run names first, then those that elections may bring."""

    postures: tuple[Any, ...]

    def decide(self, view: View) -> Any:
        """Return the action of the posture in Washington."""
        return self.postures[view.us_posture].decide(view)


@dataclass(frozen=True)
class Inherited:
    """A plank that a successor may drop for the rule of its own."""

    plank: int
    """position in `giants.symbols.PLANKS`"""
    own: Any
    successor: Any

    def decide(self, view: View) -> Any:
        """Return the action of the rule in force."""
        return (self.own if view.pursued[self.plank] else self.successor).decide(view)


def inherited(strategy: Strategy, successor: Strategy) -> Mapping[str, Any]:
    """Return the rule of each plank of `strategy`, to be dropped for that of `successor`."""
    own, after = strategy.rules(), successor.rules()
    return {name: Inherited(b, own[name], after[name]) for b, name in enumerate(PLANKS)}
