"""The contract of each phase: it reads what it says it reads, and what it does not read carries nothing onward."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.coupling import READS, roles
from giants.model import PHASE_OF, Giants
from giants.symbols import BLOCKS, PHASES
from giants.world import World

MONTHS = 24
RUNS = (
    (),
    ("mexico=calibrated_autonomy", "usa=maximal_pressure", "china=assertive", "scenario=usmca_sunset", "seed=3"),
    ("mexico=latin_american_turn", "latam=integrationist", "usa=decoupling", "scenario=tariff_shock", "seed=2"),
    ("mexico=adaptive_autonomy", "usa=retrenchment", "states=strained", "firms=footloose", "seed=4"),
)
TOUCHED = 12  # months after which a World is touched: the full check of a run is then a year away
LATER = 6  # months that then say whether it was felt
ROLES = roles()


class Watched:
    """A block that tells which of its symbols are read."""

    def __init__(self, name, block, note):
        self._name, self._block, self._note = name, block, note

    def __getattr__(self, symbol):
        self._note(f"{self._name}.{symbol}")
        return getattr(self._block, symbol)


class Recording(Giants):
    """A model that notes what each phase reads, and what of it no phase of the month has written yet."""

    def __init__(self, settings):
        super().__init__(settings)
        self.read, self.early = {name: set() for name in PHASES}, set()

    def step(self):
        self.written = {"base"}
        super().step()

    def write(self, block, phase, *more):
        name = PHASE_OF[type(block)]

        def note(symbol):
            self.read[name].add(symbol)
            if symbol.partition(".")[0] not in self.written:
                self.early.add(symbol)

        def watched(w, *more):
            self.world = World(**{key: Watched(key, getattr(w, key), note) for key in BLOCKS})
            try:
                return phase(self.world, *more)
            finally:
                self.world = w

        said = super().write(block, watched, *more)
        self.written.add(name)
        return said


@pytest.fixture(scope="module")
def recorded():
    """The runs as recorded, each to its end."""
    models = [Recording(default_settings(words)) for words in RUNS]
    for model in models:
        for _ in range(MONTHS):
            model.step()
    return models


def test_every_phase_says_what_it_reads_in_the_order_of_the_month():
    assert list(READS) == list(PHASES)
    assert set().union(*READS.values()) <= set(ROLES)


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_reads_what_it_says_and_says_nothing_else(recorded, phase):
    read = set().union(*(model.read[phase] for model in recorded))
    assert (read - READS[phase], READS[phase] - read) == (set(), set())


def test_what_is_read_before_it_is_written_is_a_state_and_nothing_else_is(recorded):
    early = set().union(*(model.early for model in recorded))
    assert early == {symbol for symbol, role in ROLES.items() if role == "state"}


def other(values, rng):
    """Other finite values of the same type and shape; what is a share stays one."""
    if values.dtype == bool:
        return ~values
    if values.dtype.kind == "i":
        return values + 1
    known = np.nan_to_num(values)
    return np.where(known == 0, 0.01, known) * (1 - 0.1 * rng.random(values.shape))


def later(settings, world, symbols=()):
    """Every number of the months that follow on `world`, after `symbols` were given other values."""
    model, rng = Giants(settings, world=world), np.random.default_rng(1)
    for symbol in symbols:
        array = model.world[tuple(symbol.split("."))]
        array[...] = other(array, rng)
    months = []
    for _ in range(LATER):
        model.step()
        months.append({name: values.tobytes() for name, values in model.world.arrays().items()})
    return months, model.events()


@pytest.fixture(scope="module", params=RUNS[:2], ids=("status quo", "pressure"))
def underway(request):
    """Settings, a World some months into their run, and what follows on it."""
    settings = default_settings(request.param)
    model = Giants(settings)
    for _ in range(TOUCHED):
        model.step()
    return settings, model.world, later(settings, model.world)


def test_what_is_neither_state_nor_base_can_be_scrambled_between_two_months(underway):
    settings, world, expected = underway
    free = [symbol for symbol, role in ROLES.items() if role in ("output", "exogenous")]
    assert len(free) > 100
    assert later(settings, world, free) == expected


@pytest.mark.parametrize("block", [name for name in PHASES if name not in ("calendar", "actions")])
def test_states_of_a_block_are_felt(underway, block):
    """So that scrambling is seen to be felt where it should be; counts and codes may have no other value."""
    settings, world, expected = underway
    states = [symbol for symbol, role in ROLES.items() if role == "state" and symbol.startswith(f"{block}.")]
    assert later(settings, world, [s for s in states if world[tuple(s.split("."))].dtype == float]) != expected
