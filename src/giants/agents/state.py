"""The government of one of the 32 Mexican states."""

from typing import Any

import mesa

from giants.agents.column import Column
from giants.symbols import STATES


class State(mesa.Agent):
    """Row i of the states; its rule decides for all rows at once."""

    homicides = Column("security")
    capture = Column("security")
    groups = Column("security")
    jobs = Column("labour")
    real_wage = Column("labour")

    def __init__(self, model: Any, i: int, rule: Any) -> None:
        super().__init__(model)
        self.i, self.rule = i, rule

    @property
    def code(self) -> str:
        """The state's two-digit INEGI code."""
        return STATES[self.i]
