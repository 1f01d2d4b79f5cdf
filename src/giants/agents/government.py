"""The government of one of the ten economies."""

from typing import Any

import mesa

from giants.agents.column import Column
from giants.symbols import ECONOMIES


class Government(mesa.Agent):
    """Row i of the economies; `rules` are its plank rules (Mexico), its one rule, or none where it only trades."""

    real_income = Column("trade")
    approval = Column("society")
    months_to_election = Column("calendar")

    def __init__(self, model: Any, i: int, rules: dict[str, Any]) -> None:
        super().__init__(model)
        self.i, self.rules = i, rules

    @property
    def code(self) -> str:
        """The economy's code, such as MEX."""
        return ECONOMIES[self.i]

    def decide(self, view: Any) -> list[Any]:
        """Return one action per rule, from the same view."""
        return [rule.decide(view) for rule in self.rules.values()]
