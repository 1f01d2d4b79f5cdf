"""The government of one of the 32 Mexican states."""

from giants.agents.column import Column
from giants.agents.row import Row
from giants.symbols import STATES


class State(Row):
    """Row i of the states."""

    population = "states"

    homicides = Column("security")
    capture = Column("security")
    groups = Column("security")
    jobs = Column("labour")
    real_wage = Column("labour")

    @property
    def code(self) -> str:
        """The state's two-digit INEGI code."""
        return STATES[self.i]
