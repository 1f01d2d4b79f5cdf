"""The government of one of the 32 Mexican states."""

from giants.agents.column import OwnRow
from giants.agents.row import RowAgent
from giants.symbols import STATES


class State(RowAgent):
    """Row i of the states."""

    population = "states"

    homicides = OwnRow("security")
    capture = OwnRow("security")
    groups = OwnRow("security")
    jobs = OwnRow("labour")
    real_wage = OwnRow("labour")

    @property
    def code(self) -> str:
        """The state's two-digit INEGI code."""
        return STATES[self.i]
