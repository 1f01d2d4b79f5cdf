"""One multinational firm that may produce in Mexico, at home or elsewhere."""

from giants.agents.column import OwnRow
from giants.agents.row import RowAgent


class Firm(RowAgent):
    """Row i of the firms."""

    population = "firms"

    hazard = OwnRow("actions", "firm_hazard")
