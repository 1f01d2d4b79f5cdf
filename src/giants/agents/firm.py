"""One multinational firm that may produce in Mexico, at home or elsewhere."""

from giants.agents.column import Column
from giants.agents.row import Row


class Firm(Row):
    """Row i of the firms."""

    population = "firms"

    hazard = Column("actions", "firm_hazard")
