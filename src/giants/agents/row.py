"""What states, cartels and firms have in common: a row, a rule that may be their own, and how they are made."""

from typing import Any, ClassVar

import mesa


class RowAgent(mesa.Agent):
    """Row i of a population, whose rule decides for all rows that follow it at once."""

    population: ClassVar[str]
    i: int

    @property
    def founder(self) -> int:
        """The row from which this one descends and whose rule it follows unless it has its own."""
        return self.i

    @property
    def rule(self) -> Any:
        """The rule that this row follows; another may be set, for this row and its splinters alone."""
        return self.model.populations[self.population].rule(self.i, self.founder)

    @rule.setter
    def rule(self, rule: Any) -> None:
        self.model.populations[self.population].follow(self.i, self.founder, rule)
        self.model.set_in_python(self.population)


def enrol[T: RowAgent](model: Any, kind: type[T], rows: int) -> list[T]:
    """Make the agents of all rows of a kind and register them with Mesa together.

    It does what `mesa.Agent.__init__` does for one agent, but for a signal and a line of log each that nobody hears
    while a model is being made; those are five sixths of the time of making 800.
    """
    first, new, enter = model.agent_id_counter, kind.__new__, model.agents.add
    agents: list[T] = []
    for i in range(rows):
        agent = new(kind)
        agent.model = model
        agent.unique_id = first + i
        agent.pos = None
        agent.i = i
        agents.append(agent)
        enter(agent)
    model.agent_id_counter = first + rows
    model.agents_by_type[kind] = type(model.agents)(agents)
    return agents
