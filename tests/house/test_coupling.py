"""Who reads what: a change of the symbol alone must reach the result of the phase that is to read it.

One row per arrow of the model's causal diagram.  A row fails when a block stops listening to another.
"""

import copy
from dataclasses import fields

import numpy as np
import pytest

from giants.config import default_settings
from giants.model import Giants

MONTHS = 4
LUCK = 36  # choices and threats are events: their phases are asked under the luck of that many months


def in_turn(phase, world):
    """Yield what a phase answers under the luck of many months, from a World with nothing else changed."""
    start = int(world.calendar.month)
    for months in range(LUCK):
        world.calendar.month[...] = start + months
        yield phase(world)


PHASES = {
    "actions": lambda m: [m.decide(m.world)],
    "threat_losses": lambda m: [m.blocks.threat_losses(m.world)],
    "bargaining": lambda m: [block for block, _ in in_turn(m.blocks.bargaining, m.world)],
    "invest": lambda m: list(in_turn(m.blocks.invest, m.world)),
    "trade": lambda m: [m.blocks.trade(m.world)],
    "labour": lambda m: [m.blocks.labour(m.world)],
    "security": lambda m: [m.blocks.security(m.world)],
    "society": lambda m: [m.blocks.society(m.world)],
    "measures": lambda m: [m.blocks.measures(m.world)],
}
ARROWS = {
    # what threats would cost follows tariffs, protection and the law, and moves bargaining and the measures
    ("trade.tariff", "threat_losses"): lambda x: x + 0.05,
    ("actions.us_protection", "threat_losses"): lambda x: x + 0.001,
    ("bargaining.treaty_in_force", "threat_losses"): lambda x: 0 * x,
    ("threat_losses.target", "bargaining"): lambda x: 2 * x,
    ("threat_losses.legal", "bargaining"): lambda x: ~x,
    ("threat_losses.target", "measures"): lambda x: 2 * x,
    ("threat_losses.lasting", "measures"): lambda x: 2 * x,
    # bargaining moves everything that a government concedes
    ("bargaining.position", "invest"): lambda x: 1 - x,
    ("bargaining.position", "trade"): lambda x: 1 - x,
    ("bargaining.position", "security"): lambda x: 1 - x,
    ("bargaining.position", "society"): lambda x: 1 - x,
    ("bargaining.position", "measures"): lambda x: 1 - x,
    ("bargaining.added_tariff", "trade"): lambda x: x + 0.1,
    ("bargaining.treaty_in_force", "trade"): lambda x: 0 * x,
    ("bargaining.approval_shift", "society"): lambda x: x - 0.05,
    # threats and their expectation move investment
    ("bargaining.expected_tariff", "invest"): lambda x: x + 0.2,
    ("bargaining.tariff_variance", "invest"): lambda x: x + 0.05,
    # investment moves trade and work
    ("invest.productivity", "trade"): lambda x: 1.1 * x,
    ("invest.profits", "trade"): lambda x: x + 5,
    ("invest.input_saving", "trade"): lambda x: x + 0.05,
    ("invest.input_rule", "trade"): lambda x: x + np.linspace(0, 0.1, x.shape[0])[:, None],
    ("invest.capacity", "labour"): lambda x: x * np.linspace(1, 2, x.shape[0])[:, None],
    # growth and costs come from the calendar
    ("calendar.endowment", "trade"): lambda x: x * np.linspace(1, 1.2, x.size),
    ("calendar.labour_cost", "invest"): lambda x: x * np.linspace(1, 1.5, x.size),
    # tariffs -> jobs and wages -> recruitment, and the mood of the country
    ("trade.value_added", "labour"): lambda x: 0.9 * x,
    ("labour.jobs", "security"): lambda x: 0.9 * x,
    ("labour.real_wage", "security"): lambda x: 0.8 * x,
    ("labour.jobs", "society"): lambda x: 0.9 * x,
    ("labour.real_wage", "society"): lambda x: 0.8 * x,
    ("trade.real_income", "society"): lambda x: 0.95 * x,
    # violence and capture -> firms' costs and services investment, and politics
    ("security.extortion", "trade"): lambda x: x + 0.02,
    ("security.groups", "invest"): lambda x: x + np.linspace(0, 200, x.size),
    ("security.capture", "society"): lambda x: np.clip(x + 0.3, 0, 1),
    ("security.capture", "measures"): lambda x: np.clip(x + 0.3, 0, 1),
    ("security.homicides", "society"): lambda x: 2 * x,
    ("security.homicides", "measures"): lambda x: 2 * x,
    # deaths and Chinese content -> what Washington asks for
    ("security.overdose_deaths", "actions"): lambda x: 1.5 * x,
    ("trade.suspect_content", "actions"): lambda x: 1.5 * x,
    ("actions.us_salience", "bargaining"): lambda x: 4 * x,
    # approval, elections and trust -> patience, red lines, continuity, deals
    ("society.approval", "bargaining"): lambda x: 0 * x,
    ("calendar.months_to_election", "bargaining"): lambda x: 0 * x + 1,
    ("society.trust", "bargaining"): lambda x: 0 * x + 1,
    # development stocks
    ("society.supplier_depth", "invest"): lambda x: x + 0.5,
    ("society.skills", "invest"): lambda x: x + 0.5,
    ("society.infrastructure", "invest"): lambda x: x + 0.5,
    ("society.rule_of_law", "security"): lambda x: x + 0.5,
    ("society.effort", "security"): lambda x: 0 * x + 1,
    ("society.regional_cost", "trade"): lambda x: 0.8 * x,
}

# Some arrows pass only where there is something to decide: deals to ratify, partners that are courted.
NEEDS = {
    ("society.approval", "bargaining"): ("usa=decoupling", "seed=1"),
    ("society.trust", "bargaining"): ("mexico=latin_american_turn", "latam=integrationist"),
}


def numbers(results):
    """The answers of a phase as arrays by name."""
    return {f.name: np.array([getattr(result, f.name) for result in results], float) for f in fields(results[0])}


@pytest.fixture(scope="module")
def answer():
    """Call a phase on the World as it stands after some months, with one symbol changed if asked."""
    models = {}

    def answered(phase, symbol="", change=None, overrides=()):
        if overrides not in models:
            model = Giants(default_settings([f"months={MONTHS}", "seed=3", *overrides]))
            for _ in range(MONTHS):
                model.step()
            models[overrides] = model, model.world, model.blocks
        model, world, blocks = models[overrides]
        model.world, model.blocks = world.copy(), copy.copy(blocks)
        if change:
            block, name = symbol.split(".")
            array = getattr(getattr(model.world, block), name)
            array[...] = change(array.copy())
        return numbers(PHASES[phase](model))

    return answered


def differing(one, other):
    return [name for name in one if not np.allclose(one[name], other[name], rtol=1e-7, atol=1e-9, equal_nan=True)]


@pytest.mark.parametrize(("symbol", "phase"), sorted(ARROWS), ids=lambda name: name)
def test_the_phase_hears_the_symbol(answer, symbol, phase):
    where = NEEDS.get((symbol, phase), ())
    heard = differing(answer(phase, symbol, ARROWS[symbol, phase], where), answer(phase, overrides=where))
    assert heard != []


@pytest.mark.parametrize("phase", sorted(PHASES))
def test_without_a_change_a_phase_gives_the_same(answer, phase):
    """Without this, the arrows above could be heard by luck."""
    differs = differing(answer(phase), answer(phase))
    assert differs == []
