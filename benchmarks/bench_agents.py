"""Agents and their rules: what it takes to make 842 of them, and what each further rule costs a month.

``make bench ARGS="-k agents"``; agents should take at most 0.5 ms, a further rule 0.1 ms a month.
"""

import mesa
import pytest

from giants.agents.cartel import Cartel
from giants.agents.firm import Firm
from giants.agents.government import Government
from giants.agents.row import enrol
from giants.agents.state import State
from giants.agents.views import cartel_views, firm_views, state_views
from giants.config import default_settings
from giants.model import Giants
from giants.symbols import ECONOMIES, FIRMS, SLOTS, STATES

VIEWS = {
    "states": lambda model: state_views(model.world, model.facts),
    "cartels": lambda model: cartel_views(model.world),
    "firms": lambda model: firm_views(model.world, model.facts),
}
CASES = [
    ("states", "{}"),
    ("states", "{SIN: strained}"),
    ("cartels", "{}"),
    ("cartels", "{CJNG: territorial}"),
    ("cartels", "{CJNG: territorial, Sinaloa: diversified}"),
    ("firms", "{}"),
    ("firms", "{CHN: footloose}"),
]


def everyone():
    model = mesa.Model(rng=1)
    for n in range(len(ECONOMIES)):
        Government(model, n, {})
    for kind, rows in ((State, len(STATES)), (Cartel, SLOTS), (Firm, FIRMS)):
        enrol(model, kind, rows)
    return model


def test_agents_are_made(benchmark):
    assert len(benchmark(everyone).agents) == 842


@pytest.mark.parametrize(("kind", "exceptions"), CASES, ids=map("-".join, CASES))
def test_agents_decide(benchmark, kind, exceptions):
    model = Giants(default_settings([f"{kind}.exceptions={exceptions}"]))
    benchmark(model.populations[kind].decide, VIEWS[kind](model))
