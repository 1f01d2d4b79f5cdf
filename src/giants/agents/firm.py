"""One multinational firm that may produce in Mexico, at home or elsewhere."""

from typing import Any

import mesa

from giants.agents.column import Column


class Firm(mesa.Agent):
    """Row i of the firms; its rule decides for all rows at once."""

    hazard = Column("actions", "firm_hazard")

    def __init__(self, model: Any, i: int, rule: Any) -> None:
        super().__init__(model)
        self.i, self.rule = i, rule
