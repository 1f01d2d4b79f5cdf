"""A read-only window on one row of the World."""

from typing import Any


class OwnRow:
    """Reads ``world.<block>.<name>`` at the agent's own row (its index `i` on `axis`), and refuses to write.

    >>> class State:
    ...     homicides = OwnRow("security")  # doctest: +SKIP
    """

    def __init__(self, block: str, name: str | None = None, axis: int = 0) -> None:
        self.block, self.name, self.axis = block, name, axis

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        values = getattr(getattr(agent.model.world, self.block), str(self.name))
        row = values.take(agent.i, axis=self.axis) if self.axis else values[agent.i]
        if getattr(row, "flags", None) is not None and row.ndim:
            row = row.view()
            row.flags.writeable = False
        return row

    def __set__(self, agent: Any, value: Any) -> None:
        raise AttributeError(f"{self.block}.{self.name} belongs to the World; agents only read it")
