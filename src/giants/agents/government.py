"""The government of one of the ten economies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import mesa

from giants.agents.column import OwnRow
from giants.policies.base import checked
from giants.symbols import ECONOMIES


class Government(mesa.Agent):
    """Row i of the economies; `rules` are its plank rules (Mexico), its one rule, or none where it only trades."""

    real_income = OwnRow("trade")
    approval = OwnRow("society")
    months_to_election = OwnRow("calendar")

    def __init__(self, model: Any, i: int, rules: Mapping[str, Any]) -> None:
        super().__init__(model)
        self.i = i
        self.follow(rules)

    @property
    def rules(self) -> Mapping[str, Any]:
        """The rules that this government follows, by name.  Others may be set, as a whole."""
        return self._rules

    @rules.setter
    def rules(self, rules: Mapping[str, Any]) -> None:
        self.follow(rules)
        self.model.set_in_python(self.code)

    def follow(self, rules: Mapping[str, Any]) -> None:
        """Follow the `rules` that the settings name.  Raises InputError for what is no rule."""
        self._rules = MappingProxyType({name: checked(rule) for name, rule in rules.items()})

    @property
    def code(self) -> str:
        """The economy's code, such as MEX."""
        return ECONOMIES[self.i]

    def decide(self, view: Any) -> list[Any]:
        """Return one action per rule, from the same view."""
        return [rule.decide(view) for rule in self.rules.values()]
