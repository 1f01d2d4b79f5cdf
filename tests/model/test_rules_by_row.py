"""One state, group or firm can follow a rule of its own, and nobody else is moved by it."""

from dataclasses import dataclass, fields

import mesa
import numpy as np
import pytest

from giants.agents.firm import Firm
from giants.agents.population import Population
from giants.agents.row import enrol
from giants.agents.state import State
from giants.config import choice, default_settings
from giants.errors import InputError
from giants.model import Giants
from giants.policies.base import FirmActions, FirmViews
from giants.symbols import FIRMS, MEX, USA

OTHERS = {"states": ("strained", 18), "cartels": ("territorial", 3), "firms": ("footloose", 200)}
ROOT, OTHER_ROOT, SLOT = 3, 5, 180  # two groups of 2020 and a slot for splinters


def begun(*overrides):
    return Giants(default_settings(list(overrides)), checked=True)


def actions_after_a_month(model):
    model.step()
    return {f.name: getattr(model.world.actions, f.name).copy() for f in fields(model.world.actions)}


def moved(one, other):
    """Rows in which actions differ, by column."""
    different = {name: one[name] != other[name] for name in one}
    return {name: set(np.nonzero(where)[0].tolist()) for name, where in different.items() if where.any()}


@pytest.fixture(scope="module")
def usual():
    return actions_after_a_month(begun())


@pytest.mark.parametrize("kind", OTHERS)
def test_setting_the_rule_of_a_row_moves_that_row_and_no_other(kind, usual):
    name, row = OTHERS[kind]
    model, everyone = begun(), actions_after_a_month(begun(f"{kind}={name}"))
    getattr(model, kind)[row].rule = choice(kind, name)
    alone = actions_after_a_month(model)
    changed = moved(usual, alone)
    assert changed
    for column, rows in changed.items():
        assert rows == {row}
        np.testing.assert_array_equal(alone[column][row], everyone[column][row], err_msg=column)


def test_a_rule_set_later_acts_from_the_next_month():
    model = begun()
    model.step()
    model.states[18].rule = choice("states", "strained")
    assert model.world.actions.capture_resistance[18] == model.settings.states.resistance
    model.step()
    assert model.world.actions.capture_resistance[18] <= choice("states", "strained").resistance
    assert (np.delete(model.world.actions.capture_resistance, 18) == model.settings.states.resistance).all()


@dataclass(frozen=True)
class Noted:
    """A rule of firms whose caution is its own, and which remembers the columns that it was shown."""

    caution: float
    shown: list

    def __hash__(self):
        return hash(self.caution)

    def decide(self, view):
        self.shown.append(view)
        return FirmActions(view.size.copy(), np.full(view.size.shape, self.caution))


def views(rows):
    column = np.arange(float(rows))
    column.flags.writeable = False
    return FirmViews(column, column, column, column)


def test_each_rule_is_asked_once_for_all_its_rows_which_it_cannot_write():
    one, two = Noted(0.1, []), Noted(0.2, [])
    answer = Population(one, 5, {1: two, 4: Noted(0.2, two.shown)}).decide(views(5))
    assert [view.size.tolist() for view in one.shown] == [[0, 2, 3]]
    assert [view.size.tolist() for view in two.shown] == [[1, 4]]
    assert not any(getattr(two.shown[0], f.name).flags.writeable for f in fields(FirmViews))
    assert answer.firm_caution.tolist() == [0.1, 0.2, 0.1, 0.1, 0.2]
    assert answer.firm_hazard.tolist() == [0, 1, 2, 3, 4]


def test_a_population_of_one_rule_shows_it_the_columns_themselves():
    rule, whole = Noted(0.1, []), views(5)
    Population(rule, 5, {2: Noted(0.1, rule.shown)}).decide(whole)
    assert len(rule.shown) == 1
    assert rule.shown[0] is whole


def test_rows_are_grouped_when_a_rule_is_set_and_not_each_month(monkeypatch):
    times = []
    original = Population._grouped
    monkeypatch.setattr(Population, "_grouped", lambda self: (times.append(1), original(self))[1])
    firms = Population(Noted(0.1, []), 5, {1: Noted(0.2, [])})
    for _ in range(3):
        firms.decide(views(5))
    assert len(times) == 1
    firms.follow(2, 2, Noted(0.3, []))
    firms.follow(3, 3, Noted(0.4, []))
    for _ in range(3):
        firms.decide(views(5))
    assert len(times) == 2


def splintered(model, root):
    """Let the slot hold a splinter of `root`."""
    model.world.security.root[SLOT] = root


def movement(model):
    """How much every group moves, as decided next month."""
    model.step()
    return model.world.actions.cartel_move.copy()


