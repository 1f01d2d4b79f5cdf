"""A run whose numbers are not finite or do not add up has failed, and the line names the symbol."""

import numpy as np
import pytest

from giants import checks
from giants.checks import MONTHLY, inspect, inspect_all
from giants.config import default_settings
from giants.errors import RunError
from giants.model import Giants
from giants.symbols import PHASES, table

ROWS = [(row["block"], row["name"]) for row in table() if row["dtype"] is float and row["block"] in PHASES]


@pytest.fixture(scope="module")
def month():
    model = Giants(default_settings(["months=2"]))
    model.step()
    return model.world


@pytest.fixture
def world(month):
    return month.copy()


def test_a_month_of_the_default_passes(world):
    inspect(world, months=120)
    inspect_all(world)


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("large", [1, 10**9], ids=["each", "as_one"])
def test_every_symbol_that_is_not_finite_is_named(monkeypatch, month, large, value):
    monkeypatch.setattr(checks, "LARGE", large)
    for block, name in ROWS:
        values = getattr(getattr(month, block), name)
        if not values.size or (block == "measures" and np.isnan(value)):  # a measure may be missing
            continue
        world = month.copy()
        getattr(getattr(world, block), name).flat[-1] = value
        with pytest.raises(RunError, match=rf"month 0: world\.{block}\.{name} is not finite"):
            inspect_all(world)


@pytest.mark.parametrize(("block", "name"), MONTHLY)
@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0])
def test_a_total_that_is_lost_is_seen_in_any_month(world, block, name, value):
    getattr(getattr(world, block), name).flat[-1] = value
    with pytest.raises(RunError, match=rf"world\.{block}\.{name}"):
        inspect(world, months=120)


BREAKS = {
    "money": ("labour", "output", 2.0, "labour.output: "),
    "shares": ("trade", "us_import_share", 1.1, "us_import_share: shares do not sum to one"),
    "people": ("labour", "jobs", 1.5, "labour.jobs: they and those between jobs are not the labour force"),
    "content": ("trade", "content", 1.01, "trade.content: shares do not sum to one"),
    "capital": ("invest", "owners", 0.5, "invest.owners: "),
    "launderers": ("actions", "cartel_launder", 0.9, "cartel_launder: shares do not sum to one"),
    "exports": ("labour", "exports", 1.2, "labour.exports: "),
}


@pytest.mark.parametrize(("block", "name", "factor", "said"), BREAKS.values(), ids=BREAKS)
def test_an_identity_that_breaks_is_named(world, block, name, factor, said):
    getattr(getattr(world, block), name)[...] *= factor
    with pytest.raises(RunError) as error:
        inspect_all(world)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("block", "name", "value"), [("society", "trust", 1.2), ("security", "capture", -0.1)])
def test_a_number_beyond_the_bounds_of_its_unit_is_named(world, block, name, value):
    getattr(getattr(world, block), name)[0] = value
    with pytest.raises(RunError, match=rf"world\.{block}\.{name} \(0\.\.1\) is {value} at \[0\]"):
        inspect_all(world)


def test_all_is_looked_at_yearly_and_in_the_last_month(world):
    world.society.trust[0] = 1.2  # no total
    inspect(world, months=120)
    with pytest.raises(RunError, match="trust"):
        inspect(world, months=1)
    world.calendar.month[...] = 11
    with pytest.raises(RunError, match="month 11"):
        inspect(world, months=120)


def test_every_step_ends_with_a_look(monkeypatch):
    looked = []
    monkeypatch.setattr("giants.model.inspect", lambda w, months: looked.append((int(w.calendar.month), months)))
    model = Giants(default_settings(["months=2"]))
    model.step()
    model.step()
    assert looked == [(0, 2), (1, 2)]
