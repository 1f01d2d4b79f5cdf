"""Worlds side by side: a phase gives each World of a stack the bits that it gives the World alone."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from giants.batch import FEW, few_at_a_time
from giants.blocks import Blocks
from giants.compose import compose
from giants.config import settings
from giants.model import PHASE_OF, Giants
from giants.side_by_side import SideBySide
from giants.symbols import ISSUES, PHASES, PRODUCTS
from giants.world import World, row, stack

RUNS = (("calibrated_autonomy", 26), ("latin_american_turn", 6), ("us_alignment", 4))
"""Strategies with programmes and deals."""
MONTHS = (3, *range(36, 60))
"""The vote of November 2026, and two years around the change of governments of 2030."""


class Watched(Giants):
    """A run that keeps the World before each phase, what else the phase was told, and what it wrote."""

    kept: dict

    def write(self, block, phase, *more):
        name, month = PHASE_OF[type(block)], self.month + (block is self.world.calendar)
        if name == "actions" or month not in MONTHS:
            return super().write(block, phase, *more)
        before = self.world.copy()
        said = super().write(block, phase, *more)
        self.kept[month, name] = before, more, self.world.copy()
        return said


@pytest.fixture(scope="module")
def runs():
    made = []
    for strategy, seed in RUNS:
        run = Watched(settings(compose([f"mexico={strategy}", f"seed={seed}", "politics=alternating"])))
        run.world.society.governs[...] = float(not made)  # so that the election of 2030 brings them in, or out
        run.kept = {}
        for _ in range(max(MONTHS) + 1):
            run.step()
        made.append(run)
    return made


@pytest.fixture(scope="module")
def together(runs):
    """The blocks of the runs, with every run's own luck."""
    return Blocks.together([run.blocks for run in runs])


@pytest.mark.parametrize("phase", [name for name in PHASES if name != "actions"])
def test_a_world_in_a_stack_gets_the_bits_that_it_gets_alone(runs, together, phase):
    moved = set()
    for month in MONTHS:
        before, told, after = zip(*(run.kept[month, phase] for run in runs), strict=True)
        stacked = stack(before)
        block = getattr(stacked, phase)
        new = getattr(together, phase)(stacked, *(log for more in told for log in more))
        block.update(new[0] if isinstance(new, tuple) else new)
        for name in block.__slots__:
            alone = [w[phase, name].tobytes() for w in after]
            if [values.tobytes() for values in stacked[phase, name]] != alone:
                moved.add(name)
    assert moved == set()


def test_tables_that_are_passed_over_a_few_worlds_at_a_time_have_the_bits_that_they_have_alone(runs):
    several = [run for _ in range(FEW) for run in runs]
    month, blocks = MONTHS[1], Blocks.together([run.blocks for run in several])
    new = blocks.invest(stack([run.kept[month, "invest"][0] for run in several]))
    for k, run in enumerate(several):
        alone = run.kept[month, "invest"][2].invest
        assert [n for n in alone.__slots__ if getattr(new, n)[k].tobytes() != getattr(alone, n).tobytes()] == []


