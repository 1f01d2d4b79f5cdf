"""One criminal group: a slot that may be empty until a split fills it."""

from giants.agents.column import OwnRow
from giants.agents.row import RowAgent


class Cartel(RowAgent):
    """Row i of the cartel slots."""

    population = "cartels"

    members = OwnRow("security")  # by state
    root = OwnRow("security")

    @property
    def founder(self) -> int:
        """The group of 2020 from which this one descends: a splinter follows its root's rule."""
        return int(self.root)

    @property
    def alive(self) -> bool:
        """Whether the slot holds a group now."""
        return bool(self.members.sum() > 0)