def test_a_splinter_follows_the_rule_of_its_root_also_when_that_changes():
    held, free = (choice("cartels", name) for name in ("territorial", "diversified"))
    model = Giants(default_settings())
    model.cartels[ROOT].rule = held
    splintered(model, ROOT)
    assert model.cartels[SLOT].rule == held
    assert movement(model)[[ROOT, SLOT]].tolist() == [held.move, held.move]
    model.cartels[ROOT].rule = free
    model.step()
    assert model.cartels[SLOT].rule == free
    assert model.world.actions.cartel_fight[SLOT] == 1.0 - free.bribe


def test_a_rule_set_for_a_splinter_is_its_own_and_leaves_the_slot_with_it():
    held = choice("cartels", "territorial")
    model = Giants(default_settings())
    splintered(model, ROOT)
    model.cartels[SLOT].rule = held
    moves = movement(model)
    assert moves[SLOT] == held.move
    assert moves[ROOT] != held.move
    splintered(model, OTHER_ROOT)
    assert model.cartels[SLOT].rule == model.cartels[OTHER_ROOT].rule == model.settings.cartels
    assert movement(model)[SLOT] != held.move


@pytest.mark.parametrize("wrong", ["strained", None, type(choice("states", "strained")), Noted])
def test_what_is_no_rule_is_refused_when_it_is_set(wrong):
    model = begun()
    for give in (lambda: setattr(model.states[0], "rule", wrong),
                 lambda: setattr(model.governments[USA], "rules", {"usa": wrong})):  # fmt: skip
        with pytest.raises(InputError, match="is not a rule: give a frozen object") as error:
            give()
        assert "\n" not in str(error.value)
    assert model.manifest()["notes"] == []


def test_the_rules_of_a_government_are_set_as_a_whole_and_act():
    model = begun()
    with pytest.raises(TypeError):
        model.governments[USA].rules["usa"] = choice("usa", "cooperative")
    model.governments[USA].rules = {"usa": choice("usa", "cooperative")}
    there = begun("usa=cooperative")
    np.testing.assert_array_equal(
        actions_after_a_month(model)["us_salience"], actions_after_a_month(there)["us_salience"]
    )


def test_the_manifest_says_what_was_set_in_python_and_from_when():
    model = begun()
    assert model.manifest()["notes"] == []
    model.adopt(choice("mexico", "defiance"))  # before the first month the configuration says it too
    assert model.manifest()["notes"] == []
    model.firms[7].rule = choice("firms", "footloose")
    model.step()
    model.firms[8].rule = choice("firms", "footloose")
    model.adopt(choice("mexico", "status_quo"))
    model.governments[USA].rules = {"usa": choice("usa", "cooperative")}
    (note,) = model.manifest()["notes"]
    assert "firms from month 0, MEX from month 1, USA from month 1" in note
    assert "cannot be repeated from its configuration" in note


def test_agents_made_together_are_as_mesa_makes_them_one_by_one():
    class Lone(mesa.Agent):
        pass

    model, one_by_one = mesa.Model(rng=1), mesa.Model(rng=1)
    made = enrol(model, State, 2) + enrol(model, Firm, 3)
    theirs = [Lone(one_by_one) for _ in made]
    assert [a.unique_id for a in made] == [a.unique_id for a in theirs] == [1, 2, 3, 4, 5]
    assert set(vars(made[0])) == set(vars(theirs[0])) | {"i"}
    assert model.agent_id_counter == one_by_one.agent_id_counter
    assert list(model.agents) == made
    assert {kind: list(agents) for kind, agents in model.agents_by_type.items()} == {State: made[:2], Firm: made[2:]}
    assert model.agents.random is model.agents_by_type[Firm].random is model.random
    later = Lone(model)
    assert later.unique_id == 6
    assert later in model.agents
    made[0].remove()
    assert made[0] not in model.agents
    assert list(model.agents_by_type[State]) == [made[1]]


def test_mesas_sets_and_collectors_see_every_agent():
    model = begun()
    assert [a.unique_id for a in model.agents] == list(range(1, 843))
    assert list(model.agents) == [*model.governments, *model.states, *model.cartels, *model.firms]
    assert len(model.agents.select(lambda a: isinstance(a, Firm))) == FIRMS
    collector = mesa.DataCollector(
        agenttype_reporters={State: {"rule": lambda a: type(a.rule).__name__, "killed": lambda a: float(a.homicides)}}
    )
    model.step()
    collector.collect(model)
    frame = collector.get_agenttype_vars_dataframe(State)
    assert set(frame["rule"]) == {"Coordinated"}
    assert frame["killed"].to_numpy() == pytest.approx(model.world.security.homicides)
    assert model.governments[MEX].code == "MEX"
