"""One criminal group: a slot that may be empty until a split fills it."""

from typing import Any

import mesa

from giants.agents.column import Column


class Cartel(mesa.Agent):
    """Row i of the cartel slots; its rule decides for all rows at once."""

    members = Column("security")  # by state

    def __init__(self, model: Any, i: int, rule: Any) -> None:
        super().__init__(model)
        self.i, self.rule = i, rule

    @property
    def alive(self) -> bool:
        """Whether the slot holds a group now."""
        return bool(self.members.sum() > 0)
