"""Recorded tables in the shapes of Mesa's DataCollector, for tools that expect them; the model never reads this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AGENT_TABLES = {"economies": "economy", "states": "state", "cartels": "cartel"}


@dataclass(frozen=True, slots=True)
class CollectorView:
    """Answers as a mesa.DataCollector does, from tables that are already recorded."""

    frames: Mapping[str, Any]
    agent_ids: Mapping[str, Sequence[int]]

    def get_model_vars_dataframe(self) -> Any:
        """One row per recorded month, one column per measure."""
        return self.frames["measures"].drop(columns=["month", "date"]).reset_index(drop=True)

    def get_agent_vars_dataframe(self) -> Any:
        """Rows indexed by (Step, AgentID); columns are those of every kind of agent, missing where another's."""
        import pandas as pd

        kinds = [self.get_agenttype_vars_dataframe(name) for name in AGENT_TABLES if name in self.frames]
        if not kinds:
            empty = pd.MultiIndex.from_arrays([[], []], names=["Step", "AgentID"])
            return pd.DataFrame(index=empty)
        return pd.concat(kinds).sort_index(level="Step", kind="stable", sort_remaining=False)

    def get_agenttype_vars_dataframe(self, kind: str) -> Any:
        """Rows of one kind of agent (economies, states, cartels), indexed by (Step, AgentID); step 1 is month 0."""
        import pandas as pd

        frame, axis = self.frames[kind], AGENT_TABLES[kind]
        ids = frame[axis].astype(str)
        if kind in self.agent_ids:
            codes = frame[axis].cat.categories
            ids = frame[axis].map(dict(zip(codes, self.agent_ids[kind], strict=True))).astype(int)
        index = pd.MultiIndex.from_arrays([frame["month"] + 1, ids], names=["Step", "AgentID"])
        return frame.drop(columns=["month", "date", axis]).set_index(index)

    def get_table_dataframe(self, table_name: str) -> Any:
        """Any recorded table as it is."""
        return self.frames[table_name].copy()


def frames_like_datacollector(
    frames: Mapping[str, Any], agent_ids: Mapping[str, Sequence[int]] | None = None
) -> CollectorView:
    """View recorded `frames` as a DataCollector.

    `agent_ids` gives the Mesa ids of the rows of a table, in the order of its axis; without it AgentID is the
    code of the row ("MEX", "09").
    """
    return CollectorView(frames, dict(agent_ids or {}))