@pytest.mark.parametrize("worlds", [(), (1,), (FEW,), (FEW + 1,), (3 * FEW - 1,)])
def test_a_few_at_a_time_are_all_worlds_once(worlds):
    met, parts = np.zeros(worlds, int), few_at_a_time(worlds)
    for part in parts:
        met[part] += 1
        assert met[part].size <= FEW
    assert (met == 1).all()
    assert len(parts) == max(1, -(-met.size // FEW))


def test_the_worlds_compared_differ_wherever_a_phase_must_choose(runs):
    """Otherwise a branch for all Worlds would pass for a mask."""

    def values(month, phase, block, symbol):
        return {float(np.max(run.kept[month, phase][0][block, symbol])) for run in runs}

    assert values(47, "society", "society", "governs") == {0.0, 1.0}
    assert any(len(values(m, "measures", "threat_losses", "fresh")) > 1 for m in MONTHS)
    assert any(len(values(m, "labour", "trade", "iterations")) > 1 for m in MONTHS)
    for rare, idle in {"removed": 0, "split_from": -1, "entered": -1}.items():
        busy = [[bool((run.kept[m, "security"][2]["security", rare] != idle).any()) for run in runs] for m in MONTHS]
        assert any(any(month) and not all(month) for month in busy), rare
    logs = [tuple(len(run.kept[m, "measures"][1][0]) for run in runs) for m in MONTHS]
    assert any(0 in log and max(log) > 0 for log in logs)


@pytest.mark.parametrize(
    ("each", "months"),
    [
        ([["mexico=adaptive_autonomy", "usa=maximal_pressure"]] * 3, 30),
        ([["politics=drawn"]] * 3, 40),
        (
            [["cartels=territorial", "mexico=us_alignment"], ["firms=cautious", "china=inward"], ["states=strained"]],
            30,
        ),
    ],
    ids=["pressed", "drawn", "mixed"],
)
def test_runs_side_by_side_are_each_to_the_bit_and_the_event_what_they_are_alone(each, months):
    several = [settings(compose([*more, f"months={months}", f"seed={4 + k}"])) for k, more in enumerate(each)]
    alone, together = [Giants(one) for one in several], SideBySide(several)
    for month in range(months):
        together.step()
        for one, among in zip(alone, together.models, strict=True):
            one.step()
            assert str(one.log) == str(among.log), month
    for one, among in zip(alone, together.models, strict=True):
        assert moved(one, among) == []


@dataclass(frozen=True)
class Rough:
    """A rule that answers with one number where a row of numbers is asked for."""

    inner: object
    name: str
    value: object

    def decide(self, view):
        return replace(self.inner.decide(view), **{self.name: self.value})


@dataclass(frozen=True)
class Reticent:
    """A rule of firms that compares equal to others whose caution is another."""

    inner: object
    caution: float = field(compare=False)

    def decide(self, view):
        answer = self.inner.decide(view)
        return replace(answer, firm_caution=answer.firm_caution * self.caution)


def of_strategy(base, plank, value, name):
    rule = Rough(getattr(base.mexico, plank), name, value)
    return replace(base, mexico=replace(base.mexico, **{plank: rule}))


def test_rules_that_answer_in_an_unusual_shape_mean_in_company_what_they_mean_alone():
    """As many Worlds as a row has numbers, so that Worlds could pass for it."""
    base = settings(compose(["months=3"]))
    rows = [of_strategy(base, "diplomacy", x, "red_line") for x in np.linspace(0.1, 0.9, len(ISSUES))]
    tables = [of_strategy(base, "region", (x,) * len(PRODUCTS), "deal_offer") for x in (0.0, 0.5, 1.0)]
    for several in (rows, tables):
        same_together_and_alone(several, 3)


def test_rules_that_compare_equal_but_are_not_are_each_asked():
    base = settings(compose(["months=3"]))
    same_together_and_alone([replace(base, firms=Reticent(base.firms, x)) for x in (0.0, 0.25, 0.5)], 3)


def same_together_and_alone(several, months):
    alone, together = [Giants(one) for one in several], SideBySide(several)
    for _ in range(months):
        together.step()
        for one in alone:
            one.step()
    for one, among in zip(alone, together.models, strict=True):
        assert moved(one, among) == []


def moved(one, other):
    """Return the symbols of which two runs hold other bits."""
    theirs = other.world.arrays()
    return [name for name, values in one.world.arrays().items() if values.tobytes() != theirs[name].tobytes()]


def test_a_row_of_a_stack_is_a_world_that_shares_its_numbers():
    pair = stack([World(), World()])
    second = row(pair, 1)
    second.trade.wage[0] = 7.0
    pair.calendar.month[1] = 5
    assert pair.trade.wage[1, 0] == 7.0
    assert second.calendar.month.shape == ()
    assert int(second.calendar.month) == 5


def test_a_stack_holds_its_worlds_in_order():
    worlds = [World(), World(), World()]
    for k, w in enumerate(worlds):
        w.trade.wage[...] = k
    np.testing.assert_array_equal(stack(worlds).trade.wage[:, 0], [0.0, 1.0, 2.0])
    assert stack(worlds).arrays().keys() == worlds[0].arrays().keys()


def test_worlds_of_other_dates_or_axes_make_no_stack():
    early, late = World(), World()
    late.calendar.year[...] += 1.0
    with pytest.raises(ValueError, match="one date"):
        stack([early, late])
    with pytest.raises(ValueError, match="shape"):
        stack([World(), World.neutral({"z": 2})])
