"""Each plank alone, at full effort, against today's programmes: its own stock and pillar, with a lag, at a price."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.model import Giants
from giants.symbols import MEX

MONTHS = 18
PLANKS = {
    "industry": [f"mexico.industry.{p}=1" for p in ("supplier", "skills", "infrastructure", "incentives")],
    "china": [f"mexico.china.{p}=1" for p in ("screening", "fdi_screening", "venture_transparency")],
    "region": ["mexico/region=integrate", "mexico.region.region=1", "mexico.region.standards=1"],
    "security": [
        "mexico/security=dual_track",
        *(f"mexico.security.{p}=1" for p in ("enforcement", "prevention", "institutions", "ports", "finance")),
    ],
    "diplomacy": ["mexico.diplomacy.diplomacy=1"],
}
STOCK = {
    "industry": lambda s: s.supplier_depth,
    "china": lambda s: s.screening_capacity,
    "region": lambda s: s.deal.mean(),
    "security": lambda s: s.rule_of_law,
    "diplomacy": lambda s: s.trust.mean(),
}
PILLAR = {
    "industry": "structural",
    "region": "relations_la",
    "security": "sovereignty",
    "diplomacy": "relations",
}
"""Pillar that a plank raises alone; what screening earns in Washington shows in threats and claims, of which there are
none here."""
UNPRESSED = ["seed=7", "mexico=status_quo", "threats=false", "usa.pressure=0", "usa.unilateral_measures.protection=0"]


def lived(overrides):
    """Every plank's stock month by month, and the World at the end."""
    model = Giants(default_settings([*UNPRESSED, *overrides]))
    path = {plank: [] for plank in PLANKS}
    for _ in range(MONTHS):
        model.step()
        for plank, read in STOCK.items():
            path[plank].append(float(read(model.world.society)))
    return path, model


@pytest.fixture(scope="module")
def today():
    return lived([])


@pytest.fixture(scope="module")
def alone():
    return {plank: lived(overrides) for plank, overrides in PLANKS.items()}


@pytest.mark.parametrize("plank", list(PLANKS))
def test_a_plank_alone_builds_its_own_stock_with_a_lag(alone, today, plank):
    gained = np.array(alone[plank][0][plank]) - np.array(today[0][plank])
    assert gained[-1] > 0.01
    assert gained[0] < 0.1 * gained[-1]
    assert gained[MONTHS // 2] < 0.6 * gained[-1]  # it starts slowly


@pytest.mark.parametrize("plank", list(PILLAR))
def test_a_plank_alone_raises_its_own_pillar(alone, today, plank):
    pillar = PILLAR[plank]
    assert float(getattr(alone[plank][1].world.measures, pillar)) > float(getattr(today[1].world.measures, pillar))


@pytest.mark.parametrize("plank", list(PLANKS))
def test_a_plank_alone_costs_what_it_asks_as_far_as_the_budget_goes(alone, today, plank):
    society = alone[plank][1].world.society
    assert float(today[1].world.society.spending) == 0.0
    assert float(society.spending) > 0.0
    kept = float(society.disposable[MEX] / alone[plank][1].world.trade.real_income[MEX])
    assert 1.0 - kept == pytest.approx(float(society.spending), abs=3e-4)


def test_all_planks_at_once_exceed_the_budget_and_each_gets_less(alone, today):
    path, model = lived([word for words in PLANKS.values() for word in words])
    budget = model.settings.society.budget
    asked = float(np.array(budget.cost) @ model.world.actions.programme)
    paid = float(model.world.society.spending)
    assert asked > 3.0 * budget.budget
    assert 0.9 * budget.budget < paid < 1.1 * budget.budget
    for plank in ("industry", "china", "security"):
        assert today[0][plank][-1] < path[plank][-1] < alone[plank][0][plank][-1]


def test_the_calibrated_mix_asks_for_more_than_there_is():
    model = Giants(default_settings(["seed=7", "mexico=calibrated_autonomy", "threats=false"]))
    model.step()
    budget = model.settings.society.budget
    assert float(np.array(budget.cost) @ model.world.actions.programme) > budget.budget
    assert float(model.world.society.spending) < 1.05 * budget.budget
