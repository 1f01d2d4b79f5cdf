import mesa
import pytest

from giants.records.arrow import frames
from giants.records.collector import frames_like_datacollector
from giants.records.recorder import Recorder
from giants.records.schema import Axis, Table, of
from giants.symbols import ECONOMIES, STATES
from giants.world import World

TABLES = (
    Table("measures", (), (of("measures.index"),)),
    Table("economies", (Axis("economy", ECONOMIES),), (of("society.approval"),)),
    Table("states", (Axis("state", STATES),), (of("security.capture"),)),
)


@pytest.fixture
def recorded():
    w, recorder = World(), Recorder("full", 3, "2026-08", TABLES)
    for month in range(3):
        w.calendar.month[...] = month
        w.society.approval[:] = month
        recorder.append(w)
    return frames(recorder)


def test_model_variables_have_the_shape_that_mesa_gives(recorded):
    model = mesa.Model()
    model.index = 0.0
    collector = mesa.DataCollector(model_reporters={"index": "index"})
    for _ in range(3):
        collector.collect(model)
    ours, theirs = frames_like_datacollector(recorded).get_model_vars_dataframe(), collector.get_model_vars_dataframe()
    assert ours.shape == theirs.shape
    assert ours.columns.tolist() == theirs.columns.tolist()
    assert ours.index.tolist() == theirs.index.tolist()


def test_agent_variables_are_indexed_by_step_and_agent(recorded):
    agents = frames_like_datacollector(recorded).get_agent_vars_dataframe()
    assert agents.index.names == ["Step", "AgentID"]
    assert agents.loc[(2, "CHN"), "approval"] == 1
    assert agents.loc[(2, "09"), "capture"] == 0
    assert len(agents) == 3 * (len(ECONOMIES) + len(STATES))


def test_mesa_ids_replace_codes_when_given(recorded):
    view = frames_like_datacollector(recorded, {"economies": range(1, 11)})
    assert view.get_agenttype_vars_dataframe("economies").index[0] == (1, 1)


def test_without_agent_tables_the_agent_frame_is_empty(recorded):
    agents = frames_like_datacollector({"measures": recorded["measures"]}).get_agent_vars_dataframe()
    assert agents.empty
    assert agents.index.names == ["Step", "AgentID"]
