"""A run can go on from any World: what comes after is what would have come, to the bit, with its events and records."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

from giants.bargaining.state import FULL, STATEMENT
from giants.config import default_settings
from giants.errors import InputError
from giants.model import Giants
from giants.symbols import USA
from giants.world import World

AFTER = 14  # months compared: more than a year, so that a yearly draw and a change of the year are among them
CASES = {
    "from the start": (["seed=2"], 0),
    "from its 26th month": (["seed=2"], 26),
    "across a year's end": (["seed=5", "usa=maximal_pressure"], 4),
    "with signposts passed": (["seed=1", "mexico=adaptive_autonomy", "scenario=tariff_shock"], 9),
}


def months(model, count):
    """Step, and return the events and the recorded months."""
    recorder, events = model.recorder(), []
    for _ in range(count):
        model.step()
        recorder.append(model.world)
        events += model.events()
    return repr(events), {name: recorder.columns(name) for name in recorder.tables}


def same(one, other):
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name], err_msg=name)


def goes_on(words, month, through=World.copy):
    """Compare a run with one that goes on from its World after `month` months."""
    settings = default_settings([*words, "record=full"])
    parent = Giants(settings)
    for _ in range(month):
        parent.step()
    child = Giants(settings, world=through(parent.world))
    (events, tables), (again, repeated) = months(parent, AFTER), months(child, AFTER)
    assert events == again
    same(parent.world.arrays(), child.world.arrays())
    assert tables.keys() == repeated.keys()
    for name, columns in tables.items():
        same(columns, repeated[name])
    return events


@pytest.mark.parametrize("case", CASES)
def test_a_run_goes_on_from_its_world(case):
    goes_on(*CASES[case])


def test_signposts_are_among_what_goes_on():
    words, month = CASES["with signposts passed"]
    assert "signpost" in goes_on(words, month)


def first_month_in(stage):
    """Return the words of a harsh run, and the first month that ends with a US episode in `stage`."""
    words = ["seed=4", "usa=maximal_pressure"]
    model = Giants(default_settings(words))
    for month in range(1, 60):
        model.step()
        if model.world.bargaining.stage[USA] == stage:
            return words, month
    raise AssertionError("no such episode in five years")


@pytest.mark.parametrize("stage", [STATEMENT, FULL], ids=["a threat open", "an instrument in force"])
def test_a_run_goes_on_in_the_midst_of_an_episode(stage):
    goes_on(*first_month_in(stage))


def test_a_copy_belongs_to_its_own_run():
    model = Giants(default_settings())
    before = {name: values.copy() for name, values in model.world.arrays().items()}
    child = Giants(model.settings, world=model.world)
    child.step()
    same(before, model.world.arrays())
    assert child.month == 0
    assert model.month == -1


def test_constants_of_the_past_cannot_be_written_during_a_run():
    model = Giants(default_settings())
    for world in (model.world, model.world.copy(), Giants(model.settings, world=model.world).world):
        with pytest.raises(ValueError, match="read-only"):
            world.base.profits[0] = 1.0


def test_a_world_of_other_instruments_is_refused():
    model = Giants(default_settings())
    fewer = default_settings(["instruments.cars_232.sizes=[0.25]"])
    with pytest.raises(InputError, match=r"world: its axis . of threats has \d+ rows, the settings' instruments \d+"):
        Giants(fewer, world=model.world)


GO_ON = """
import pickle, sys
from pathlib import Path
from giants.config import default_settings
from giants.model import Giants
from giants.world import World
model = Giants(default_settings(sys.argv[3:]), world=World.load(Path(sys.argv[1])))
events = []
for _ in range(int(sys.argv[2])):
    model.step()
    events += model.events()
sys.stdout.buffer.write(pickle.dumps((model.world.arrays(), repr(events))))
"""


@pytest.mark.slow
def test_a_run_goes_on_in_another_process_from_a_saved_world(tmp_path):
    words = ["seed=4", "mexico=adaptive_autonomy", "scenario=usmca_sunset"]
    model = Giants(default_settings(words))
    for _ in range(17):
        model.step()
    file = tmp_path / "world.npz"
    model.world.save(file)
    done = subprocess.run([sys.executable, "-c", GO_ON, file, str(AFTER), *words], capture_output=True, check=True)
    arrays, events = pickle.loads(done.stdout)
    assert months(model, AFTER)[0] == events
    same(model.world.arrays(), arrays)


def test_a_file_that_holds_no_world_is_refused_by_name(tmp_path):
    file = tmp_path / "world.npz"
    with pytest.raises(InputError, match=r"world\.npz: no World can be read there"):
        World.load(file)
    file.write_bytes(b"PK nonsense")
    with pytest.raises(InputError, match=r"world\.npz: no World can be read there"):
        World.load(file)
    np.savez(file, wage=np.ones(3))
    with pytest.raises(InputError, match=r"world\.npz: .* is (missing|no symbol of a World)"):
        World.load(file)
