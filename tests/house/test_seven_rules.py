"""The seven rules that keep arrays and agents honest (docs/decisions/0001-arrays-and-agents.md), on the real model."""

import ast
import importlib
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from giants.agents.government import Government
from giants.config import default_settings
from giants.draw import Draws
from giants.model import Giants
from giants.symbols import PHASES, table
from giants.world import World

MONTHS = 3


def make(*overrides):
    return Giants(default_settings([f"months={MONTHS}", "seed=11", *overrides]), checked=True)


def values(world, blocks=PHASES):
    return {
        (row["block"], row["name"]): getattr(getattr(world, row["block"]), row["name"]).copy()
        for row in table()
        if row["block"] in blocks
    }


def arrays_in(thing):
    """Every array that can be reached from a view or action."""
    if isinstance(thing, np.ndarray | np.number | np.bool_):
        yield np.asarray(thing)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from arrays_in(getattr(thing, field.name))
    elif isinstance(thing, tuple | list):
        for item in thing:
            yield from arrays_in(item)
    elif isinstance(thing, dict):
        for item in thing.values():
            yield from arrays_in(item)


@pytest.fixture(scope="module")
def stepped():
    model = make()
    for _ in range(MONTHS):
        model.step()
    return model


def test_1_an_agent_holds_no_number_and_no_array(stepped):
    held = {
        (type(agent).__name__, name)
        for agent in stepped.agents
        for name, value in vars(agent).items()
        if isinstance(value, float | np.ndarray | np.floating)
    }
    assert len(stepped.agents) > 500
    assert held == set()


def test_1_a_column_of_an_agent_cannot_be_written(stepped):
    agent = next(iter(stepped.agents_by_type[Government]))
    with pytest.raises(AttributeError, match="belongs to the World"):
        agent.approval = 1.0


def test_2_what_a_rule_sees_cannot_be_written(monkeypatch):
    seen = []
    model = make()
    rules = {id(rule): rule for agent in model.agents for rule in rules_of(agent)}
    for cls in {type(rule) for rule in rules.values()}:
        monkeypatch.setattr(cls, "decide", spy(cls.decide, lambda rule, view: seen.append(view)))
    model.step()
    found = [array for view in seen for array in arrays_in(view)]
    assert len(seen) >= len(rules)
    assert found
    assert [array for array in found if array.flags.writeable] == []


def rules_of(agent):
    return list(agent.rules.values()) if hasattr(agent, "rules") else [agent.rule]


def spy(method, note):
    def noted(self, *args):
        note(self, *args)
        return method(self, *args)

    return noted


def test_3_every_answer_is_given_before_any_is_applied(monkeypatch):
    model = make()
    stances = []
    monkeypatch.setattr(
        Government, "decide", spy(Government.decide, lambda g, view: stances.append(values(g.model.world, {"actions"})))
    )
    model.step()
    assert len(stances) > 2
    for stance in stances[1:]:
        for symbol, value in stance.items():
            np.testing.assert_array_equal(value, stances[0][symbol], err_msg=str(symbol))


def test_4_another_strategy_meets_the_same_luck(monkeypatch):
    def luck(*overrides):
        drawn = {}
        original = Draws._row

        def noted(self, kind, purpose, month, shape):
            row = original(self, kind, purpose, month, shape)
            drawn[kind, purpose, month, shape] = row.copy()
            return row

        with monkeypatch.context() as patch:
            patch.setattr(Draws, "_row", noted)
            model = make(*overrides)
            for _ in range(MONTHS):
                model.step()
        return drawn

    one, other = luck("mexico=status_quo"), luck("mexico=us_alignment", "usa=maximal_pressure")
    assert one
    assert set(one) == set(other)
    for key, row in one.items():
        np.testing.assert_array_equal(row, other[key], err_msg=str(key))


def test_5_agents_and_arrays_keep_their_places():
    model = make()
    ids, shapes = [a.unique_id for a in model.agents], {k: v.shape for k, v in values(model.world).items()}
    homes = {k: id(getattr(getattr(model.world, k[0]), k[1])) for k in shapes}
    for _ in range(MONTHS):
        model.step()
    assert [a.unique_id for a in model.agents] == ids
    assert {k: v.shape for k, v in values(model.world).items()} == shapes
    assert {k: id(getattr(getattr(model.world, k[0]), k[1])) for k in shapes} == homes


REPLICAS = 4
ON_LAST_AXES = {
    "bargaining.nash.disagreement": [(), (), (), (), (), ()],
    "bargaining.nash.one_issue": [(), (), (), (), ()],
    "bargaining.nash.bundle": [(), (6,), (6,), (6,), (), ()],
    "measures.index.relations": [(), (), ()],
    "measures.index.calibrated_autonomy": [(), (), (), ()],
    "measures.index.power_mean": [(7,), (7,)],
    "measures.regimes.label": [(), (), (), (), (), (), ()],
    "society.labour.adjust": [(32, 11), (32, 11), None, None],
}


@pytest.mark.parametrize("name", sorted(ON_LAST_AXES))
def test_6_equations_act_on_the_last_axes(name):
    """A leading axis of replicas gives what one call per replica gives."""
    module, function = name.rsplit(".", 1)
    equation = getattr(importlib.import_module(f"giants.{module}"), function)
    luck = np.random.default_rng(6)
    shapes = ON_LAST_AXES[name]
    given = [5.0 if shape is None else luck.uniform(0.1, 0.9, (REPLICAS, *shape)) for shape in shapes]
    together = list(arrays_in(equation(*given)))
    assert together
    for replica in range(REPLICAS):
        alone = equation(*(x if isinstance(x, float) else x[replica] for x in given))
        for one, all_of_them in zip(arrays_in(alone), together, strict=True):
            np.testing.assert_allclose(one, all_of_them[replica], rtol=1e-12)


def test_7_the_model_uses_neither_a_collector_nor_mesas_luck(sources):
    names = {"DataCollector", "datacollector", "shuffle_do", "shuffle", "random_seed", "reset_rng"}
    wrong = []
    for path, tree in sources.items():
        for node in ast.walk(tree):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in names:
                wrong.append(f"{path}:{node.lineno} {name}")
    assert wrong == []


def test_7_drawing_from_mesas_generators_changes_nothing(stepped):
    disturbed = make()
    for _ in range(MONTHS):
        disturbed.random.random()
        disturbed.rng.random(5)
        disturbed.step()
    for symbol, value in values(stepped.world).items():
        np.testing.assert_array_equal(value, values(disturbed.world)[symbol], err_msg=str(symbol))


def test_each_phase_writes_once_a_month_and_only_its_own_block(monkeypatch):
    """The month opens each block once; what is not open is frozen, so a write elsewhere would have failed."""
    opened = []
    original = World.writing

    def noted(self, block):
        opened.append(block)
        return original(self, block)

    monkeypatch.setattr(World, "writing", noted)
    model = make()
    opened.clear()
    model.step()
    assert sorted(opened) == sorted(PHASES)


def test_two_live_models_do_not_mix(stepped):
    first, second = make(), make("mexico=defiance", "seed=4")
    for _ in range(MONTHS):
        first.step()
        second.step()
    for symbol, value in values(stepped.world).items():
        np.testing.assert_array_equal(value, values(first.world)[symbol], err_msg=str(symbol))
